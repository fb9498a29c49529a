/** What is called what, place by place, told from a model alone. */

import type {
  DocFact,
  GroupVersionModel,
  Model,
  PropertyModel,
  ReferenceType,
  ShapeModel,
  ShapeNames,
  TypeModel,
} from '../../../generator/model/resource-model.js'
import { shapesOf } from './definition.js'

export interface NamedPlace {
  readonly names: ShapeNames
  /** All that is said of the type but names and prose; the same text for the same structure. */
  readonly structure: string
}

/** Every place of an object type: `example.com/v1 Foo.spec.rules[].match`. */
export function namedPlaces(model: Model): Map<string, NamedPlace> {
  const places = new Map<string, NamedPlace>()
  for (const version of model.versions) {
    const structures = new Structures(version)
    const visit = (properties: readonly PropertyModel[], extra: TypeModel | undefined, path: string) => {
      for (const { name, type } of properties) {
        for (const [reference, end] of references(type)) enter(reference, `${path}.${name}${end}`)
      }
      if (extra) for (const [reference, end] of references(extra)) enter(reference, `${path}{}${end}`)
    }
    const enter = ({ names }: ReferenceType, path: string) => {
      const shape = structures.shape(names.type)
      places.set(path, { names, structure: structures.of(names.type) })
      visit(shape.properties, shape.extra, path)
    }
    for (const { apiVersion, resourceKind, properties, extra } of version.resources) {
      visit(properties, extra, `${apiVersion} ${resourceKind}`)
    }
  }
  return places
}

/** Numbers for structures, the same in all models: a structure within others is its number. */
const numbers = new Map<string, string>()

class Structures {
  readonly #shapes: ReadonlyMap<string, ShapeModel>
  readonly #known = new Map<string, string>()

  constructor(version: GroupVersionModel) {
    this.#shapes = new Map(shapesOf(version).map(shape => [shape.names.type, shape]))
  }

  shape(name: string): ShapeModel {
    const shape = this.#shapes.get(name)
    if (!shape) throw new Error(`there is no ${name}`)
    return shape
  }

  of(name: string): string {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const { properties, extra, choices, doc } = this.shape(name)
    const text = JSON.stringify([
      properties
        .map(({ name: own, type, presence, doc: { facts } }) => {
          return JSON.stringify([own, this.#type(type), presence.type, presence.input, facts.filter(isStructural)])
        })
        .sort(),
      extra && this.#type(extra),
      choices,
      doc.facts.filter(isStructural),
    ])
    const number = numbers.get(text) ?? `#${numbers.size}`
    numbers.set(text, number)
    this.#known.set(name, number)
    return number
  }

  #type(type: TypeModel): unknown {
    if (type.kind === 'reference') return [this.of(type.names.type), type.atomic]
    if (type.kind === 'nullable') return ['nullable', this.#type(type.of)]
    if (type.kind === 'array') return ['array', type.listType, this.#type(type.items)]
    if (type.kind === 'map') return ['map', type.atomic, this.#type(type.values)]
    return type
  }
}

function isStructural({ kind }: DocFact): boolean {
  return kind !== 'deprecated' && kind !== 'example' && kind !== 'link'
}

function* references(type: TypeModel, end = ''): Generator<[ReferenceType, string]> {
  if (type.kind === 'reference') yield [type, end]
  else if (type.kind === 'nullable') yield* references(type.of, end)
  else if (type.kind === 'array') yield* references(type.items, `${end}[]`)
  else if (type.kind === 'map') yield* references(type.values, `${end}{}`)
}

/** What is called otherwise in `after` although it did not change: `place: Old -> New`. */
export function renamed(before: Model, after: Model): string[] {
  const found: string[] = []
  const compare = (place: string, old: string | undefined, now: string | undefined) => {
    if (old !== undefined && now !== undefined && old !== now) found.push(`${place}: ${old} -> ${now}`)
  }
  const places = namedPlaces(before)
  for (const [place, { names, structure }] of namedPlaces(after)) {
    const old = places.get(place)
    if (!old || old.structure !== structure) continue
    compare(place, old.names.type, names.type)
    for (const view of ['input', 'apply'] as const) {
      // A view that is the same as another one has no name of its own.
      const own = (each: ShapeNames) =>
        each[view] === each.type || (view === 'apply' && each.apply === each.input) ? undefined : each[view]
      compare(`${place} (${view})`, own(old.names), own(names))
    }
  }
  const kinds = new Map(kindNames(before))
  for (const [what, name] of kindNames(after)) compare(what, kinds.get(what), name)
  return found
}

function kindNames({ versions, controllers }: Model): [string, string][] {
  return [
    ...versions.flatMap(({ folder, resources }) =>
      resources.flatMap(({ apiVersion, resourceKind, names, files }): [string, string][] => [
        [`${apiVersion} folder`, folder],
        ...Object.entries(names).map(([of, name]): [string, string] => [`${apiVersion} ${resourceKind} ${of}`, name]),
        ...Object.entries(files).map(([of, name]): [string, string] => [
          `${apiVersion} ${resourceKind} ${of}.ts`,
          name,
        ]),
      ]),
    ),
    ...controllers.map(({ resource, className, file }): [string, string] => [
      `${resource.group} ${resource.resourceKind} reconciler`,
      `${className} ${file}`,
    ]),
  ]
}
