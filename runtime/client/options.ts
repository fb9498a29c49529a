/** What every request can be given. */
export interface RequestOptions {
  /** The request rejects with the signal's reason when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** For all of the request, its answer and what is tried again included, in milliseconds. Default: 120,000. */
  readonly timeoutMs?: number | undefined
}

export interface GetOptions extends RequestOptions {
  /** A state that is not older than this; `0`: any. Default: the latest. */
  readonly resourceVersion?: string | undefined
}

/** Which objects are meant. */
export interface SelectorOptions {
  /** `app=nginx,tier in (a,b)` */
  readonly labelSelector?: string | undefined
  /** `metadata.name=a`. Which fields there are is the server's choice. */
  readonly fieldSelector?: string | undefined
}

export interface ItemsOptions extends RequestOptions, SelectorOptions {
  /** How many objects the server sends at once. Default: 500. */
  readonly limit?: number | undefined
}

export interface ListRequestOptions extends RequestOptions, SelectorOptions {
  /** The most objects that the page may have. Default: all. */
  readonly limit?: number | undefined
  /** `metadata.continue` of the page before. */
  readonly continue?: string | undefined
  readonly resourceVersion?: string | undefined
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan' | undefined
}

export interface WatchRequestOptions extends SelectorOptions {
  readonly signal?: AbortSignal | undefined
  /** Changes after this version. Default: what is there, as `ADDED`, and all changes from then on. */
  readonly resourceVersion?: string | undefined
  readonly resourceVersionMatch?: 'NotOlderThan' | undefined
  readonly sendInitialEvents?: boolean | undefined
  readonly allowWatchBookmarks?: boolean | undefined
  /** After this many seconds the server ends the watch cleanly. Default: 30 to 60 minutes. */
  readonly timeoutSeconds?: number | undefined
  /** The watch fails when nothing at all arrives for so many milliseconds. Default: never. */
  readonly idleTimeoutMs?: number | undefined
}

/** What every request that changes something can be given. */
export interface WriteOptions extends RequestOptions {
  /** Everything but the change itself: admission, defaults, validation. */
  readonly dryRun?: boolean | undefined
  /** Who owns the fields that are written. Default: that of the client. */
  readonly fieldManager?: string | undefined
  /** What becomes of fields that the schema does not know. Default: the server's, which is `Warn`. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore' | undefined
}

export interface CreateOptions extends WriteOptions {}

export interface ReplaceOptions extends WriteOptions {}

export interface PatchOptions extends WriteOptions {}

export interface ApplyOptions extends WriteOptions {
  /** Takes fields from others who own them. Default: false, that is a conflict. */
  readonly force?: boolean | undefined
}

export interface DeleteOptions extends RequestOptions {
  readonly dryRun?: boolean | undefined
  /**
   * What becomes of the objects that this one owns. `Background`: deleted after it; `Foreground`: before it; `Orphan`: kept.
   * Default: the server's, which is `Background` for nearly all kinds.
   */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined
  /** A conflict unless the object is this one, in this version. */
  readonly preconditions?:
    { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined } | undefined
  readonly gracePeriodSeconds?: number | undefined
}

export interface DeleteCollectionOptions extends Omit<DeleteOptions, 'preconditions'>, SelectorOptions {}
