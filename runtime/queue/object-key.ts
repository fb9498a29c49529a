import type { ObjectKey } from '../api/resource.js'

/** `namespace/name`, or `/name` for an object in no namespace. Neither part can contain a slash. */
export function formatKey({ namespace = '', name }: ObjectKey): string {
  return `${namespace}/${name}`
}

export function parseKey(text: string): ObjectKey {
  const slash = text.indexOf('/')
  const name = text.slice(slash + 1)
  return slash === 0 ? { name } : { namespace: text.slice(0, slash), name }
}
