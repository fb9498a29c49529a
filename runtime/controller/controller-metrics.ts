import type { Outcome } from './outcome.js'

/** Told of what a controller does. */
export interface ControllerMetrics {
  /** A worker has begun. */
  busy(): void
  /** A worker has ended: with its reconcile, or sooner, because that ignores its signal. */
  free(): void
  reconciled(outcome: Outcome['type'], ms: number): void
}
