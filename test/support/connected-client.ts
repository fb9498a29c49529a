import { Client, connect, type Transport } from 'opwright/runtime'
import { recordingLogger, type LogLine } from './recording-logger.js'

export interface ConnectedClient {
  readonly client: Client
  readonly transport: Transport
  /** What it logged. */
  readonly lines: readonly LogLine[]
  close(): void
}

/** A client with a connection and a field manager of its own. */
export async function connectClient(kubeconfig: string, fieldManager = 'test'): Promise<ConnectedClient> {
  const transport = await connect({ kubeconfig, name: fieldManager })
  const logger = recordingLogger()
  const client = new Client({ transport, fieldManager, logger })
  return { client, transport, lines: logger.lines, close: () => transport.close() }
}
