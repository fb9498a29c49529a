import type { Cached } from '../api/deep-readonly.js'
import type { StoredObject } from '../api/resource.js'

/**
 * Whether version `a` comes before version `b`. Kubernetes' own versions are decimal numbers of any length, compared as such;
 * others are opaque, and nothing is said of them.
 */
export function isOlder(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || !decimal.test(a) || !decimal.test(b)) return false
  return a.length === b.length ? a < b : a.length < b.length
}

/** Of one object, and no other one of its name. */
export function versionOf({ metadata: { uid, resourceVersion } }: Cached<StoredObject>): string {
  return `${uid}/${resourceVersion}`
}

const decimal = /^[1-9]\d*$/
