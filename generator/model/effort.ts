/** How much is still looked at before something is given up: the same for the same input on each machine. */
export class Effort {
  #left: number
  readonly #whole: Effort | undefined

  /** `whole`: what this is a part of. */
  constructor(most: number, whole?: Effort) {
    this.#left = most
    this.#whole = whole
  }

  get isSpent(): boolean {
    return this.#left < 0 || this.#whole?.isSpent === true
  }

  spend(amount: number): void {
    this.#left -= amount
    this.#whole?.spend(amount)
  }
}
