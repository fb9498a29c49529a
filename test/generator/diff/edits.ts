/** Random edits of a CRD, each a change that a schema's author might make. */

import { versionEdits } from './version-edits.js'
import type { Node } from './widget.js'

/** A property, with what holds it. */
interface Place {
  readonly holder: Node
  readonly name: string
  readonly schema: Node
}

interface Edit {
  readonly name: string
  readonly fits: (place: Place) => boolean
  readonly apply: (place: Place) => void
}

const isScalar = ({ schema }: Place) => ['string', 'integer', 'number', 'boolean'].includes(schema['type'])
const isText = ({ schema }: Place) => schema['type'] === 'string' && !schema['enum'] && schema['default'] === undefined
const isRequired = ({ holder, name }: Place) => (holder['required'] ?? []).includes(name)
const isEnum = ({ schema }: Place) => schema['type'] === 'string' && Array.isArray(schema['enum'])
const isList = ({ schema }: Place) => schema['type'] === 'array' && schema['items']?.type === 'object'
const isShape = ({ schema }: Pick<Place, 'schema'>) => schema['type'] === 'object' && schema['properties'] !== undefined
const isMap = ({ schema }: Place) => typeof schema['additionalProperties'] === 'object'

const alternatives = ['oneOf', 'anyOf', 'allOf', 'not'] as const

function hasAlternatives({ schema }: Place): boolean {
  return isShape({ schema }) && alternatives.some(each => schema[each] !== undefined)
}

/** Two properties that may be absent, or fewer. */
function twoFree({ properties, required = [] }: Node): string[] {
  const free = Object.keys(properties ?? {}).filter(
    name => !required.includes(name) && properties[name].default === undefined,
  )
  return free.slice(0, 2)
}

function hasTwoFree(place: Place): boolean {
  return isShape(place) && !hasAlternatives(place) && twoFree(place.schema).length === 2
}

/** A property with several values, and these. */
function enumIn({ properties }: Node): readonly [string, readonly string[]] | undefined {
  const name = Object.keys(properties).find(each => properties[each].enum?.length > 1)
  return name === undefined ? undefined : [name, properties[name].enum]
}

/** Rules write others in another way. */
function isNameOfRules(name: string): boolean {
  return /^[a-z][A-Za-z0-9]*$/.test(name) && !['in', 'namespace', 'import', 'package', 'const', 'for'].includes(name)
}

function require({ holder, name }: Place): void {
  holder['required'] = [...(holder['required'] ?? []), name]
}

function drop({ holder, name }: Place): void {
  holder['required'] = (holder['required'] ?? []).filter((each: string) => each !== name)
}

function replace({ holder, name }: Place, schema: Node): void {
  holder['properties'][name] = schema
}

const edits: readonly Edit[] = [
  {
    name: 'remove',
    fits: () => true,
    apply: place => {
      drop(place)
      delete place.holder['properties'][place.name]
    },
  },
  { name: 'add', fits: isShape, apply: ({ schema }) => (schema['properties'].addedField = { type: 'string' }) },
  {
    name: 'add a required field',
    fits: isShape,
    apply: ({ schema }) => {
      schema['properties'].addedField = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] }
      schema['required'] = [...(schema['required'] ?? []), 'addedField']
    },
  },
  { name: 'require', fits: place => !isRequired(place), apply: require },
  { name: 'require no longer', fits: isRequired, apply: drop },
  { name: 'add a default', fits: isText, apply: ({ schema }) => (schema['default'] = 'x') },
  {
    name: 'remove a default',
    fits: ({ schema }) => schema['default'] !== undefined,
    apply: ({ schema }) => delete schema['default'],
  },
  {
    name: 'another type',
    fits: isScalar,
    apply: place => replace(place, { type: 'array', items: { type: 'string' } }),
  },
  { name: 'text to number', fits: isText, apply: place => replace(place, { type: 'integer' }) },
  {
    name: 'widen to int-or-string',
    fits: isText,
    apply: place => replace(place, { 'x-kubernetes-int-or-string': true }),
  },
  { name: 'introduce an enum', fits: isText, apply: ({ schema }) => (schema['enum'] = ['a', 'b']) },
  { name: 'a new enum value', fits: isEnum, apply: ({ schema }) => (schema['enum'] = [...schema['enum'], 'added']) },
  {
    name: 'an enum value less',
    fits: place => isEnum(place) && place.schema['enum'].length > 1,
    apply: ({ schema }) =>
      (schema['enum'] = schema['enum'].filter((each: unknown) => each !== schema['default']).slice(1)),
  },
  { name: 'lift an enum', fits: isEnum, apply: ({ schema }) => delete schema['enum'] },
  { name: 'allow null', fits: isScalar, apply: ({ schema }) => (schema['nullable'] = true) },
  {
    name: 'forbid null',
    fits: ({ schema }) => schema['nullable'] === true,
    apply: ({ schema }) => delete schema['nullable'],
  },
  {
    name: 'free an object',
    fits: isShape,
    apply: place => replace(place, { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }),
  },
  {
    name: 'keep unknown fields',
    fits: isShape,
    apply: ({ schema }) => (schema['x-kubernetes-preserve-unknown-fields'] = true),
  },
  {
    name: 'bind a free object',
    fits: ({ schema }) => schema['x-kubernetes-preserve-unknown-fields'] === true && schema['type'] === 'object',
    apply: place => replace(place, { type: 'object', properties: { a: { type: 'string' } } }),
  },
  { name: 'other values', fits: isMap, apply: ({ schema }) => (schema['additionalProperties'] = { type: 'boolean' }) },
  {
    name: 'a map to an object',
    fits: isMap,
    apply: place => replace(place, { type: 'object', properties: { a: { type: 'string' } } }),
  },
  {
    name: 'an object to a map',
    fits: isShape,
    apply: place => replace(place, { type: 'object', additionalProperties: { type: 'string' } }),
  },
  {
    name: 'an object to a list',
    fits: isShape,
    apply: place => replace(place, { type: 'array', items: place.schema }),
  },
  {
    name: 'merge a list by a key',
    fits: place =>
      isList(place) &&
      place.schema['x-kubernetes-list-type'] !== 'map' &&
      place.schema['items'].required?.some(
        (name: string) => place.schema['items'].properties?.[name]?.type === 'string',
      ),
    apply: ({ schema }) => {
      const { required, properties } = schema['items']
      schema['x-kubernetes-list-type'] = 'map'
      schema['x-kubernetes-list-map-keys'] = [required.find((name: string) => properties[name]?.type === 'string')]
    },
  },
  {
    name: 'replace a list as a whole',
    fits: ({ schema }) => schema['x-kubernetes-list-type'] === 'map',
    apply: ({ schema }) => {
      schema['x-kubernetes-list-type'] = 'atomic'
      delete schema['x-kubernetes-list-map-keys']
    },
  },
  {
    name: 'replace an object as a whole',
    fits: isShape,
    apply: ({ schema }) => (schema['x-kubernetes-map-type'] = 'atomic'),
  },
  { name: 'add a limit', fits: isText, apply: ({ schema }) => (schema['maxLength'] = 7) },
  {
    name: 'ask for one of two',
    fits: hasTwoFree,
    apply: ({ schema }) => (schema['oneOf'] = twoFree(schema).map(name => ({ required: [name] }))),
  },
  {
    name: 'ask for one of two or both',
    fits: hasTwoFree,
    apply: ({ schema }) => (schema['anyOf'] = twoFree(schema).map(name => ({ required: [name] }))),
  },
  {
    name: 'forbid two together',
    fits: hasTwoFree,
    apply: ({ schema }) => (schema['not'] = { required: twoFree(schema) }),
  },
  {
    name: 'ask for a field by an enum',
    fits: place => isShape(place) && enumIn(place.schema) !== undefined && twoFree(place.schema).length > 0,
    apply: ({ schema }) => {
      const [name = '', [value, ...others] = []] = enumIn(schema) ?? []
      const [field] = twoFree(schema)
      schema['oneOf'] = [
        { properties: { [name]: { enum: [value] } }, required: [name, field] },
        { properties: { [name]: { enum: others } }, required: [name] },
      ]
    },
  },
  {
    name: 'drop the alternatives',
    fits: hasAlternatives,
    apply: ({ schema }) => alternatives.forEach(each => delete schema[each]),
  },
  {
    name: 'loosen the alternatives',
    fits: ({ schema }) => Array.isArray(schema['oneOf']),
    apply: ({ schema }) => {
      schema['anyOf'] = schema['oneOf']
      delete schema['oneOf']
    },
  },
  {
    name: 'add a rule about two',
    fits: place => hasTwoFree(place) && twoFree(place.schema).every(isNameOfRules),
    apply: ({ schema }) => {
      const [a, b] = twoFree(schema)
      schema['x-kubernetes-validations'] = [{ rule: `!has(self.${a}) || has(self.${b})` }]
    },
  },
  {
    name: 'drop the rules',
    fits: ({ schema }) => schema['x-kubernetes-validations'] !== undefined,
    apply: ({ schema }) => delete schema['x-kubernetes-validations'],
  },
]

/** Changes a v1 CRD, and tells what was done. */
export function edit(crd: Node, next: () => number, count: number): string[] {
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(next() * all.length)]
  const done: string[] = []
  while (done.length < count) {
    const version = pick<Node>(crd['spec'].versions) ?? {}
    const whole = next() < 0.12 ? pick(versionEdits) : undefined
    if (whole) {
      whole.apply(crd, version)
      done.push(`${whole.name} of ${version['name']}`)
      continue
    }
    const places = [...placesIn(version['schema']?.openAPIV3Schema ?? {}, [])]
    const chosen = pick(edits)
    const found = chosen && pick(places.filter(({ place }) => chosen.fits(place)))
    if (!chosen || !found) {
      if (places.length === 0) return done
      continue
    }
    chosen.apply(found.place)
    done.push(`${chosen.name} ${version['name']} ${found.path.join('.')}`)
  }
  return done
}

interface Found {
  readonly place: Place
  readonly path: readonly string[]
}

function* placesIn(schema: Node, path: readonly string[]): Generator<Found> {
  for (const name of Object.keys(schema['properties'] ?? {})) {
    if (path.length === 0 && ['apiVersion', 'kind', 'metadata'].includes(name)) continue
    const child = schema['properties'][name]
    yield { place: { holder: schema, name, schema: child }, path: [...path, name] }
    yield* placesIn(child, [...path, name])
  }
  if (schema['items']) yield* placesIn(schema['items'], [...path, '[]'])
  if (typeof schema['additionalProperties'] === 'object')
    yield* placesIn(schema['additionalProperties'], [...path, '*'])
}
