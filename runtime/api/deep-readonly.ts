/** Readonly at every depth. */
export type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T

/** An object of a cache. It is shared by all who read it: a change goes through a client, never through the object. */
export type Cached<T> = DeepReadonly<T>
