import type { Result } from './reconciler.js'

/** What became of a reconcile. */
export type Outcome =
  /** There is no such object any more. */
  | { readonly type: 'gone' }
  | { readonly type: 'done' }
  | { readonly type: 'requeue'; readonly afterMs: number }
  /** With a delay that grows as after failures. */
  | { readonly type: 'requeueSoon' }
  | { readonly type: 'failed'; readonly error: unknown }
  /** Trying again would not help. */
  | { readonly type: 'terminal'; readonly error: unknown }
  /** The manager stops. */
  | { readonly type: 'interrupted'; readonly error: unknown }

/** What a reconciler asks for. A `requeueAfterMs` that is no time is an error: to guess one could mean a hot loop, or no requeue. */
export function outcomeOf(result: Result): Outcome {
  const afterMs: unknown = result?.requeueAfterMs
  if (afterMs === undefined) return { type: 'done' }
  if (typeof afterMs !== 'number' || !(afterMs >= 0 && afterMs < Infinity)) {
    throw new TypeError(`requeueAfterMs is ${String(afterMs)}, not a number of milliseconds`)
  }
  return afterMs === 0 ? { type: 'requeueSoon' } : { type: 'requeue', afterMs }
}

/** By name: the package may be loaded twice, as ES module and as CommonJS. */
export function isTerminal(error: unknown): boolean {
  return error instanceof Error && error.name === 'TerminalError'
}

const faultsOfPrograms: ReadonlySet<string> = new Set(['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError'])

/**
 * What other languages call a panic: a fault in the program itself, such as a property of undefined, or something thrown that is
 * no error. A fault of the program has no cause; `fetch` gives one to its TypeError for a server that cannot be reached.
 */
export function isPanic(error: unknown): boolean {
  return !(error instanceof Error) || (faultsOfPrograms.has(error.name) && error.cause === undefined)
}

/** A reconcile that had not ended at its deadline; `cause` is the error it ended with, if it did. */
export class ReconcileTimeoutError extends Error {
  override readonly name = 'ReconcileTimeoutError'

  constructor(timeoutMs: number, cause?: unknown) {
    super(`the reconcile did not end within ${timeoutMs} ms`, cause === undefined ? undefined : { cause })
  }
}
