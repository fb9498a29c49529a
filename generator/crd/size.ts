/** In characters. An API server takes no request of more than 3 MiB, and etcd no object of more than 1.5. */
const largest = 3 * 1024 * 1024

/** Whether no API server would take a definition. Its texts alone are counted; `known` has the sizes of collections seen before. */
export function isTooLarge(definition: unknown, known: WeakMap<object, number>): boolean {
  return sizeOf(definition, known) > largest
}

function sizeOf(value: unknown, known: WeakMap<object, number>): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  const before = known.get(value)
  if (before !== undefined) return before
  let size = 0
  if (Array.isArray(value)) {
    for (const item of value) size += sizeOf(item, known)
  } else {
    for (const name of Object.keys(value)) size += name.length + sizeOf((value as Record<string, unknown>)[name], known)
  }
  known.set(value, size)
  return size
}
