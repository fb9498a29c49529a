import { CORE_SCHEMA, loadAll as loadAllYaml, Type, type LoadOptions } from 'js-yaml'
import { TooMany } from './excess.js'
import type { Limits } from './limits.js'
import { readInteger, words } from './plain-scalar.js'

const bool = new Type('tag:yaml.org,2002:bool', {
  kind: 'scalar',
  resolve: (data: unknown) => typeof data === 'string' && typeof words.get(data) === 'boolean',
  construct: (data: string) => words.get(data),
})

const int = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (data: unknown) => typeof data === 'string' && readInteger(data) !== undefined,
  construct: (data: string) => readInteger(data),
})

const merge = new Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (data: unknown) => data === '<<',
})

/** YAML as kubectl reads it, which is YAML 1.1 turned into JSON: `yes` and `on` are true, `0777` is octal, a date is a string. */
const kubectlSchema = CORE_SCHEMA.extend({ implicit: [bool, int, merge] })

/** At most: a property has a key, and a flow collection is first read as what may be one. */
const nodesOfValue = 3

function counting(limits: Limits): NonNullable<LoadOptions['listener']> {
  let nodes = 0
  return event => {
    if (event === 'close' && ++nodes > nodesOfValue * limits.values) throw new TooMany('values', limits)
  }
}

/** What the merge keys of one text may write out. */
export const mostMergedKeys = 10_000

/** The values of all documents, in the schema of kubectl. Throws a `YAMLException`, or `TooMany`. */
export function loadAll(text: string, limits: Limits, options: LoadOptions = {}): unknown[] {
  const values: unknown[] = []
  const withDepth: LoadOptions & { maxDepth: number; maxTotalMergeKeys: number } = {
    ...(text.length > limits.values && { listener: counting(limits) }),
    ...options,
    maxDepth: limits.depth,
    maxTotalMergeKeys: mostMergedKeys,
    schema: kubectlSchema,
  }
  loadAllYaml(text, value => values.push(value), withDepth)
  return values
}
