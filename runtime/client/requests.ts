import type { Clock } from '../api/clock.js'
import { deadline } from '../api/deadline.js'
import type { Logger } from '../api/logger.js'
import type { AnyResource, StoredObject } from '../api/resource.js'
import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.js'
import { ApiError, isApiError, RequestError, type Status } from './api-error.js'
import { readStart, readText } from './body.js'
import type { RequestOptions } from './options.js'
import { formatPath, formatQuery, formatTarget, type Query, type Target } from './resource-path.js'
import { ServerWarnings } from './server-warnings.js'

/** A request about an object or a collection. */
export interface ResourceRequest {
  /** For messages: `create`. */
  readonly verb: string
  readonly method: TransportRequest['method']
  readonly target: Target
  /** For messages: which object of the collection it is about. */
  readonly about?: string | undefined
  readonly query?: Query
  /** Sent as JSON. */
  readonly body?: unknown
  /** Of the body. Default: `application/json`. */
  readonly contentType?: string
  /** Of the answer. Default: `application/json`. */
  readonly accept?: string | undefined
}

/** Told of each object that a write has stored. `copy` makes another one of it. */
export type WriteListener = (resource: AnyResource, object: StoredObject, copy: () => StoredObject) => void

export const defaultTimeoutMs = 120_000

/**
 * Sends requests and says what became of them: the answer, an `ApiError` for what the server refuses, a `RequestError` for a
 * network or an answer that cannot be understood, and the signal's own reason where that has aborted.
 */
export class Requests {
  readonly clock: Clock
  readonly #transport: Transport
  readonly #warnings: ServerWarnings
  /** Called before the answer is handed out. */
  wrote: WriteListener | undefined

  constructor(transport: Transport, clock: Clock, logger: Logger) {
    this.#transport = transport
    this.clock = clock
    this.#warnings = new ServerWarnings(logger)
  }

  /** The answer, parsed. */
  async send(
    request: ResourceRequest,
    { signal, timeoutMs = defaultTimeoutMs }: RequestOptions = {},
  ): Promise<unknown> {
    const path = pathOf(request)
    const described = describe(request)
    const limit = deadline(this.clock, timeoutMs, `it took longer than ${timeoutMs / 1000} s`, signal)
    try {
      const response = await this.#open(request, path, described, { signal: limit.signal, timeoutMs })
      const text = await readText(response.body)
      const answer: unknown = JSON.parse(text)
      if (isStored(request, answer)) this.wrote?.(request.target.resource, answer, () => JSON.parse(text))
      return answer
    } catch (error) {
      throw failure(error, described, signal)
    } finally {
      limit.cancel()
    }
  }

  /** The answer, whose body is still to be read. */
  async open(
    request: ResourceRequest,
    limits: Pick<TransportRequest, 'signal' | 'timeoutMs'>,
  ): Promise<TransportResponse> {
    const path = pathOf(request)
    const described = describe(request)
    try {
      return await this.#open(request, path, described, limits)
    } catch (error) {
      throw failure(error, described, limits.signal)
    }
  }

  async #open(
    { method, body, contentType = 'application/json', accept }: ResourceRequest,
    path: string,
    described: string,
    limits: Pick<TransportRequest, 'signal' | 'timeoutMs'>,
  ): Promise<TransportResponse> {
    const headers = { ...(body !== undefined && { 'content-type': contentType }), ...(accept && { accept }) }
    const content = body === undefined ? {} : { body: textOf(body, contentType) }
    const response = await this.#transport.send({ method, path, headers, ...content, ...limits })
    this.#warnings.log(response, described)
    if (response.status >= 200 && response.status < 300) return response
    throw await apiErrorOf(response, described)
  }
}

/** As JSON. A server that takes it for YAML would refuse or fold some characters, unless they are escaped. */
function textOf(body: unknown, contentType: string): string {
  const text = JSON.stringify(body)
  if (!contentType.endsWith('+yaml')) return text
  // eslint-disable-next-line no-control-regex -- they are what is escaped
  return text.replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Whether the answer is the object as it is stored from now on. That to a deletion may be its last state. */
function isStored({ method, target, query }: ResourceRequest, answer: unknown): answer is StoredObject {
  if (method === 'GET' || method === 'DELETE' || target.subresource === 'scale' || query?.['dryRun']) return false
  return !target.resource.createOnly && !isStatus(answer)
}

function pathOf({ target, query = {} }: ResourceRequest): string {
  return `${formatPath(target)}${formatQuery(query)}`
}

function describe({ verb, target, about = target.name }: ResourceRequest): string {
  return `${verb} ${formatTarget({ ...target, name: about })}`
}

/** What to reject with. An abort is no failure of the request: whoever asked for it gets its reason. */
export function failure(error: unknown, described: string, signal: AbortSignal | undefined): unknown {
  if (isApiError(error) || error instanceof RequestError) return error
  return signal?.aborted ? signal.reason : new RequestError(described, error)
}

/** More of an answer that is no `Status` is not read. */
const longestProblem = 1024 * 1024

async function apiErrorOf({ status: code, headers, body }: TransportResponse, request: string): Promise<ApiError> {
  const text = (await readStart(body, longestProblem)).bytes.toString('utf8')
  const status = parseStatus(text)
  const seconds = Number(headers['retry-after'])
  const retryAfter = Number.isInteger(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {}
  return new ApiError({
    request,
    code,
    status: { ...(status ?? { message: excerpt(text) }), details: { ...retryAfter, ...status?.details } },
  })
}

function parseStatus(text: string): Status | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isStatus(value) ? value : undefined
  } catch {
    return undefined // A proxy has answered, in HTML or plain text.
  }
}

export function isStatus(value: unknown): value is Status {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Status'
}

function excerpt(text: string): string {
  const words = text
    .replace(/<(style|script)\b.*?<\/\1>|<[^>]*>/gis, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return words.length > 300 ? `${words.slice(0, 300)}...` : words
}
