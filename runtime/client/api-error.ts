import { TimeoutError } from '../api/deadline.js'

/** The package may be there twice in a process, as ES modules and as CommonJS: `instanceof` would know only one of them. */
const brand = Symbol.for('opwright.ApiError')

/** A Kubernetes `Status`, which servers send in place of what was asked for. */
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion?: string
  readonly metadata?: { readonly continue?: string }
  readonly status?: string
  readonly message?: string
  readonly reason?: string
  readonly details?: StatusDetails
  readonly code?: number
}

export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

/** One of several things that are wrong with an object. */
export interface StatusCause {
  /** Such as `FieldValueInvalid`. */
  readonly reason?: string
  readonly message?: string
  /** Such as `spec.replicas`. */
  readonly field?: string
}

export interface ApiErrorOptions {
  /** What was asked for: `create deployments.apps default/x`. */
  readonly request: string
  /** The HTTP status code. */
  readonly code: number
  readonly status?: Partial<Status>
}

/**
 * The server has answered that it did not do what it was asked for.
 * Its message reads `create deployments.apps default/x: 409 AlreadyExists: deployments.apps "x" already exists`.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** What was asked for: `create deployments.apps default/x`. */
  readonly request: string
  /** The HTTP status code. */
  readonly status: number
  /** The server's word for what is wrong, such as `AlreadyExists`; `Unknown` where it says none. */
  readonly reason: string
  readonly details: StatusDetails
  /** What is wrong in particular, of an invalid object or of conflicts in server-side apply. */
  readonly causes: readonly StatusCause[]
  /** When the server wants to be asked again. */
  readonly retryAfterSeconds: number | undefined
  /** With `Expired` in the middle of a list: goes on with what the list would show now. */
  readonly continue: string | undefined

  constructor({ request, code, status = {} }: ApiErrorOptions) {
    const reason = status.reason || reasonOf(code)
    super(`${request}: ${code} ${reason}${status.message ? `: ${status.message}` : ''}`)
    this.request = request
    this.status = code
    this.reason = reason
    this.details = status.details ?? {}
    this.causes = this.details.causes ?? []
    this.retryAfterSeconds = this.details.retryAfterSeconds
    this.continue = status.metadata?.continue
    Object.defineProperty(this, brand, { value: true })
  }
}

/** The network failed, or the server's answer was none: whether the request was carried out is not known. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** What was asked for: `create deployments.apps default/x`. */
  readonly request: string
  /** Of the system, such as `ECONNREFUSED`. */
  readonly code: string | undefined

  constructor(request: string, cause: unknown) {
    super(`${request}: ${cause instanceof Error ? messageOf(cause) : String(cause)}`, { cause })
    this.request = request
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    this.code = typeof code === 'string' ? code : undefined
  }
}

/** The server has answered that it did not do what it was asked for. */
export function isApiError(error: unknown): error is ApiError {
  return typeof error === 'object' && error !== null && brand in error
}

/** There is no such object, or no such resource. */
export function isNotFound(error: unknown): error is ApiError {
  return hasStatus(error, 404)
}

/** Somebody else has changed the object meanwhile, or owns the field. An object that exists already is not meant. */
export function isConflict(error: unknown): error is ApiError {
  return hasStatus(error, 409) && error.reason !== 'AlreadyExists'
}

export function isAlreadyExists(error: unknown): error is ApiError {
  return hasReason(error, 'AlreadyExists')
}

/** The version or the continue token that was asked for is too old, or the resource is not served any more. */
export function isGone(error: unknown): error is ApiError {
  return hasStatus(error, 410)
}

/** The version or the continue token that was asked for is too old. */
export function isExpired(error: unknown): error is ApiError {
  return hasReason(error, 'Expired')
}

/** The object breaks its schema or a rule of the server; `causes` say where. */
export function isInvalid(error: unknown): error is ApiError {
  return hasStatus(error, 422)
}

export function isBadRequest(error: unknown): error is ApiError {
  return hasStatus(error, 400)
}

/** Not allowed to us, or to nobody. */
export function isForbidden(error: unknown): error is ApiError {
  return hasStatus(error, 403)
}

/** The server does not know who we are. */
export function isUnauthorized(error: unknown): error is ApiError {
  return hasStatus(error, 401)
}

export function isTooManyRequests(error: unknown): error is ApiError {
  return hasStatus(error, 429)
}

/** The server is starting, stopping or overloaded. */
export function isServiceUnavailable(error: unknown): error is ApiError {
  return hasStatus(error, 503)
}

/** The namespace is being deleted: nothing can be created in it any more. */
export function isNamespaceTerminating(error: unknown): error is ApiError {
  return isForbidden(error) && error.causes.some(({ reason }) => reason === 'NamespaceTerminating')
}

/** The server, or the client, has waited for too long. Whether the request was carried out is not known. */
export function isTimeout(error: unknown): boolean {
  if (hasStatus(error, 504) || hasReason(error, 'Timeout') || hasReason(error, 'ServerTimeout')) return true
  return isTimeoutError(error) || (error instanceof Error && isTimeoutError(error.cause))
}

function isTimeoutError(error: unknown): boolean {
  return error instanceof TimeoutError || (error instanceof Error && error.name === 'TimeoutError')
}

function hasStatus(error: unknown, status: number): error is ApiError {
  return isApiError(error) && error.status === status
}

function hasReason(error: unknown, reason: string): error is ApiError {
  return isApiError(error) && error.reason === reason
}

/** An `AggregateError` of several addresses that were tried has no message of its own. */
function messageOf(error: Error): string {
  if (error.message) return error.message
  return error instanceof AggregateError ? error.errors.map(String).join('; ') : error.name
}

/** For answers without a `Status`, such as those of a proxy. */
function reasonOf(code: number): string {
  return reasons[code] ?? 'Unknown'
}

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
}
