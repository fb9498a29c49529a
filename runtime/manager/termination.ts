import { constants } from 'node:os'

const signals = ['SIGTERM', 'SIGINT'] as const

/** Calls back at the first SIGTERM or SIGINT; a second one ends the process at once. The answer stops listening. */
export function onTermination(callback: (signal: NodeJS.Signals) => void): () => void {
  let first = true
  const listener = (signal: NodeJS.Signals) => {
    // By hand: a process with the id 1, as in a container, would ignore a signal that nobody handles.
    if (!first) process.exit(128 + constants.signals[signal])
    first = false
    callback(signal)
  }
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}
