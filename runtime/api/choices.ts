/**
 * What the schema of an object says of the properties that go together. `T` has all of them, as optional properties where they
 * need not all be there; `K` names those that are to be chosen from.
 */

/** One of the properties, and none of the others. */
export type ExactlyOne<T, K extends keyof T = keyof T> = {
  [Chosen in K]-?: T & Required<Pick<T, Chosen>> & { [P in Exclude<K, Chosen>]?: never }
}[K]

/** One of the properties, or none of them. */
export type AtMostOne<T, K extends keyof T = keyof T> = ExactlyOne<T, K> | (T & { [P in K]?: never })

/** One of the properties, or several. */
export type AtLeastOne<T, K extends keyof T = keyof T> = { [Chosen in K]-?: T & Required<Pick<T, Chosen>> }[K]

/** One of several variants of an object; each says what is special about it. */
export type Alternatives<T, Variant> = Variant extends unknown ? T & Variant : never
