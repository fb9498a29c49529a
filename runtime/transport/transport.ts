import type { Readable } from 'node:stream'

/** One request to an API server. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Absolute within the server, with its query: `/apis/apps/v1/deployments?limit=500`. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  /** Until the response's headers are there, in milliseconds. Default: the transport's own. */
  readonly timeoutMs?: number
}

export interface TransportResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Must be read to its end or destroyed: the connection is free again only then. */
  readonly body: Readable
}

/**
 * Carries requests. Knows connections, credentials and time limits; nothing of Kubernetes objects.
 * It rejects for a connection that failed, a time limit or an abort, and never for a status code.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>
  /** Closes idle connections; requests under way may finish. */
  close(): void
}
