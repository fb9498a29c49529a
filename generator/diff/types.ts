import type { ValuePath } from '../load/document.js'
import type {
  GroupVersionModel,
  PropertyModel,
  ResourceModel,
  ShapeModel,
  ShapeNames,
  TypeModel,
} from '../model/resource-model.js'
import { anyResource } from './any-resource.js'
import { isNeverChosen, typeAsChosen, type ChoiceHolder } from './choices.js'
import { choicesFollow } from './combinations.js'
import { atomsOf, describeLost, describeType, describeValues, isWithin, literalsOf, type Atom } from './relation.js'
import type { TypeEffect, Use } from './schema-diff.js'

/** A kind in one version, with all that its types are made of. */
export interface TypedKind {
  readonly resource: ResourceModel
  readonly folder: GroupVersionModel
}

/** Told of what changed in the types at a place of the schema. */
export type TellEffect = (path: ValuePath, effect: TypeEffect) => void

/**
 * Compares the types of a kind, place by place, as a program uses them: it reads what the server returns, and writes literals.
 * Below a place where one use is broken for good, nothing more is said of it.
 */
export function compareTypes(before: TypedKind, after: TypedKind, tell: TellEffect): void {
  new TypeComparison(before, after, tell).compare()
}

/** Of a status that is no subresource any more: it is a field like others. */
export function takesStatus({ properties, names }: ResourceModel): TypeEffect[] {
  if (properties.every(({ name, presence }) => name !== 'status' || presence.input === 'omitted')) return []
  return [
    { use: 'write', breaks: false, type: names.input, message: 'takes status' },
    { use: 'apply', breaks: false, type: names.apply, message: 'takes status' },
  ]
}

type WriteUse = Extract<Use, 'write' | 'apply' | 'apply-status'>

/** In what an apply replaces as a whole, a configuration is written as an input. */
type Written = 'apply' | 'input'

interface Context {
  /** What it is part of, of all that is sent. */
  readonly sent: readonly WriteUse[]
  readonly wasApplied: Written
  readonly isApplied: Written
}

interface Holder extends ChoiceHolder {
  readonly extra?: TypeModel
}

/** As it is read: with what its variants leave of it. */
interface Seen {
  readonly was: TypeModel
  readonly is: TypeModel
}

class TypeComparison {
  readonly #before: Shapes
  readonly #after: Shapes
  readonly #names: { readonly [use in 'read' | WriteUse]: string }

  constructor(
    private readonly before: TypedKind,
    private readonly after: TypedKind,
    private readonly tell: TellEffect,
  ) {
    this.#before = new Shapes(before)
    this.#after = new Shapes(after)
    const { type, input, apply } = after.resource.names
    this.#names = { read: type, write: input, apply, 'apply-status': `StatusApply<typeof ${type}>` }
  }

  compare(): void {
    const root: Context = { sent: ['write', 'apply'], wasApplied: 'apply', isApplied: 'apply' }
    this.#compareHolders(this.before.resource, this.after.resource, [], root)
  }

  #compareHolders(before: Holder, after: Holder, path: ValuePath, context: Context): void {
    const known = new Map(before.properties.map(property => [property.name, property]))
    for (const property of after.properties) {
      const place = [...path, 'properties', property.name]
      const was = known.get(property.name)
      if (was && isNeverChosen(after, property.name)) {
        if (!isNeverChosen(before, property.name)) this.#break(place, 'read', 'has it in no combination of its fields')
      } else if (was) {
        const seen = { was: typeAsChosen(before, was), is: typeAsChosen(after, property) }
        this.#compareProperty(was, property, place, context, seen)
      }
      if (!was) this.#added(property, place, context)
      known.delete(property.name)
    }
    for (const property of known.values()) {
      this.#removed(property, after.extra, [...path, 'properties', property.name], context)
    }
    this.#compareExtras(before, after, path, context)
    this.#compareChoices(before, after, path, context)
  }

  /** A program that asks which fields there are counts on what follows from the others. */
  #compareChoices(before: Holder, after: Holder, path: ValuePath, context: Context): void {
    if (!choicesFollow(after, 'type', before, 'type')) {
      this.#break(path, 'read', 'has other combinations of its fields')
    }
    for (const use of context.sent) {
      const [wasView, isView] = viewsOf(use, context)
      if (!choicesFollow(before, wasView, after, isView)) {
        this.#break(path, use, 'no longer takes every combination of its fields')
      }
    }
  }

  #compareExtras({ extra: was }: Holder, { extra: is }: Holder, path: ValuePath, context: Context): void {
    if (was && is) this.#compareTypes(was, is, [...path, 'additionalProperties'], context)
    else if (was) {
      this.#break(path, 'read', 'has no fields that are not named')
      for (const use of context.sent) this.#break(path, use, 'takes no fields that are not named')
    } else if (is) {
      this.#tell(path, 'read', 'may have fields that are not named')
      for (const use of context.sent) this.#tell(path, use, 'takes fields that are not named')
    }
  }

  #added(property: PropertyModel, place: ValuePath, context: Context): void {
    const { presence, type } = property
    this.#tell(place, 'read', `${presence.type ? 'has' : 'may have'} it: ${describeType(type)}`)
    if (presence.apply === 'omitted' && this.before.resource.subresources.status) this.#typedStatus(type, place)
    this.#needed(property, place, context)
  }

  /** As long as no schema says what a status is, all may be applied to it, which a server then drops. */
  #typedStatus(type: TypeModel, place: ValuePath): void {
    if (isWithin(new Set(['any-object']), this.#atomsAfter(type), 'write')) return
    this.#break(place, 'apply-status', `takes ${describeType(type)}, no longer anything`)
  }

  #needed({ presence }: PropertyModel, place: ValuePath, context: Context): void {
    for (const use of context.sent) {
      const [, view] = viewsOf(use, context)
      if (presence[view] === true) this.#break(place, use, 'must have it')
    }
  }

  /** Where other fields are kept it is one of them. */
  #removed({ presence, type }: PropertyModel, extra: TypeModel | undefined, place: ValuePath, context: Context): void {
    const isReadable = extra !== undefined && type.kind === 'unknown'
    if (!isReadable) this.#break(place, 'read', extra ? 'does not say what it is' : 'does not have it')
    if (extra || presence.input === 'omitted') return
    for (const use of context.sent) this.#break(place, use, 'does not take it')
  }

  #compareProperty(was: PropertyModel, is: PropertyModel, place: ValuePath, context: Context, seen: Seen): void {
    if (was.presence.type !== is.presence.type) {
      if (is.presence.type) this.#tell(place, 'read', 'always has it')
      else if (was.type.kind === 'unknown') this.#tell(place, 'read', 'may not have it')
      else this.#break(place, 'read', 'may not have it')
    }
    for (const use of context.sent) {
      const [wasView, isView] = viewsOf(use, context)
      this.#comparePresence(use, was.presence[wasView], is.presence[isView], place)
    }
    this.#compareTypes(was.type, is.type, place, { ...context, sent: sentInside(was, is, context) }, seen)
  }

  #comparePresence(use: WriteUse, was: boolean | 'omitted', is: boolean | 'omitted', place: ValuePath): void {
    if (was === is) return
    if (is === 'omitted') this.#break(place, use, 'does not take it')
    else if (is) this.#break(place, use, 'must have it')
    else this.#tell(place, use, was === 'omitted' ? 'takes it' : 'need not have it')
  }

  #compareTypes(was: TypeModel, is: TypeModel, path: ValuePath, context: Context, seen: Seen = { was, is }): void {
    const [before, after] = [this.#atomsBefore(seen.was), this.#atomsAfter(seen.is)]
    const told = `has ${describeType(seen.is)}, had ${describeType(seen.was)}`
    const isRead = isWithin(after, before, 'read')
    if (!isRead) {
      this.#break(path, 'read', told)
    } else if (!isWithin(before, after, 'read')) {
      this.#tell(path, 'read', told)
    }
    this.#compareCases(literalsOf(before), after, path)
    const isWritten = isWithin(this.#atomsBefore(was), this.#atomsAfter(is), 'write')
    for (const use of context.sent) {
      if (!isWritten)
        this.#break(path, use, `takes ${describeType(is)}, no longer ${describeLost(bare(was), bare(is))}`)
      else if (!isRead) this.#tell(path, use, `takes ${describeType(is)}`)
    }
    const isBound = this.#after.holderOf(bare(is)) !== undefined && this.#before.holderOf(bare(was)) === undefined
    this.#compareInside(bare(was), bare(is), path, isBound && !isWritten ? { ...context, sent: [] } : context)
  }

  #atomsBefore(type: TypeModel): ReadonlySet<Atom> {
    return atomsOf(type, names => this.#before.get(names)?.extra !== undefined)
  }

  #atomsAfter(type: TypeModel): ReadonlySet<Atom> {
    return atomsOf(type, names => this.#after.get(names)?.extra !== undefined)
  }

  #compareInside(was: TypeModel, is: TypeModel, path: ValuePath, context: Context): void {
    const inside: Context = {
      ...context,
      wasApplied: isWhole(was) ? 'input' : context.wasApplied,
      isApplied: isWhole(is) ? 'input' : context.isApplied,
    }
    const [before, after] = [this.#before.holderOf(was), this.#after.holderOf(is)]
    if (was.kind === 'array' && is.kind === 'array') {
      this.#compareTypes(was.items, is.items, [...path, 'items'], inside)
    } else if (was.kind === 'map' && is.kind === 'map') {
      this.#compareTypes(was.values, is.values, [...path, 'additionalProperties'], inside)
    } else if (was.kind === 'object-meta' && is.kind === 'object-meta') {
      this.#compareMetadata(was.required ?? [], is.required ?? [], path, inside)
    } else if (before && after) {
      this.#compareHolders(before, after, path, inside)
    } else if (before && (is.kind === 'map' || is.kind === 'empty-object')) {
      this.#unnamed(before, is, path, inside)
    } else if (is.kind === 'embedded-resource') {
      for (const use of inside.sent) {
        const [, view] = viewsOf(use, inside)
        if (view === 'input') this.#break(path, use, 'must have apiVersion and kind')
      }
    } else if (after) {
      // Of what was free, only what must be there is missed.
      for (const property of after.properties) this.#needed(property, [...path, 'properties', property.name], inside)
    }
  }

  /** Which fields of metadata must be there. */
  #compareMetadata(was: readonly string[], is: readonly string[], path: ValuePath, context: Context): void {
    for (const name of new Set([...was, ...is])) {
      const place = [...path, 'properties', name]
      if (!was.includes(name)) this.#tell(place, 'read', 'always has it')
      if (!is.includes(name)) this.#break(place, 'read', 'may not have it')
      for (const use of context.sent) {
        const [wasView, isView] = viewsOf(use, context)
        const [before, after] = [was.includes(name) && wasView === 'input', is.includes(name) && isView === 'input']
        this.#comparePresence(use, before, after, place)
      }
    }
  }

  /** Fields that were known by name are values of a map, or gone. */
  #unnamed(before: Holder, is: TypeModel, path: ValuePath, context: Context): void {
    const compare = (type: TypeModel, place: ValuePath) => {
      if (is.kind === 'map') this.#compareTypes(type, is.values, place, context)
    }
    for (const { name, type, presence } of before.properties) {
      const place = [...path, 'properties', name]
      if (presence.type && type.kind !== 'unknown') this.#break(place, 'read', 'may not have it')
      compare(type, place)
    }
    if (before.extra) compare(before.extra, [...path, 'additionalProperties'])
  }

  /** A switch that knows every value, and has a case for each. */
  #compareCases(before: ReadonlySet<string>, after: ReadonlySet<string>, path: ValuePath): void {
    if (before.size === 0) return
    const added = [...after].filter(atom => !before.has(atom) && atom !== 'null')
    const removed = [...before].filter(atom => !after.has(atom))
    const isEnum = literalsOf(after).size > 0
    if (added.length > 0) {
      const what = isEnum ? describeValues(added) : 'what else it may be'
      this.#break(path, 'switch', `a switch over it has to know ${what}`)
    }
    if (isEnum && removed.length > 0) {
      this.#break(path, 'switch', `a switch over it has a case for ${describeValues(removed)}, which it never is`)
    }
  }

  /** A message about a switch has one of its own. */
  #subject(use: Use): Pick<TypeEffect, 'type'> {
    return use === 'switch' || use === 'client' || use === 'import' ? {} : { type: this.#names[use] }
  }

  #break(path: ValuePath, use: Use, message: string): void {
    this.tell(path, { use, breaks: true, ...this.#subject(use), message })
  }

  #tell(path: ValuePath, use: Use, message: string): void {
    this.tell(path, { use, breaks: false, ...this.#subject(use), message })
  }
}

/** How it was written, and how it is. */
function viewsOf(use: WriteUse, { wasApplied, isApplied }: Context): readonly [Written, Written] {
  return use === 'write' ? ['input', 'input'] : [wasApplied, isApplied]
}

/** A status that is a subresource is no part of an object that is sent, and is applied by itself. */
function sentInside(was: PropertyModel, is: PropertyModel, { sent }: Context): readonly WriteUse[] {
  const omitted = [was, is].filter(({ presence }) => presence.input === 'omitted').length
  if (omitted === 0) return sent
  return omitted === 2 ? ['apply-status'] : []
}

function isWhole(type: TypeModel): boolean {
  if (type.kind === 'array') return type.listType === 'atomic'
  return (type.kind === 'map' || type.kind === 'reference' || type.kind === 'embedded-resource') && type.atomic
}

function bare(type: TypeModel): TypeModel {
  return type.kind === 'nullable' ? bare(type.of) : type
}

/** The shapes of a folder, by the name of their type. */
class Shapes {
  readonly #byName: ReadonlyMap<string, ShapeModel>

  constructor({ folder }: TypedKind) {
    const all = [...folder.resources.flatMap(({ shapes }) => shapes), ...folder.shared]
    this.#byName = new Map(all.map(shape => [shape.names.type, shape]))
  }

  get(names: ShapeNames): ShapeModel | undefined {
    return this.#byName.get(names.type)
  }

  /** What is known of the fields of an object. */
  holderOf(type: TypeModel): Holder | undefined {
    if (type.kind === 'embedded-resource') return anyResource
    return type.kind === 'reference' ? this.get(type.names) : undefined
  }
}
