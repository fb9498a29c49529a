/** Aliases can put a schema in more places than anybody could look at. */
const mostRepetitions = 100_000

/** Equal schemas are one object: it is looked at wherever it stands, since what is wrong with it is told for each place. */
export class Visits {
  readonly #seen = new Set<object>()
  #repetitions = 0

  /** Whether to look at a schema: at each once, and at repeated ones until there are too many. */
  begin(schema: object): boolean {
    if (!this.#seen.has(schema)) {
      this.#seen.add(schema)
      return true
    }
    return this.#repetitions++ < mostRepetitions
  }
}
