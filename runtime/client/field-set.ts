/**
 * A set of fields as servers write it (`FieldsV1`): `f:name` is a field of an object, `k:{"name":"x"}` the item of a list that has these
 * keys, `v:"x"` a value of a set, `i:0` the item at an index. What has nothing below it, or `.` among it, is in the set itself.
 */
export interface FieldSet {
  readonly [step: string]: FieldSet
}

/** What is in one of them, or in both. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isLeaf(a) && isLeaf(b)) return a
  const steps = new Map<string, FieldSet>(Object.entries(isLeaf(a) ? { '.': a } : a))
  for (const [step, below] of Object.entries(isLeaf(b) ? { '.': b } : b)) {
    const known = steps.get(step)
    steps.set(step, known ? union(known, below) : below)
  }
  return Object.fromEntries(steps)
}

/**
 * Whether a set is exactly that of a configuration, and an object has its values. False also where that cannot be told: where the
 * server has changed a value on its way in, such as a quantity.
 */
export function isHeld(fields: FieldSet, configuration: object, object: object): boolean {
  return holds(fields, { ...configuration, ...withoutIdentity(configuration) }, object)
}

/** The values of an object that are in a set, as JSON values: the same for the same values, whatever is around them. */
export function valuesOf(fields: FieldSet, value: unknown): unknown {
  if (isLeaf(fields)) return value
  return stepsOf(fields).map(([step, below]) => [step, valuesOf(below, child(value, step))])
}

/** Which object it is belongs to nobody. */
function withoutIdentity(configuration: { readonly metadata?: object }): object {
  const {
    name: _name,
    namespace: _namespace,
    uid: _uid,
    resourceVersion: _version,
    ...metadata
  } = (configuration.metadata ?? {}) as Record<string, unknown>
  const isEmpty = Object.values(metadata).every(value => value === undefined)
  return { apiVersion: undefined, kind: undefined, metadata: isEmpty ? undefined : metadata }
}

function holds(fields: FieldSet, wanted: unknown, current: unknown): boolean {
  if (isLeaf(fields)) return isSame(wanted, current) || (current === undefined && isZero(wanted))
  const steps = stepsOf(fields)
  if (Array.isArray(wanted)) {
    if (steps.length !== wanted.length) return false
    const left = new Set<unknown>(wanted)
    return steps.every(([step, below]) => {
      const item = itemOf(left, step)
      left.delete(item)
      return item !== undefined && holds(below, item, child(current, step))
    })
  }
  if (typeof wanted !== 'object' || wanted === null) return false
  const names = Object.keys(wanted).filter(name => (wanted as Record<string, unknown>)[name] !== undefined)
  if (steps.length !== names.length) return false
  return steps.every(([step, below]) => {
    if (!step.startsWith('f:')) return false
    const item = child(wanted, step)
    return item !== undefined && holds(below, item, child(current, step))
  })
}

/** One that a step leads to. Of the keys a configuration may leave out those that have defaults. */
function itemOf(items: ReadonlySet<unknown>, step: string): unknown {
  const value: unknown = JSON.parse(step.slice(2))
  if (step.startsWith('v:')) return [...items].find(item => isSame(item, value))
  if (!step.startsWith('k:')) return undefined
  const keys = Object.entries(value as object)
  let best: unknown
  let most = 0
  for (const item of items) {
    if (typeof item !== 'object' || item === null) continue
    const given = keys.filter(([key]) => Object.hasOwn(item, key))
    const fits = given.every(([key, wanted]) => isSame((item as Record<string, unknown>)[key], wanted))
    if (!fits || given.length <= most) continue
    best = item
    most = given.length
  }
  return best
}

/** What a step leads to in an object of the server, where every key is there. */
function child(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const rest = step.slice(2)
  if (step.startsWith('f:')) return Object.hasOwn(value, rest) ? (value as Record<string, unknown>)[rest] : undefined
  if (!Array.isArray(value)) return undefined
  const key: unknown = JSON.parse(rest)
  if (step.startsWith('i:')) return value[key as number]
  if (step.startsWith('v:')) return value.find(item => isSame(item, key))
  const keys = Object.entries(key as object)
  return value.find(item =>
    keys.every(([name, wanted]) => isSame((item as Record<string, unknown> | null)?.[name], wanted)),
  )
}

function stepsOf(fields: FieldSet): [string, FieldSet][] {
  return Object.entries(fields).filter(([step]) => step !== '.')
}

function isLeaf(fields: FieldSet): boolean {
  for (const step in fields) if (step !== '.') return false
  return true
}

/** What a server may leave out of its answers. */
function isZero(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === '' || value === 0 || value === false
}

/** As JSON: a field that is undefined is not there. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  for (const name of names) {
    if (!isSame((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name])) return false
  }
  return true
}
