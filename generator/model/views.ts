import { memberTypes, shapesIn, type DraftProperty, type DraftRoot, type DraftShape, type DraftType } from './draft.js'
import type { Presence, View } from './resource-model.js'

/** Which of a shape's views are needed as interfaces of their own. */
export interface ShapeViews {
  /** The view whose name stands for the input view. */
  readonly input: 'type' | 'input'
  /** The view whose name stands for the apply view. */
  readonly apply: View
  /** Properties that identify the shape in every list from which a configuration reaches it. */
  readonly keys: ReadonlySet<string>
}

export type Views = ReadonlyMap<DraftShape, ShapeViews>

export function presenceOf(property: DraftProperty, keys: ReadonlySet<string>): Presence {
  return {
    type: property.required || property.defaulted,
    input: property.required && !property.defaulted,
    // The server fills in the default of a key before it merges.
    apply: keys.has(property.name) && !property.defaulted,
  }
}

/** The root's `status` is taken from requests only through the status subresource, where the kind has one. */
export function rootPresenceOf(root: DraftRoot, property: DraftProperty): Presence {
  if (!isOmitted(root, property)) return presenceOf(property, new Set())
  return { type: property.required || property.defaulted, input: 'omitted', apply: 'omitted' }
}

function isOmitted(root: DraftRoot, property: DraftProperty): boolean {
  return property.name === 'status' && root.resource.subresources.status
}

/** Decides for all shapes of one folder. */
export function decideViews(roots: readonly DraftRoot[], shapes: readonly DraftShape[]): Views {
  const reach = new Reach()
  for (const root of roots) reach.visitRoot(root)
  const differ = new Differences(reach)
  // Differences only grow, so this ends; one round and one to confirm it where no shape refers to itself.
  while (shapes.filter(shape => differ.grow(shape)).length > 0);
  return new Map(shapes.map(shape => [shape, differ.decision(shape)]))
}

/**
 * Which views of which shapes are reached from the roots. What is replaced as a whole by an apply (atomic lists, maps and
 * objects) is written there as in an input.
 */
class Reach {
  readonly input = new Set<DraftShape>()
  readonly apply = new Set<DraftShape>()
  readonly #keys = new Map<DraftShape, ReadonlySet<string>>()

  visitRoot(root: DraftRoot): void {
    for (const property of root.properties) {
      if (!isOmitted(root, property)) this.#visitInput(property.type)
      // What is omitted here is applied by itself.
      this.#visitApply(property.type)
    }
    if (root.extra) this.#visitInput(root.extra)
  }

  keysOf(shape: DraftShape): ReadonlySet<string> {
    return this.#keys.get(shape) ?? none
  }

  #visitInput(type: DraftType): void {
    for (const shape of shapesIn(type)) {
      if (this.input.has(shape)) continue
      this.input.add(shape)
      for (const member of memberTypes(shape)) this.#visitInput(member)
    }
  }

  #visitApply(type: DraftType, keys: ReadonlySet<string> = none): void {
    if (isWhole(type)) return this.#visitInput(type)
    if (type.kind === 'nullable') return this.#visitApply(type.of, keys)
    if (type.kind === 'array') return this.#visitApply(type.items, new Set(type.keys))
    if (type.kind === 'map') return this.#visitApply(type.values)
    if (type.kind !== 'shape') return
    const { shape } = type
    const known = this.#keys.get(shape)
    this.#keys.set(shape, known ? new Set([...known].filter(key => keys.has(key))) : keys)
    if (this.apply.has(shape)) return
    this.apply.add(shape)
    for (const member of memberTypes(shape)) this.#visitApply(member)
  }
}

const none: ReadonlySet<string> = new Set()

/** Whether a server-side apply replaces the value instead of merging it. */
export function isWhole(type: DraftType): boolean {
  if (type.kind === 'array') return type.listType === 'atomic'
  return (type.kind === 'map' || type.kind === 'shape' || type.kind === 'embedded-resource') && type.atomic
}

/** Which views of a shape are not the same type. */
class Differences {
  readonly #inputFromType = new Set<DraftShape>()
  readonly #applyFromType = new Set<DraftShape>()
  readonly #applyFromInput = new Set<DraftShape>()

  constructor(readonly reach: Reach) {}

  /** True if something new was found. */
  grow(shape: DraftShape): boolean {
    const found = [
      this.reach.input.has(shape) && this.#grow(shape, this.#inputFromType, 'type', 'input'),
      this.reach.apply.has(shape) && this.#grow(shape, this.#applyFromType, 'type', 'apply'),
      this.reach.apply.has(shape) && this.#grow(shape, this.#applyFromInput, 'input', 'apply'),
    ]
    return found.includes(true)
  }

  decision(shape: DraftShape): ShapeViews {
    const input = this.#inputFromType.has(shape) ? 'input' : 'type'
    const own = this.#applyFromType.has(shape)
    const apply = !own ? 'type' : this.reach.input.has(shape) && !this.#applyFromInput.has(shape) ? input : 'apply'
    return { input, apply, keys: this.reach.keysOf(shape) }
  }

  #grow(shape: DraftShape, known: Set<DraftShape>, one: View, other: View): boolean {
    if (known.has(shape)) return false
    const keys = this.reach.keysOf(shape)
    const differs =
      shape.properties.some(property => {
        const presence = presenceOf(property, keys)
        return presence[one] !== presence[other] || this.#typeDiffers(property.type, one, other)
      }) ||
      (shape.extra !== undefined && this.#typeDiffers(shape.extra, one, other)) ||
      (shape.choices !== undefined && JSON.stringify(shape.choices[one]) !== JSON.stringify(shape.choices[other]))
    if (differs) known.add(shape)
    return differs
  }

  #typeDiffers(type: DraftType, one: View, other: View): boolean {
    if (isWhole(type))
      return this.#typeDiffersPlainly(type, one === 'apply' ? 'input' : one, other === 'apply' ? 'input' : other)
    return this.#typeDiffersPlainly(type, one, other)
  }

  #typeDiffersPlainly(type: DraftType, one: View, other: View): boolean {
    if (one === other) return false
    if (type.kind === 'nullable') return this.#typeDiffers(type.of, one, other)
    if (type.kind === 'array') return this.#typeDiffers(type.items, one, other)
    if (type.kind === 'map') return this.#typeDiffers(type.values, one, other)
    const pair = new Set<View>([one, other])
    if (type.kind === 'embedded-resource') return pair.has('apply')
    if (type.kind === 'object-meta') return pair.has('apply') && type.required !== undefined
    if (type.kind !== 'shape') return false
    if (!pair.has('apply')) return this.#inputFromType.has(type.shape)
    return (pair.has('type') ? this.#applyFromType : this.#applyFromInput).has(type.shape)
  }
}
