import type { KeeperReport } from './keeper-messages.js'
import { shortcomingsOf, shortcomingsOfSuccession } from './shortcomings.js'
import type { Succession } from './succession.js'
import type { Trial } from './trial.js'

/** Takes what the rounds of a soak have shown, tells of each as it comes, and sums them up. */
export class SoakReport {
  readonly problems: string[] = []
  readonly #trials: Trial[] = []
  readonly #successions: Succession[] = []
  /** Of the operator that lives through it all. */
  readonly #survivor: KeeperReport[] = []
  readonly #print: (line: string) => void

  constructor(print: (line: string) => void) {
    this.#print = print
  }

  /** @param survives The operator is the one that lives through it all. */
  trial(trial: Trial, survives: boolean): void {
    this.#trials.push(trial)
    if (survives) this.#survivor.push(trial.after)
    const { fault, lastedMs, changes, requests, convergedMs } = trial
    const what = `${inSeconds(lastedMs)} s, ${changes} changes, ${requests} requests, right again in ${inSeconds(convergedMs)} s`
    this.#tell(fault.name, what, shortcomingsOf(trial))
  }

  succession(succession: Succession): void {
    this.#successions.push(succession)
    const { departure, changes, failoverMs } = succession
    const what = `${changes} changes, the successor has begun in ${inSeconds(failoverMs)} s`
    this.#tell(departure.name, what, shortcomingsOfSuccession(succession))
  }

  /** A round that could not be carried out. */
  failure(name: string, error: unknown): void {
    this.#tell(name, 'could not be carried out', [error instanceof Error ? error.message : String(error)])
  }

  /** In Markdown. */
  table(): string {
    return [this.#ofTrials(), this.#ofSuccessions(), this.#ofSurvivor(), this.#ofProblems()].join('\n\n')
  }

  #tell(name: string, what: string, problems: readonly string[]): void {
    this.#print(`${new Date().toISOString().slice(11, 19)} ${name}: ${what}`)
    for (const problem of problems) this.#print(`    ${problem}`)
    this.problems.push(...problems.map(problem => `${name}: ${problem}`))
  }

  #ofTrials(): string {
    const head = [
      'fault',
      'rounds',
      'changes',
      'requests a minute, at most',
      'right again after, at most',
      'behind while ready, at most',
      'lost',
      'twice at once',
    ]
    const rows = [...grouped(this.#trials, ({ fault }) => fault.name)].map(([name, trials]) => [
      name,
      trials.length,
      sum(trials.map(({ changes }) => changes)),
      Math.max(...trials.map(({ requestsPerMinute }) => requestsPerMinute)),
      `${inSeconds(Math.max(...trials.map(({ convergedMs }) => convergedMs)))} s`,
      `${inSeconds(Math.max(...trials.map(({ staleMs }) => staleMs)))} s`,
      sum(trials.map(({ lost }) => lost.length)),
      sum(trials.map(({ twiceAtOnce }) => twiceAtOnce)),
    ])
    return formatTable(head, rows)
  }

  #ofSuccessions(): string {
    const head = ['leader', 'rounds', 'changes', 'successor works after', 'lost', 'twice at once', 'late writes']
    const rows = [...grouped(this.#successions, ({ departure }) => departure.name)].map(([name, successions]) => {
      const failovers = successions.map(({ failoverMs }) => failoverMs)
      return [
        name,
        successions.length,
        sum(successions.map(({ changes }) => changes)),
        `${inSeconds(Math.min(...failovers))} to ${inSeconds(Math.max(...failovers))} s`,
        sum(successions.map(({ lost }) => lost.length)),
        sum(successions.map(({ twiceAtOnce }) => twiceAtOnce)),
        sum(successions.map(({ lateWrites }) => lateWrites.length)),
      ]
    })
    return formatTable(head, rows)
  }

  #ofSurvivor(): string {
    const [first, last] = [this.#survivor[0], this.#survivor.at(-1)]
    if (!first || !last) return 'no operator has lived through it'
    const describe = ({ heapBytes, handles, reconciles }: KeeperReport) =>
      `${(heapBytes / 2 ** 20).toFixed(1)} MB of heap, ${handles} handles, ${reconciles} reconciles`
    return `after its first round: ${describe(first)}\nafter its last one, ${this.#survivor.length} rounds later: ${describe(last)}`
  }

  #ofProblems(): string {
    return this.problems.length === 0 ? 'nothing is wrong' : this.problems.map(problem => `- ${problem}`).join('\n')
  }
}

function formatTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

function grouped<T>(each: readonly T[], nameOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of each) groups.set(nameOf(one), [...(groups.get(nameOf(one)) ?? []), one])
  return groups
}

function inSeconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
