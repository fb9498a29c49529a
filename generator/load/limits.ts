/** What hostile or broken input may cost before it is given up with a diagnostic. */
export interface Limits {
  /** Of one input, in bytes. */
  readonly bytes: number
  /** Of one input. */
  readonly documents: number
  /** Levels of nesting of one document. */
  readonly depth: number
  /** Values of one input with its aliases written out. */
  readonly values: number
  /** Until a URL has answered in full, in milliseconds. */
  readonly urlTimeoutMs: number
  /** Until somebody writes to a named pipe, in milliseconds. Who has begun may take any time. */
  readonly pipeTimeoutMs: number
  readonly redirects: number
}

export const defaultLimits: Limits = {
  bytes: 64 * 1024 * 1024,
  documents: 100_000,
  depth: 1000,
  values: 10_000_000,
  urlTimeoutMs: 30_000,
  pipeTimeoutMs: 10_000,
  redirects: 5,
}
