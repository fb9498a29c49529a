/** CEL rules as far as they speak of which properties there are, and of their values. Read here without the generator's own reader. */

import type { JsonSchemaProps, ValidationRule } from '../../../generator/crd/custom-resource-definition.js'

const literal = String.raw`(?:'[^'\\]*'|"[^"\\]*"|true|false|\d+)`
const presence = /\bhas\(\s*self\.(\w+)\s*\)/g
const comparison = new RegExp(String.raw`\bself\.(\w+)\s*[!=]=\s*(${literal})`, 'g')
const membership = new RegExp(String.raw`\bself\.(\w+)\s+in\s+\[(\s*${literal}(?:\s*,\s*${literal})*\s*)\]`, 'g')
/** How many of a list hold, and whatever joins what is true or false. */
const joints =
  /\.filter\((\w+),\s*\1(?:\s*==\s*true)?\)\.size\(\)|\.(?:exists_one|exists|all)\((\w+),\s*\2\)|\b(?:true|false|[01])\b|&&|\|\||[=!<>]=|[<>!?:()[\],+\s]/g

/** Whether a rule says nothing else, so that a type could say it. */
export function isPlain(rule: string): boolean {
  const rest = rule.replace(membership, 'true').replace(comparison, 'true').replace(presence, 'true')
  return rest.replace(joints, '') === ''
}

/** What the rules of a schema speak of. */
export interface Spoken {
  /** Properties that may have to be there or not. */
  readonly names: ReadonlySet<string>
  /** By property: the values that it is compared with. */
  readonly values: ReadonlyMap<string, ReadonlySet<string | number | boolean>>
}

export function spokenOf(schema: JsonSchemaProps): Spoken {
  const names = new Set<string>()
  const values = new Map<string, Set<string | number | boolean>>()
  const compare = (escaped: string, literals: readonly string[]) => {
    const name = unescaped(escaped)
    const known = values.get(name) ?? new Set()
    values.set(name, known)
    for (const each of literals) known.add(/^['"]/.test(each) ? each.slice(1, -1) : JSON.parse(each))
  }
  for (const { rule } of rulesOf(schema)) {
    for (const [, name = ''] of rule.matchAll(presence)) names.add(unescaped(name))
    for (const [, name = '', value = ''] of rule.matchAll(comparison)) compare(name, [value])
    for (const [, name = '', list = ''] of rule.matchAll(membership)) {
      compare(name, list.match(new RegExp(literal, 'g')) ?? [])
    }
  }
  return { names, values }
}

/** CEL writes `__namespace__` for what is a word of its own. */
function unescaped(name: string): string {
  return /^__([a-z]+)__$/.exec(name)?.[1] ?? name
}

const known = new WeakMap<JsonSchemaProps, ReadonlySet<string>>()

/** The messages of a schema, at any depth, that only plain rules have. */
export function plainMessages(schema: JsonSchemaProps): ReadonlySet<string> {
  const found = known.get(schema)
  if (found) return found
  const all = { plain: new Set<string>(), other: new Set<string>() }
  const gather = (each: JsonSchemaProps): void => {
    for (const rule of rulesOf(each)) all[isPlain(rule.rule) ? 'plain' : 'other'].add(messageOf(rule))
    const { properties = {}, items, additionalProperties } = each
    for (const child of Object.values(properties)) gather(child)
    if (items) gather(items as JsonSchemaProps)
    if (typeof additionalProperties === 'object') gather(additionalProperties)
  }
  gather(schema)
  const messages = new Set([...all.plain].filter(message => !all.other.has(message)))
  known.set(schema, messages)
  return messages
}

function rulesOf(schema: JsonSchemaProps): readonly ValidationRule[] {
  return schema['x-kubernetes-validations'] ?? []
}

/** As a server ends what it says of an object that breaks the rule. */
function messageOf({ rule, message }: ValidationRule): string {
  return message?.trim() || `failed rule: ${rule.trim()}`
}
