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

/** The bytes of an answer as they arrive: a `Readable` of Node is one. */
export interface ResponseBody extends AsyncIterable<Uint8Array | string> {
  /** Frees the connection, whatever is still to come. Whoever reads gets the error. */
  destroy(error?: Error): unknown
}

export interface TransportResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Must be read to its end or destroyed: the connection is free again only then. */
  readonly body: ResponseBody
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

/** Reads a body that nobody wants to its end, so that the connection is free again. */
export async function discard(body: ResponseBody): Promise<void> {
  try {
    for await (const _ of body);
  } catch {
    // The answer counts without it.
  }
}
