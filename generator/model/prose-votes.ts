import type { DocFact } from './resource-model.js'

/** What a schema says that has no part in its structure. */
export interface Prose {
  readonly description?: string
  readonly facts: readonly DocFact[]
}

/** How often each prose stands at the places of one shape or property. */
export class ProseVotes {
  /** Nearly always there is one, or none: a map is made for a second. */
  #first: ProseVote | undefined
  #others: Map<string, ProseVote> | undefined

  /** The votes for a prose, none if it has not been there before. */
  for(prose: Prose): ProseVote {
    this.#first ??= { prose, count: 0 }
    if (sameProse(this.#first.prose, prose)) return this.#first
    this.#others ??= new Map()
    const key = prose.facts.length === 0 ? (prose.description ?? '') : JSON.stringify(prose)
    let other = this.#others.get(key)
    if (!other) this.#others.set(key, (other = { prose, count: 0 }))
    return other
  }

  /** Each that there is, once, in the order in which they were found. */
  *[Symbol.iterator](): Generator<Prose> {
    if (this.#first) yield this.#first.prose
    for (const { prose } of this.#others?.values() ?? []) yield prose
  }

  /** How many places have a description, when all is counted. */
  get described(): number {
    const all = this.#first ? [this.#first, ...(this.#others?.values() ?? [])] : []
    return all.reduce((sum, { prose, count }) => (prose.description === undefined ? sum : sum + count), 0)
  }

  /** The most frequent one, the first of equals; absent if there is none with `atLeast` votes. */
  winner(atLeast = 1): Prose | undefined {
    let best = this.#first
    for (const other of this.#others?.values() ?? []) if (other.count > (best?.count ?? 0)) best = other
    return best && best.count >= atLeast ? best.prose : undefined
  }
}

export interface ProseVote {
  readonly prose: Prose
  count: number
}

function sameProse(a: Prose, b: Prose): boolean {
  if (a === b) return true
  if (a.description !== b.description || a.facts.length !== b.facts.length) return false
  return a.facts.length === 0 || JSON.stringify(a.facts) === JSON.stringify(b.facts)
}

/** A schema that is read once, and the schemas within it. */
export interface ReadSchema {
  readonly parts: ReadSchema[]
  places: number
}

/** What was made of a schema. */
export interface Read<T> {
  readonly answer: T
  readonly schema: ReadSchema
}

/**
 * Takes the votes of a folder. A schema that stands in several places is read in one of them; what is said in it is said in each.
 * So how many votes that is can be told only when all is read.
 */
export class Ballot {
  readonly #all: ReadSchema = { parts: [], places: 1 }
  /** Each after those within it. */
  readonly #read: ReadSchema[] = []
  readonly #votes: { readonly vote: ProseVote; readonly by: ReadSchema }[] = []
  #reading = this.#all

  /** What is cast while `read` runs is cast by the schema that it reads. */
  within<T>(read: () => T): Read<T> {
    const holder = this.#reading
    const schema: ReadSchema = { parts: [], places: 0 }
    this.#reading = schema
    const answer = read()
    this.#reading = holder
    this.#read.push(schema)
    return { answer, schema }
  }

  /** There it is, within what is being read. */
  note(schema: ReadSchema): void {
    this.#reading.parts.push(schema)
  }

  cast(votes: ProseVotes, prose: Prose): void {
    this.#votes.push({ vote: votes.for(prose), by: this.#reading })
  }

  /** Once, at the end. */
  count(): void {
    for (const schema of [...this.#read, this.#all].reverse()) {
      for (const part of schema.parts) part.places += schema.places
    }
    for (const { vote, by } of this.#votes) vote.count += by.places
  }
}
