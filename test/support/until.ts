import { setTimeout as sleep } from 'node:timers/promises'

/** One generous limit for everything that a test waits for: a machine may be loaded, and a failure is the exception. */
const limitMs = 60_000

/** Asks again and again until the answer is neither undefined nor false; an assertion that fails counts as no answer yet. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  intervalMs = 50,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + limitMs
  let last: unknown
  while (Date.now() < deadline) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<T, undefined | null | false>
      }
      last = answer
    } catch (error) {
      last = error
    }
    await sleep(intervalMs)
  }
  throw new Error(`waited ${limitMs / 1000} s in vain until ${what}; the last answer: ${describe(last)}`, {
    cause: last,
  })
}

function describe(answer: unknown): string {
  return answer instanceof Error ? answer.message : (JSON.stringify(answer)?.slice(0, 2000) ?? String(answer))
}
