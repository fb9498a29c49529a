import { TimeoutError } from '../api/deadline.js'

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

/** The server would not do what it was asked for. One that is overloaded or starting has said nothing of the request. */
export function isRefusal(error: unknown): boolean {
  const { status } = statusOf(error)
  return typeof status === 'number' && status !== 429 && status !== 503
}

/** There is more to answer than there is time for. */
export function isTooLong(error: unknown): boolean {
  return error instanceof TimeoutError || statusOf(error).status === 504
}

/** An API server asks for seconds; what asks for hours is a page of a proxy, and a cache cannot be old for so long. */
const longestRetryAfterMs = 300_000

/** How long the server asks to be left alone, in milliseconds. */
export function retryAfterMs(error: unknown): number {
  const { retryAfterSeconds } = statusOf(error)
  if (typeof retryAfterSeconds !== 'number' || !(retryAfterSeconds > 0)) return 0
  return Math.min(retryAfterSeconds * 1000, longestRetryAfterMs)
}

function statusOf(error: unknown): StatusLike {
  return typeof error === 'object' && error !== null ? error : {}
}

/** The server has gone back in time: it was restored from a backup. */
export class WentBackError extends Error {
  override readonly name = 'WentBackError'

  constructor(current: string | undefined, known: string | undefined) {
    super(`the server has gone back to version ${current}, from ${known}`)
  }
}
