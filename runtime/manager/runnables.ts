import type { Stage } from './stages.js'
import { Task } from './task.js'

/** Something that runs as long as the controllers do. */
export interface Runnable {
  /** For messages. */
  readonly name?: string
  /** False: it runs also while another process leads, as a webhook does. Default: true. */
  readonly needLeaderElection?: boolean
  /** Called once the caches are synced and, with leader election, this process leads, unless it needs no lead. It may end before the signal aborts; if it rejects, the manager ends. */
  start(signal: AbortSignal): Promise<void>
}

/** What runs in a manager beside its controllers. */
export class Runnables {
  readonly #runnables: Runnable[] = []

  add(runnable: Runnable): void {
    this.#runnables.push(runnable)
  }

  /** Starts those that need the lead. */
  start(failed: (error: unknown) => void): Task[] {
    return this.#start(true, failed)
  }

  /** Those that need no lead. */
  stage(): Stage {
    const tasks: Task[] = []
    return {
      start: async (_stop, failed) => void tasks.push(...this.#start(false, failed)),
      stop: async () => void (await Promise.all(tasks.map(task => task.stop()))),
      running: () => namesOf(tasks),
    }
  }

  #start(needLeaderElection: boolean, failed: (error: unknown) => void): Task[] {
    return this.#runnables.flatMap((runnable, index) => {
      if ((runnable.needLeaderElection ?? true) !== needLeaderElection) return []
      return new Task(runnable.name ?? `runnable ${index + 1}`, signal => runnable.start(signal), failed)
    })
  }
}

/** Those that are still running. */
export function namesOf(tasks: readonly Task[]): string[] {
  return tasks.filter(task => task.isRunning).map(task => task.name)
}
