/** What a queue can be asked at any time. */
export interface QueueState {
  /** How many keys wait to be taken. */
  readonly size: number
  /** How many of them wait in the background. */
  readonly background: number
  /** For how long the key that was added first has waited, in milliseconds; 0 where none waits. */
  readonly oldestWaitMs: number
  /** For how long each key has been in work that is. */
  inWorkForMs(): number[]
}

/** Told of what happens to the keys of a queue. */
export interface QueueMetrics {
  /** The queue that it is about. */
  shows(queue: QueueState): void
  /** A key was asked for that did not wait yet. */
  added(): void
  /** A key is to be added after a delay. */
  retried(): void
  /** A key was taken, so long after it was added. */
  waited(ms: number): void
  /** A key was given back, so long after it was taken. */
  worked(ms: number): void
}
