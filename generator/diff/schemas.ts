import { canonical, wordKeywords } from '../crd/canonical.js'
import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import type { ValuePath } from '../load/document.js'
import { withMetadata } from '../model/embedded-resource.js'
import { isDeprecated } from '../model/facts.js'
import { compareKeywords, compareTypeNames, defaultOf } from './keywords.js'
import { change, type Change, type Stored } from './schema-diff.js'
import { SpokenOf, type Becomes } from './spoken-of.js'

/** Told of each change at a place of the schema: the path leads there from the schema's root. */
export type TellChange = (path: ValuePath, change: Change) => void

export interface SchemaDiffOptions {
  readonly tell: TellChange
  /** Told of a place where nothing but words changed. */
  readonly tellProse: (path: ValuePath) => void
}

/** A version without a schema keeps everything. */
export const noSchema: JsonSchemaProps = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

/** Compares two schemas of a version, place by place. Below a place whose type changed, nothing more is said. */
export function compareSchemas(before: JsonSchemaProps, after: JsonSchemaProps, options: SchemaDiffOptions): void {
  new SchemaComparison(options).compare(before, after, [])
}

/** The server knows what these are. */
const typeMeta: readonly string[] = ['apiVersion', 'kind']

class SchemaComparison {
  readonly #spokenOf = new SpokenOf()

  constructor(private readonly options: SchemaDiffOptions) {}

  /** A null that may not be there is dropped from an object, and refused where there has to be something else. */
  compare(before: JsonSchemaProps, after: JsonSchemaProps, path: ValuePath, nulls: Stored = 'refused'): void {
    const { tell, tellProse } = this.options
    if (proseOf(before) !== proseOf(after)) {
      tellProse(path)
      if (path.length > 0) this.#compareDeprecation(before, after, path)
    }
    const typeChange = compareTypeNames(before, after)
    if (typeChange) tell(path, this.#withRules(typeChange, before, after, path))
    if (typeChange?.breaks) return
    const areResources = path.length === 0 || [before, after].every(isEmbedded)
    const [was, is] = areResources ? [withMetadata(before), withMetadata(after)] : [before, after]
    // A server keeps more of these than the schema names.
    const isOpen = path.length === 0 || path.at(-1) === 'metadata'
    const leave = this.#spokenOf.enter(is, path)
    const isSpokenOf = (becomes: Becomes) => this.#spokenOf.includes(path, becomes)
    for (const found of compareKeywords(was, is, { nulls, isOpen, isSpokenOf })) tell(path, found)
    this.#compareUnknown(was, is, path)
    this.#compareItems(was, is, path)
    this.#compareAdditional(was, is, path)
    this.#compareProperties(was, is, path)
    leave()
  }

  /** A wider type takes every value, but rules may read it as another one. */
  #withRules(found: Change, { type: was }: JsonSchemaProps, { type: is }: JsonSchemaProps, path: ValuePath): Change {
    const isReadOtherwise =
      !found.breaks && was === 'integer' && is === 'number' && this.#spokenOf.includes(path, 'of-another-number')
    return isReadOtherwise ? change(found.code, `${found.message}: rules read it as another type`, 'refused') : found
  }

  #compareDeprecation(before: JsonSchemaProps, after: JsonSchemaProps, path: ValuePath): void {
    const name = path.at(-2) === 'properties' ? String(path.at(-1)) : undefined
    const [was, is] = [isDeprecated(before, name), isDeprecated(after, name)]
    if (is && !was) this.options.tell(path, change('field/deprecated', 'it is deprecated'))
    if (was && !is) this.options.tell(path, change('field/undeprecated', 'it is no longer deprecated'))
  }

  /** Of a value that is filled in, or no longer: it may not go with the rest. */
  #filling(place: ValuePath, becomes: Becomes): Stored {
    return this.#spokenOf.includes(place, becomes) ? 'refused' : 'valid'
  }

  /** Of a value that is dropped: the rest may not be good without it. */
  #dropping(place: ValuePath): Stored {
    return this.#spokenOf.includes(place, 'gone') ? 'refused' : 'dropped'
  }

  /** The same of what no schema names any more. */
  #droppingIn(path: ValuePath): Stored {
    return this.#spokenOf.includesUnnamed(path, 'gone') ? 'refused' : 'dropped'
  }

  /** Of a null that may not be there: a default takes its place. */
  #nulls(place: ValuePath, isRequired: boolean, hasDefault: boolean): Stored {
    if (isRequired && !hasDefault) return 'refused'
    return this.#spokenOf.includes(place, hasDefault ? 'filled-in' : 'null-gone') ? 'refused' : 'dropped'
  }

  #compareProperties(before: JsonSchemaProps, after: JsonSchemaProps, path: ValuePath): void {
    const names = new Set([...declaredNames(after), ...declaredNames(before)])
    const [requiredBefore, requiredAfter] = [new Set(before.required), new Set(after.required)]
    for (const name of names) {
      if (path.length === 0 && typeMeta.includes(name)) continue
      const place = [...path, 'properties', name]
      const [was, is] = [ownProperty(before, name), ownProperty(after, name)]
      const [wasRequired, isRequired] = [requiredBefore.has(name), requiredAfter.has(name)]
      if (was && is) this.#compareProperty({ was, is, wasRequired, isRequired }, place)
      else if (was) this.#removed(was, after, isRequired, place)
      else if (is) this.#added(before, is, isRequired, place)
      // A name that is required and not declared.
      else if (wasRequired !== isRequired) this.options.tell(place, requiredChange(isRequired, false))
    }
  }

  /** Where other fields have a schema it is one of them. */
  #removed(was: JsonSchemaProps, parent: JsonSchemaProps, isRequired: boolean, place: ValuePath): void {
    const { tell } = this.options
    const others = parent.additionalProperties
    const isKept = others || keepsAll(parent)
    // It is dropped before it is asked for.
    if (!isKept && isRequired) {
      return tell(place, change('field/undeclared', 'it is required, and the schema does not keep it', 'refused'))
    }
    if (!isKept) return tell(place, change('field/removed', 'it is gone', this.#dropping(place)))
    tell(place, change('field/undeclared', 'the schema no longer says what it is'))
    if (typeof others === 'object') this.compare(was, others, place, this.#nulls(place, isRequired, false))
  }

  #added(parent: JsonSchemaProps, is: JsonSchemaProps, isRequired: boolean, place: ValuePath): void {
    const { tell } = this.options
    const value = defaultOf(is)
    const others = parent.additionalProperties
    if (isRequired && value === undefined) {
      return tell(place, change('field/required-added', 'it is new, and required', 'refused'))
    }
    const what = value === undefined ? '' : `, with the default ${JSON.stringify(value)}`
    if (typeof others === 'object') {
      tell(place, change('field/declared', `it has a schema of its own${what}`))
      return this.compare(others, is, place, this.#nulls(place, isRequired, value !== undefined))
    }
    const wasKept = others === true || keepsAll(parent)
    const stored = value === undefined ? 'valid' : this.#filling(place, 'filled-in')
    if (!wasKept) return tell(place, change('field/added', `it is new${what}`, stored))
    tell(place, change('field/declared', `the schema says what it is, anything was kept there${what}`, 'refused'))
  }

  #compareProperty({ was, is, wasRequired, isRequired }: Pair, place: ValuePath): void {
    const { tell } = this.options
    const [before, after] = [defaultOf(was), defaultOf(is)]
    if (wasRequired !== isRequired) tell(place, requiredChange(isRequired, after !== undefined))
    if (before === undefined && after !== undefined) {
      tell(
        place,
        change('default/added', `it has the default ${JSON.stringify(after)}`, this.#filling(place, 'filled-in')),
      )
    } else if (before !== undefined && after === undefined) {
      const stored = isRequired ? 'refused' : this.#filling(place, 'gone')
      tell(place, change('default/removed', `its default is gone, was ${JSON.stringify(before)}`, stored))
    } else if (canonical(before ?? null) !== canonical(after ?? null)) {
      const message = `its default is ${JSON.stringify(after)}, was ${JSON.stringify(before)}`
      tell(place, change('default/changed', message, this.#filling(place, 'another')))
    }
    this.compare(was, is, place, this.#nulls(place, isRequired, after !== undefined))
  }

  #compareItems({ items: was }: JsonSchemaProps, { items: is }: JsonSchemaProps, path: ValuePath): void {
    if (isSchema(was) && isSchema(is)) this.compare(was, is, [...path, 'items'])
    else if (canonical(was ?? null) !== canonical(is ?? null)) {
      const loosened = is === undefined
      this.options.tell(
        path,
        loosened
          ? change('items/loosened', 'its items may be anything')
          : change('items/changed', 'there is a schema for its items', 'refused'),
      )
    }
  }

  #compareUnknown(before: JsonSchemaProps, after: JsonSchemaProps, path: ValuePath): void {
    const { tell } = this.options
    if (!keepsAll(before) && keepsAll(after)) {
      tell(path, change('unknown-fields/kept', 'fields that the schema does not name are kept'))
    } else if (keepsAll(before) && !keepsAll(after)) {
      const message = 'fields that the schema does not name are no longer kept as they are'
      tell(
        path,
        change('unknown-fields/dropped', message, after.additionalProperties ? 'refused' : this.#droppingIn(path)),
      )
    }
  }

  #compareAdditional(before: JsonSchemaProps, after: JsonSchemaProps, path: ValuePath): void {
    const [was, is] = [before.additionalProperties || undefined, after.additionalProperties || undefined]
    if (typeof was === 'object' && typeof is === 'object') {
      const nulls = this.#spokenOf.includesUnnamed(path, 'null-gone') ? 'refused' : 'dropped'
      return this.compare(was, is, [...path, 'additionalProperties'], nulls)
    }
    // With preserve-unknown-fields beside it, that says all that there is to say.
    if (was === is || (was === undefined && keepsAll(before)) || (is === undefined && keepsAll(after))) return
    const { tell } = this.options
    if (was === undefined) tell(path, change('unknown-fields/kept', 'fields that the schema does not name are kept'))
    else if (is === undefined) {
      tell(
        path,
        change('unknown-fields/dropped', 'fields that the schema does not name are dropped', this.#droppingIn(path)),
      )
    } else if (is === true) tell(path, change('values/loosened', 'its values may be anything'))
    else tell(path, change('values/changed', 'there is a schema for its values', 'refused'))
  }
}

interface Pair {
  readonly was: JsonSchemaProps
  readonly is: JsonSchemaProps
  readonly wasRequired: boolean
  readonly isRequired: boolean
}

function keepsAll(schema: JsonSchemaProps): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true
}

function isEmbedded(schema: JsonSchemaProps): boolean {
  return schema['x-kubernetes-embedded-resource'] === true
}

function requiredChange(isRequired: boolean, hasDefault: boolean): Change {
  if (!isRequired) return change('required/removed', 'it is no longer required')
  if (hasDefault) return change('required/added', 'it is required, and filled in from its default')
  return change('required/added', 'it is required', 'refused')
}

function declaredNames({ properties = {}, required = [] }: JsonSchemaProps): string[] {
  return [...Object.keys(properties), ...required]
}

function ownProperty({ properties }: JsonSchemaProps, name: string): JsonSchemaProps | undefined {
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined
}

export function isSchema(items: JsonSchemaProps['items']): items is JsonSchemaProps {
  return items !== undefined && !Array.isArray(items)
}

function proseOf(schema: JsonSchemaProps): string {
  const words = Object.entries(schema).filter(([keyword]) => wordKeywords.has(keyword))
  return words.length === 0 ? '' : canonical(Object.fromEntries(words))
}
