import type { ObjectKey } from '../api/resource.js'

/**
 * Brings what happens outside of the cluster to controllers: the call of a webhook, a message of a queue, an alarm of a cloud.
 * `channel.push({ namespace, name })` asks every controller with `.watchesChannel(channel)` to look at that object.
 */
export class EventChannel<E = ObjectKey> {
  readonly #listeners = new Set<(event: E) => void>()

  /**
   * Tells every controller, and does not wait for any. What is pushed before the manager runs is not kept: each object is looked
   * at when it starts.
   */
  push(event: E): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Called by the controller. The answer ends it. */
  subscribe(listener: (event: E) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}
