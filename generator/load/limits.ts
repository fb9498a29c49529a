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
  /** Values of all inputs of a run. */
  readonly allValues: number
  /**
   * Characters of one document that only js-yaml can read, which takes up to forty bytes for one: it makes scalars of pieces, and
   * keeps all of them.
   */
  readonly foreign: number
  /** Until a URL has answered in full, in milliseconds. */
  readonly urlTimeoutMs: number
  /** Until somebody writes to a named pipe, in milliseconds. Who has begun may take any time. */
  readonly pipeTimeoutMs: number
  readonly redirects: number
}

/**
 * Far beyond what there is: of 524 CRDs of 53 projects the largest document has a million characters and 24,000 values, and all of them
 * have 33 MB and 426,000 values. What is as large and no text of people has a value in four characters, not in seventy.
 */
export const defaultLimits: Limits = {
  bytes: 64 * 1024 * 1024,
  documents: 100_000,
  depth: 1000,
  values: 1_000_000,
  allValues: 5_000_000,
  foreign: 16 * 1024 * 1024,
  urlTimeoutMs: 30_000,
  pipeTimeoutMs: 10_000,
  redirects: 5,
}
