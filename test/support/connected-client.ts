import { Client, connect } from 'opwright/runtime'
import { recordingLogger, type LogLine } from './recording-logger.js'

export interface ConnectedClient {
  readonly client: Client
  /** What it logged. */
  readonly lines: readonly LogLine[]
  close(): void
}

/** A client with a connection of its own, whose field manager is `test`. */
export async function connectClient(kubeconfig: string): Promise<ConnectedClient> {
  const transport = await connect({ kubeconfig, name: 'test' })
  const logger = recordingLogger()
  const client = new Client({ transport, fieldManager: 'test', logger })
  return { client, lines: logger.lines, close: () => transport.close() }
}
