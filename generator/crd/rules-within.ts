/** The way to all rules of a schema. */

import type { ValuePath } from '../load/document.js'
import { unlimited } from './cel-functions.js'
import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord } from './field.js'

/** The schemas of what a value holds, with how many of each it can hold. */
export function schemasIn(
  schema: JsonSchemaProps,
): (readonly [path: ValuePath, schema: JsonSchemaProps, most: number])[] {
  const { properties = {}, items, additionalProperties: values, maxItems, maxProperties } = schema
  const most = (limit: number | undefined) => (limit === undefined ? unlimited : Math.max(0, limit))
  return [
    ...Object.entries(properties).map(([name, property]) => [['properties', name], property, 1] as const),
    ...(isRecord(items) ? [[['items'], items as JsonSchemaProps, most(maxItems)] as const] : []),
    ...(isRecord(values) ? [[['additionalProperties'], values, most(maxProperties)] as const] : []),
  ]
}

const withRules = new WeakMap<JsonSchemaProps, boolean>()

/** Whether a schema has rules, or one of those within it. */
export function hasRules(schema: JsonSchemaProps): boolean {
  const known = withRules.get(schema)
  if (known !== undefined) return known
  const has = schema['x-kubernetes-validations'] !== undefined || schemasIn(schema).some(([, inner]) => hasRules(inner))
  withRules.set(schema, has)
  return has
}
