export type Labels = Readonly<Record<string, string>>

/** One line of a family. */
export interface Sample {
  readonly labels?: Labels
  readonly value: number
}

/** Rises from 0. */
export interface Counter {
  value: number
}

export interface Histogram {
  observe(value: number): void
}

interface Family {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  /** The lines, with the suffix of their names. */
  readonly collect: () => Iterable<Sample & { readonly suffix?: string }>
}

/** Counters, gauges and histograms, in the text format of Prometheus (version 0.0.4). */
export class Registry {
  readonly #families: Family[] = []

  /** Answers with the counter for these labels, which is there from then on. */
  counter(name: string, help: string): (labels: Labels) => Counter {
    const children = new Children(() => ({ value: 0 }))
    this.#add({
      name,
      help,
      type: 'counter',
      *collect() {
        for (const { labels, child } of children.all) yield { labels, value: child.value }
      },
    })
    return labels => children.of(labels)
  }

  /** `collect` says what it is when somebody asks. A `counter` is one that is counted elsewhere. */
  gauge(name: string, help: string, collect: () => Iterable<Sample>, type: 'gauge' | 'counter' = 'gauge'): void {
    this.#add({ name, help, type, collect })
  }

  /** @param buckets The upper limits, rising. */
  histogram(name: string, help: string, buckets: readonly number[]): (labels: Labels) => Histogram {
    const children = new Children(() => new Distribution(buckets))
    this.#add({
      name,
      help,
      type: 'histogram',
      *collect() {
        for (const { labels, child } of children.all) yield* child.samples(labels)
      },
    })
    return labels => children.of(labels)
  }

  /** Without the families of these names. */
  render(without: ReadonlySet<string> = new Set()): string {
    const lines: string[] = []
    for (const { name, help, type, collect } of this.#families) {
      if (without.has(name)) continue
      lines.push(`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`)
      for (const { suffix = '', labels = {}, value } of collect()) {
        lines.push(`${name}${suffix}${formatLabels(labels)} ${formatValue(value)}`)
      }
    }
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`
  }

  #add(family: Family): void {
    if (this.#families.some(({ name }) => name === family.name)) throw new Error(`${family.name} is there twice`)
    this.#families.push(family)
  }
}

class Children<T> {
  readonly #make: () => T
  readonly #all = new Map<string, { readonly labels: Labels; readonly child: T }>()

  constructor(make: () => T) {
    this.#make = make
  }

  get all(): Iterable<{ readonly labels: Labels; readonly child: T }> {
    return this.#all.values()
  }

  of(labels: Labels): T {
    const key = formatLabels(labels)
    let entry = this.#all.get(key)
    if (!entry) this.#all.set(key, (entry = { labels, child: this.#make() }))
    return entry.child
  }
}

class Distribution implements Histogram {
  readonly #buckets: readonly number[]
  /** How many were above the limit before and not above this one. */
  readonly #counts: number[]
  #sum = 0
  #count = 0

  constructor(buckets: readonly number[]) {
    this.#buckets = buckets
    this.#counts = buckets.map(() => 0)
  }

  observe(value: number): void {
    this.#sum += value
    this.#count++
    const index = this.#buckets.findIndex(limit => value <= limit)
    if (index >= 0) this.#counts[index]!++
  }

  *samples(labels: Labels): Generator<Sample & { readonly suffix: string }> {
    let below = 0
    for (const [index, limit] of this.#buckets.entries()) {
      below += this.#counts[index] ?? 0
      yield { suffix: '_bucket', labels: { ...labels, le: formatValue(limit) }, value: below }
    }
    yield { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: this.#count }
    yield { suffix: '_sum', labels, value: this.#sum }
    yield { suffix: '_count', labels, value: this.#count }
  }
}

function formatLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function formatValue(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}
