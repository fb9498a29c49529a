import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord, type Field } from './field.js'

/** `x-kubernetes-list-type` and `x-kubernetes-list-map-keys`. */
export function checkLists(field: Field, schema: JsonSchemaProps): void {
  const listType = schema['x-kubernetes-list-type']
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  if (listType === undefined && keys.length === 0) return
  const warn = (at: Field, message: string) => at.warn('structural/list-type', `${at.name} ${message}`)
  if (listType !== 'map' && keys.length > 0) {
    warn(field.get('x-kubernetes-list-type'), 'must be map if x-kubernetes-list-map-keys is non-empty')
  }
  if (listType === undefined) return
  if (schema.type !== 'array') warn(field.get('type'), 'must be array if x-kubernetes-list-type is specified')
  if (listType === 'atomic') return
  if (!isRecord(schema.items)) {
    if (listType === 'map') warn(field.get('items'), 'must have a schema if x-kubernetes-list-type is map')
    return
  }
  const items = field.get('items')
  if ((schema.items as JsonSchemaProps).nullable) {
    warn(items.get('nullable'), `cannot be true when x-kubernetes-list-type is ${listType}`)
  }
  if (listType === 'set') checkSetItems(items, schema.items as JsonSchemaProps)
  else checkMapItems(field, items, schema.items as JsonSchemaProps, keys)
}

function checkSetItems(field: Field, items: JsonSchemaProps): void {
  const isAtomic =
    items.type === 'array'
      ? (items['x-kubernetes-list-type'] ?? 'atomic') === 'atomic'
      : items.type !== 'object' || items['x-kubernetes-map-type'] === 'atomic'
  if (!isAtomic) {
    field.warn(
      'structural/list-type',
      `${field.name} must be a scalar or atomic as the items of an x-kubernetes-list-type set`,
    )
  }
}

function checkMapItems(field: Field, itemsField: Field, items: JsonSchemaProps, keys: readonly string[]): void {
  const at = field.get('x-kubernetes-list-map-keys')
  if (keys.length === 0) {
    at.warn('structural/list-map-keys', `${at.name} must not be empty if x-kubernetes-list-type is map`)
  }
  if (items.type !== 'object') {
    itemsField
      .get('type')
      .warn(
        'structural/list-type',
        `${itemsField.get('type').name} must be object if parent array's x-kubernetes-list-type is map`,
      )
    return
  }
  const required = new Set(items.required)
  const seen = new Set<string>()
  keys.forEach((key, index) => {
    const warn = (message: string) => at.get(index).warn('structural/list-map-keys', `${at.get(index).name} ${message}`)
    const property = items.properties && Object.hasOwn(items.properties, key) ? items.properties[key] : undefined
    if (seen.has(key)) return warn('must not contain duplicate entries')
    seen.add(key)
    if (!property) return warn('entries must all be names of item properties')
    if (property.type === 'array' || property.type === 'object') {
      return warn("must be a scalar type if parent array's x-kubernetes-list-type is map")
    }
    if (property.nullable) return warn('cannot be nullable, since it is in x-kubernetes-list-map-keys')
    const isThere = required.has(key) || (property.default !== undefined && property.default !== null)
    if (!isThere) {
      warn(`(${key}) is in x-kubernetes-list-map-keys, so it must have a default or be a required property`)
    }
  })
}
