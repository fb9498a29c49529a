import type { CustomResourceDefinition } from '../crd/custom-resource-definition.js'
import { compareText, type Diagnostic, type Report } from '../diagnostic.js'
import type { ValuePath } from '../load/document.js'
import { build } from '../model/build.js'
import type { Model } from '../model/resource-model.js'
import { selectVersions, type Selection } from '../model/select.js'
import { newlyUnconventional } from './conventions.js'
import { compareDefinitions, type Fact } from './definitions.js'
import { fieldPath, pathKey } from './path.js'
import { compareSchemas, noSchema } from './schemas.js'
import { change, storedFromHarmless, type Change, type Finding, type KindDiff, type TypeEffect } from './schema-diff.js'
import { compareTypes, takesStatus, type TypedKind } from './types.js'
import { compareUnconverted } from './unconverted.js'
import { compareVersions, goneVersion, newVersion, storedVersion, versionOf, type Version } from './versions.js'
import { isWritten } from './wire.js'

/** What of it is compared. A pattern that names nothing on either side is reported, as in a generation. */
export interface CompareOptions extends Selection {
  /** Whether it is told where what is new goes against the API conventions of Kubernetes. */
  readonly conventions: boolean
}

/** Compares two sets of CRDs: those of one name are the same kind, before and after. Sorted by group, kind and version. */
export function compare(
  before: readonly CustomResourceDefinition[],
  after: readonly CustomResourceDefinition[],
  { conventions, ...selection }: CompareOptions,
  report: Report,
): KindDiff[] {
  const [was, is] = [new Side(before, selection), new Side(after, selection)]
  for (const problem of was.unknown) if (is.unknown.some(({ message }) => message === problem.message)) report(problem)
  const all = [...new Set([...was.byName.keys(), ...is.byName.keys()])]
  const names = all.filter(name => !areSame(was.byName.get(name), is.byName.get(name))).sort(compareText)
  const [oldTypes, newTypes] = [was.typesOf(names, report), is.typesOf(names, report)]
  return names
    .flatMap(name => {
      const sides = { before: was.byName.get(name), after: is.byName.get(name) }
      return compareKind(oldTypes, newTypes, sides, conventions)
    })
    .filter(({ findings }) => findings.length > 0)
    .sort(
      (a, b) =>
        compareText(a.group, b.group) || compareText(a.kind, b.kind) || compareText(a.version ?? '', b.version ?? ''),
    )
}

/** Equal values are one where both sides are read together. */
function areSame(before: Maybe<CustomResourceDefinition>, after: Maybe<CustomResourceDefinition>): boolean {
  return before?.document.value === after?.document.value
}

/** One of the two sets. */
class Side {
  readonly byName: ReadonlyMap<string, CustomResourceDefinition>
  readonly unknown: Diagnostic[] = []

  constructor(
    definitions: readonly CustomResourceDefinition[],
    private readonly selection: Selection,
  ) {
    const keep: Report = diagnostic => {
      if (diagnostic.code === 'select/unknown') this.unknown.push(diagnostic)
    }
    const all = selectVersions(definitions, { ...selection, versions: 'all' }, keep)
    this.byName = new Map(all.map(({ definition }) => [`${definition.names.plural}.${definition.group}`, definition]))
  }

  /** What would be generated of some kinds, beside the others of their groups: what types are called hangs on these. */
  typesOf(names: readonly string[], report: Report): Types {
    const groups = new Set(names.map(name => this.byName.get(name)?.group))
    const definitions = [...this.byName.values()].filter(({ group }) => groups.has(group))
    const { versions = 'served' } = this.selection
    return new Types(build(definitions, { versions }, report))
  }
}

class Types {
  constructor(private readonly model: Model) {}

  of({ group, names }: CustomResourceDefinition, version: string): TypedKind | undefined {
    const folder = this.model.versions.find(each => each.group === group && each.version === version)
    const resource = folder?.resources.find(({ plural }) => plural === names.plural)
    return folder && resource && { folder, resource }
  }
}

type Maybe<T> = T | undefined

function compareKind(was: Types, is: Types, sides: Sides, conventions: boolean): KindDiff[] {
  const { before, after } = sides
  const known = after ?? before
  if (!known) return []
  const { group } = known
  const { kind, plural } = known.names
  const whole = { group, kind, plural, findings: kindFacts(before, after).map(fact => findingOf(fact, sides)) }
  const names = [...new Set([after, before].flatMap(each => each?.versions ?? []).map(({ name }) => name))]
  const versions = names.map(version => ({
    group,
    kind,
    plural,
    version,
    findings: versionFindings(was, is, sides, version, conventions),
  }))
  return [whole, ...versions]
}

function kindFacts(before: Maybe<CustomResourceDefinition>, after: Maybe<CustomResourceDefinition>): Fact[] {
  if (before && after) return compareDefinitions(before, after)
  if (after) return [{ change: change('kind/added', 'it is new'), path: [], side: 'new' }]
  const message = 'it is gone: with its CRD, all objects go'
  const gone: TypeEffect = { use: 'import', breaks: true, message: 'its types are gone' }
  return [{ change: change('kind/removed', message, 'unreadable'), typescript: [gone], path: [], side: 'old' }]
}

interface Sides {
  readonly before: Maybe<CustomResourceDefinition>
  readonly after: Maybe<CustomResourceDefinition>
}

function versionFindings(was: Types, is: Types, sides: Sides, name: string, conventions: boolean): Finding[] {
  const { before, after } = sides
  const [old, now] = [before && versionOf(before, name), after && versionOf(after, name)]
  const [oldTypes, newTypes] = [before && was.of(before, name), after && is.of(after, name)]
  // What nothing is generated of, before and after, is none of the user's business.
  if (!oldTypes && !newTypes) return []
  const typesAreGone = oldTypes !== undefined && newTypes === undefined
  // Of a kind that is gone nothing more is told.
  if (!now) return old && after ? [findingOf(goneVersion(old, after, typesAreGone), sides)] : []
  const others = [old, storedVersion(now.definition), before && storedVersion(before)]
  const places = new Places(
    now,
    others.filter(each => each !== undefined),
  )
  if (old) tellChanges(old, now, places)
  if (before) compareUnconverted(before, now, (path, found) => places.at(path).changes.push(found))
  if (oldTypes && newTypes) {
    compareTypes(oldTypes, newTypes, (path, effect) => places.at(path).typescript.push(effect))
  }
  if (conventions && newTypes) {
    for (const { path, change: found } of newlyUnconventional(before, now.version)) places.at(path).changes.push(found)
  }
  const withStatus = newTypes ? takesStatus(newTypes.resource) : []
  const facts = old ? compareVersions(old, now, typesAreGone, withStatus) : before ? [newVersion(now)] : []
  return [...facts.map(fact => findingOf(fact, sides)), ...places.findings()]
}

function tellChanges({ version: old }: Version, { version: now }: Version, places: Places): void {
  compareSchemas(old.schema ?? noSchema, now.schema ?? noSchema, {
    tell: (path, found) => places.at(path).changes.push(found),
    tellProse: path => places.prose.push(path),
  })
}

interface Place {
  readonly path: ValuePath
  readonly changes: Change[]
  readonly typescript: TypeEffect[]
}

/** What was found at the places of a schema. */
class Places {
  readonly prose: ValuePath[] = []
  readonly #places = new Map<string, Place>()
  /** Most of what is told of a place is told one after another. */
  #last: Place | undefined

  /** `others` have what it does not have. */
  constructor(
    private readonly now: Version,
    private readonly others: readonly Version[],
  ) {}

  at(path: ValuePath): Place {
    if (this.#last?.path === path) return this.#last
    const key = pathKey(path)
    const place = this.#places.get(key) ?? { path, changes: [], typescript: [] }
    this.#places.set(key, place)
    this.#last = place
    return place
  }

  findings(): Finding[] {
    const findings = [...this.#places.values()].flatMap(place => this.#finding(place))
    const [first] = this.prose
    if (!first) return findings
    const count = this.prose.length
    const message = count === 1 ? 'its description changed' : `the descriptions of ${count} places changed`
    const words = { path: first, changes: [change('words/changed', message)], typescript: [] }
    return [...findings, ...this.#finding(words)]
  }

  #finding({ path, changes, typescript }: Place): Finding[] {
    // The types of a place also depend on what is around it: whether a list is merged, whether status is a subresource.
    const isAlone = changes.length === 0
    if (isAlone && !typescript.some(({ breaks }) => breaks)) return []
    const told = isAlone ? [change('types/changed', 'its type changed with what is around it')] : changes
    const { definition, version } =
      [this.now, ...this.others].find(each => isWritten(each.definition, [...each.version.schemaPath, ...path])) ??
      this.now
    return [finding(told, typescript, { definition, path: [...version.schemaPath, ...path], field: fieldPath(path) })]
  }
}

function findingOf({ change: found, typescript = [], path, side }: Fact, { before, after }: Sides): Finding {
  const definition = (side === 'old' ? before : after) as CustomResourceDefinition
  return finding([found], typescript, { definition, path, field: '' })
}

interface Standing {
  readonly definition: CustomResourceDefinition
  readonly path: ValuePath
  readonly field: string
}

function finding(
  changes: readonly Change[],
  typescript: readonly TypeEffect[],
  { definition: { document }, path, field }: Standing,
): Finding {
  const worst = changes.reduce((left, { stored }) => Math.max(left, storedFromHarmless.indexOf(stored)), 0)
  return {
    path: field,
    changes,
    typescript,
    stored: storedFromHarmless[worst] ?? 'valid',
    breaks: [...changes, ...typescript].some(({ breaks }) => breaks),
    file: document.source.name,
    position: document.position(path),
  }
}
