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
    return this.#all().reduce((sum, { prose, count }) => (prose.description === undefined ? sum : sum + count), 0)
  }

  /**
   * What three of four places say that say something, as most of these put it. Places speak of the same where they begin with the
   * same sentence: what comes after it grows from release to release.
   */
  majority(): Prose | undefined {
    if (!this.#others) return this.#first?.prose
    const { count, prose, others } = this.#leading()
    return count >= 3 * others ? prose : undefined
  }

  /** What at least two places say, and no other says anything else. */
  consensus(): Prose | undefined {
    const { count, prose, others } = this.#leading()
    return count > 1 && others === 0 ? prose : undefined
  }

  #all(): readonly ProseVote[] {
    return this.#first ? [this.#first, ...(this.#others?.values() ?? [])] : []
  }

  /** What most places say, the first of equals, and how many places say it or something else. */
  #leading(): ProseVote & { readonly others: number } {
    const saying = this.#all().filter(({ prose }) => prose !== silence)
    const groups = new Map<string, { count: number; most: ProseVote }>()
    for (const vote of saying) {
      const opening = openingOf(vote.prose)
      const group = groups.get(opening)
      if (!group) groups.set(opening, { count: vote.count, most: vote })
      else {
        group.count += vote.count
        if (vote.count > group.most.count) group.most = vote
      }
    }
    const all = saying.reduce((sum, { count }) => sum + count, 0)
    const [first, ...rest] = groups.values()
    const leading = rest.reduce((best, each) => (each.count > (best?.count ?? 0) ? each : best), first)
    const count = leading?.count ?? 0
    return { prose: leading?.most.prose ?? silence, count, others: all - count }
  }
}

/** That of a schema that says nothing. */
export const silence: Prose = { facts: [] }

function openingOf({ description = '', facts }: Prose): string {
  const [sentence = ''] = description.split(/[.!?](?:\s|$)|\n[ \t]*\n/, 1)
  const isDeprecated = facts.some(({ kind }) => kind === 'deprecated')
  return `${isDeprecated} ${sentence.replace(/\s+/g, ' ')}`
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
