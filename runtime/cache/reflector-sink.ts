/** Takes what a reflector finds, in the order of the server. Its methods return before the next one is called. */
export interface ReflectorSink<T> {
  /** A list begins, perhaps once more before the last one has ended. */
  listBegins(): void
  listed(items: readonly T[]): void
  /** The list has been told to its end: an object that it did not name is gone. */
  listEnds(): void
  /** One event of a watch. An event may come twice, an older one never after a newer one of the same object. */
  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T): void
  /** The watch has told of everything up to this version. */
  reached(resourceVersion: string): void
  /** The newest version that is shown, where that is beyond what it was told. */
  readonly shownVersion: string | undefined
}
