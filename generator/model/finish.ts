import type { DraftProperty, DraftRoot, DraftShape, DraftType } from './draft.js'
import type { Prose } from './prose-votes.js'
import type {
  DocFact,
  DocModel,
  Presence,
  PropertyModel,
  ResourceFiles,
  ResourceModel,
  ResourceNames,
  ShapeModel,
  ShapeNames,
  TypeModel,
} from './resource-model.js'
import { inheritedMembers } from './reserved-names.js'
import { presenceOf, rootPresenceOf, type Views } from './views.js'

export interface Decisions {
  readonly namesOf: (shape: DraftShape) => ShapeNames
  /** The file, or module, that holds a shape. */
  readonly moduleOf: (shape: DraftShape) => string
  readonly views: Views
}

const noKeys: ReadonlySet<string> = new Set()

/** Turns drafts into models once names, files and views are decided. */
export class Finisher {
  readonly #decisions: Decisions
  readonly #references = new Map<DraftShape, readonly [TypeModel, TypeModel]>()

  constructor(decisions: Decisions) {
    this.#decisions = decisions
  }

  resource(root: DraftRoot, names: ResourceNames, files: ResourceFiles, shapes: readonly DraftShape[]): ResourceModel {
    return {
      ...root.resource,
      names,
      files,
      properties: root.properties.map(property => this.#property(property, rootPresenceOf(root, property))),
      ...(root.extra ? { extra: this.type(root.extra) } : {}),
      ...(root.choices ? { choices: root.choices } : {}),
      shapes: shapes.map(shape => this.shape(shape)),
    }
  }

  shape(shape: DraftShape): ShapeModel {
    const keys = this.#decisions.views.get(shape)?.keys ?? noKeys
    return {
      kind: 'shape',
      names: this.#decisions.namesOf(shape),
      doc: shapeDoc(shape),
      properties: shape.properties.map(property => this.#property(property, presenceOf(property, keys))),
      ...(shape.extra ? { extra: this.type(shape.extra) } : {}),
      ...(shape.choices ? { choices: shape.choices } : {}),
    }
  }

  type(draft: DraftType): TypeModel {
    switch (draft.kind) {
      case 'nullable':
        return { kind: 'nullable', of: this.type(draft.of) }
      case 'array':
        return { kind: 'array', items: this.type(draft.items), listType: draft.listType }
      case 'map':
        return { kind: 'map', values: this.type(draft.values), atomic: draft.atomic }
      case 'shape':
        return this.#reference(draft.shape, draft.atomic)
      default:
        return draft
    }
  }

  #property(draft: DraftProperty, presence: Presence): PropertyModel {
    return {
      kind: 'property',
      name: draft.name,
      ...(inheritedMembers.has(draft.name) && { isInherited: true }),
      type: this.type(draft.type),
      doc: docOf(draft.prose.majority(), draft.facts),
      presence,
    }
  }

  #reference(shape: DraftShape, atomic: boolean): TypeModel {
    let known = this.#references.get(shape)
    if (!known) {
      const names = this.#decisions.namesOf(shape)
      const module = this.#decisions.moduleOf(shape)
      known = [
        { kind: 'reference', names, module, atomic: false },
        { kind: 'reference', names, module, atomic: true },
      ]
      this.#references.set(shape, known)
    }
    return known[atomic ? 1 : 0]
  }
}

/**
 * The items of a list have a description of their own. What a property says of the object that it holds stands at that
 * property, and at the shape only if all places agree: a comment must be true wherever the shape is used.
 */
function shapeDoc({ facts, prose: { asItem, asProperty } }: DraftShape): DocModel {
  if (asItem.described === 0) return docOf(asProperty.consensus(), facts)
  return docOf(asItem.described >= asProperty.described ? asItem.majority() : undefined, facts)
}

function docOf(prose: Prose | undefined, structural: readonly DocFact[]): DocModel {
  if (!prose) return { facts: structural }
  const facts = prose.facts.length > 0 ? [...structural, ...prose.facts] : structural
  return prose.description === undefined ? { facts } : { description: prose.description, facts }
}
