import type { Outcome } from './outcome.js'

/** Told of what a controller does. */
export interface ControllerMetrics {
  /** A worker has begun. */
  busy(): void
  /** A worker has ended: with its reconcile, or sooner, because that ignores its signal. */
  free(): void
  /** A reconcile has reached its deadline. */
  timedOut(): void
  reconciled(outcome: Outcome, ms: number): void
}
