/**
 * What a reflector must know of an error. It reads the fields of a Kubernetes `Status`, which `ApiError` has too, so that
 * any source of lists and watches can be put before it.
 */
interface StatusLike {
  readonly status?: unknown
  readonly reason?: unknown
  readonly retryAfterSeconds?: unknown
}

/** The server has forgotten the version or the continue token that was asked for. */
export function isExpired(error: unknown): boolean {
  const { status, reason } = statusOf(error)
  return status === 410 || reason === 'Expired' || reason === 'Gone'
}

/** The server has answered; it was not the network that failed. */
export function answeredByServer(error: unknown): boolean {
  return typeof statusOf(error).status === 'number'
}

/** How long the server asks to be left alone, in milliseconds. */
export function retryAfterMs(error: unknown): number {
  const { retryAfterSeconds } = statusOf(error)
  return typeof retryAfterSeconds === 'number' && retryAfterSeconds > 0 ? retryAfterSeconds * 1000 : 0
}

function statusOf(error: unknown): StatusLike {
  return typeof error === 'object' && error !== null ? error : {}
}
