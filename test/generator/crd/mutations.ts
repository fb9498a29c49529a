/** Definitions changed at random places: what a stranger's file, or a hostile one, may hold. */

type Container = Record<string, unknown> | unknown[]

const keywords = (
  'type format title description default example enum nullable properties required additionalProperties items allOf anyOf oneOf ' +
  'not minimum exclusiveMinimum maximum multipleOf minLength maxLength pattern minItems maxItems uniqueItems minProperties ' +
  'maxProperties x-kubernetes-preserve-unknown-fields x-kubernetes-embedded-resource x-kubernetes-int-or-string ' +
  'x-kubernetes-list-type x-kubernetes-list-map-keys x-kubernetes-map-type x-kubernetes-validations $ref __proto__ constructor'
).split(' ')

const words = (
  'a object array string integer null map set __proto__ constructor ../.. */ .spec.x ^(?=a) ( [[[[ \u0000 \ud800 \u2028 \u202e ' +
  '` ${x} `${x}` \\ \' " \n {{x}} // @ts-ignore'
).split(' ')
const scalars: readonly unknown[] = [null, true, false, 0, 1, -1, 1.5, 1e21, '', ' ', 'x'.repeat(300), ...words]

/** A copy with one to three changes: a value replaced, taken away, or put where there was none. */
export function mutate(definition: unknown, random: () => number): unknown {
  const copy = JSON.parse(JSON.stringify(definition)) as Container
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const value = (depth = 0): unknown => {
    const choice = random()
    if (choice < 0.6 || depth > 3) return pick(scalars)
    const children = Array.from({ length: Math.floor(random() * 3) }, () => value(depth + 1))
    return choice < 0.75 ? children : Object.fromEntries(children.map(child => [pick(keywords), child]))
  }
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
    const container = pick(containersOf(copy))
    const change = random()
    if (Array.isArray(container)) {
      const index = Math.floor(random() * (container.length + 1))
      container.splice(index, change < 0.5 ? 1 : 0, ...(change < 0.3 ? [] : [value()]))
    } else {
      const name = change < 0.7 ? pick([...Object.keys(container), pick(keywords)]) : pick(keywords)
      if (change < 0.2) delete container[name]
      else
        Object.defineProperty(container, name, { value: value(), enumerable: true, writable: true, configurable: true })
    }
  }
  return copy
}

function containersOf(root: Container): Container[] {
  const found: Container[] = [root]
  for (const container of found) {
    for (const child of Object.values(container))
      if (typeof child === 'object' && child !== null) found.push(child as Container)
  }
  return found
}
