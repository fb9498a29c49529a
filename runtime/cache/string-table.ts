/** Longer strings are rarely the same, and V8 itself shares the ones of up to ten characters that it reads from JSON. */
const shortest = 11
const longest = 128
/** About as many as the objects of a few kinds have in common; with it a table takes at most a megabyte. */
const capacity = 8192

/**
 * Lets objects share the strings that they have in common: names of teams, images, reasons, times. Objects of one kind lose up to
 * a third of their size by it. It forgets everything when it is full; what is common is soon there again.
 */
export class StringTable {
  readonly #strings = new Map<string, string>()

  /** Puts the known one in the place of each string in a JSON value, at every depth but in what is frozen. */
  share(value: object): void {
    if (Object.isFrozen(value)) return
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        const item: unknown = value[index]
        if (typeof item === 'object' && item !== null) this.share(item)
        else if (isShareable(item)) value[index] = this.#known(item)
      }
      return
    }
    const record = value as Record<string, unknown>
    for (const key in record) {
      const item = record[key]
      if (typeof item === 'object' && item !== null) this.share(item)
      else if (isShareable(item)) record[key] = this.#known(item)
    }
  }

  #known(text: string): string {
    const known = this.#strings.get(text)
    if (known !== undefined) return known
    if (this.#strings.size >= capacity) this.#strings.clear()
    this.#strings.set(text, text)
    return text
  }
}

function isShareable(value: unknown): value is string {
  return typeof value === 'string' && value.length >= shortest && value.length <= longest
}
