import type { Agent } from 'node:http'
import type { SecureContextOptions } from 'node:tls'

/** What a connection needs to trust the server, and to be trusted. */
export interface TlsOptions extends Pick<SecureContextOptions, 'ca' | 'cert' | 'key'> {
  readonly rejectUnauthorized?: boolean
  readonly servername?: string
}

/** Proves who sends a request. */
export interface Authentication {
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly tls: TlsOptions
  /** Where connections go through a proxy: makes those. */
  readonly proxy?: () => Agent
}

/** Where the API server is, and who we are there. */
export interface Cluster {
  readonly server: URL
  /** The namespace that is meant where none is named: the pod's own, or that of the kubeconfig's context. */
  readonly namespace: string
  /** Large answers may be compressed. That pays off on slow networks only. */
  readonly compression: boolean
  /** Credentials as they are now; others than those that the server has refused, where there are others. */
  authenticate(refused?: Authentication): Promise<Authentication>
  /** How long an answer is good, in milliseconds; it is asked for sooner when the server refuses it. */
  readonly authenticationMs: number
}
