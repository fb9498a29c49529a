import type { CustomResourceDefinition } from '../crd/custom-resource-definition.js'
import type { ValuePath } from '../load/document.js'
import type { ChangeCode } from './change-code.js'
import { pathKey } from './path.js'
import { change, type Change } from './schema-diff.js'
import { compareSchemas, noSchema, type TellChange } from './schemas.js'
import { storedVersion, versionOf, type Version } from './versions.js'
import { conversionOf, isWritten } from './wire.js'

/**
 * The way of an object from one version to another where nothing converts it. A server changes `apiVersion`, drops what the other
 * version does not have, and looks at nothing else: `written` through a served version it is stored as the storage version has it,
 * and `stored` as that it is read through a served one.
 */
interface Passage {
  readonly of: 'written' | 'stored'
  readonly from: Version
  readonly to: Version
  /** Whether objects are still written that way, of which all is told but what a server then fills in. */
  readonly isTold?: boolean
}

/** What of a passage an object does not survive as it is. */
interface Loss {
  readonly path: ValuePath
  readonly found: Change
}

/** Tells of a served version what is lost, or does not fit, on the way to the stored one and back, unless it was so before. */
export function compareUnconverted(before: CustomResourceDefinition, now: Version, tell: TellChange): void {
  const known = passagesOf(before, now.version.name)
  const stands = passagesOf(now.definition, now.version.name)
  const isOfThose = lossOfThose(before, now)
  const toldOf = new Set<string>()
  for (const passage of [...stands, ...passagesOfThose(before, now)]) {
    const former = known.find(({ of }) => of === passage.of)
    const isNew = newnessOf(passage, former)
    for (const loss of lossesOf(passage)) {
      const key = `${passage.of} ${keyOf(loss)}`
      if (toldOf.has(key) || !isNew(loss)) continue
      toldOf.add(key)
      const told = describe(passage, loss)
      const isGain = told.code === 'conversion/stored-dropped' && !isOfThose(loss)
      tell(loss.path, isGain ? change(told.code, told.message) : told)
    }
  }
}

function passagesOf(definition: CustomResourceDefinition, name: string): Passage[] {
  const [served, stored] = [versionOf(definition, name), storedVersion(definition)]
  if (!served?.version.served || !stored || served.version === stored.version || !isUnconverted(definition)) return []
  return [
    { of: 'written', from: served, to: stored },
    { of: 'stored', from: stored, to: served },
  ]
}

/** Of objects that are there, stored as another version than those to come. What is written as theirs is told of theirs. */
function passagesOfThose(before: CustomResourceDefinition, to: Version): Passage[] {
  const [from, stored] = [storedVersion(before), storedVersion(to.definition)]
  if (!from || !stored || !to.version.served || !isUnconverted(to.definition)) return []
  const { name } = from.version
  if ([stored, to].some(({ version }) => version.name === name)) return []
  const isTold = stored.version === to.version && versionOf(to.definition, name)?.version.served === true
  return [{ of: 'stored', from, to, isTold }]
}

/** Whether objects that are there lose it: what the stored version has gained none of them has yet. */
function lossOfThose(before: CustomResourceDefinition, to: Version): (loss: Loss) => boolean {
  const from = storedVersion(before)
  let keys: ReadonlySet<string> | undefined
  return loss => {
    keys ??= new Set((from ? lossesOf({ of: 'stored', from, to }) : []).map(keyOf))
    return keys.has(keyOf(loss))
  }
}

function isUnconverted(definition: CustomResourceDefinition): boolean {
  return conversionOf(definition).value.strategy === 'None'
}

function lossesOf({ of, from, to, isTold = false }: Passage): Loss[] {
  const losses: Loss[] = []
  // Reading, a server fills in what the stored version says by then, not the one that is read.
  const filler = versionOf(to.definition, from.version.name) ?? from
  compareSchemas(schemaOf(from), schemaOf(to), {
    tell: (path, found) => {
      const isUnfilled =
        of === 'stored' && fillings.has(found.code) && hasDefault(to, path) && !hasDefault(filler, path)
      if (found.stored === 'valid' ? isUnfilled : !isTold) losses.push({ path, found })
    },
    tellProse: () => {},
  })
  return losses
}

/** Where a version has a default, and another one has none. */
const fillings: ReadonlySet<string> = new Set(['default/added', 'field/added', 'field/declared'])

function hasDefault({ definition, version }: Version, path: ValuePath): boolean {
  return isWritten(definition, [...version.schemaPath, ...path, 'default'])
}

/** What was lost before is not told again, unless one version takes more there now, or the other one less, and it is another loss. */
function newnessOf({ from, to }: Passage, before: Passage | undefined): (loss: Loss) => boolean {
  if (!before) return () => true
  const losses = lossesOf(before)
  const places = new Set(losses.map(keyOf))
  const same = new Set(losses.map(loss => `${keyOf(loss)} ${loss.found.message}`))
  let worse: ReadonlySet<string> | undefined
  return loss => {
    if (!places.has(keyOf(loss))) return true
    if (same.has(`${keyOf(loss)} ${loss.found.message}`)) return false
    worse ??= new Set([...narrowedIn(from, before.from), ...narrowedIn(before.to, to)])
    return worse.has(pathKey(loss.path))
  }
}

/** The fields of which a version takes less than another one. */
function narrowedIn(from: Version, to: Version): string[] {
  return lossesOf({ of: 'written', from, to }).map(({ path }) => pathKey(path))
}

function keyOf({ path, found: { code } }: Loss): string {
  return `${code} ${pathKey(path)}`
}

function describe({ of, from, to }: Passage, { path, found: { code, message, stored } }: Loss): Change {
  const [source, target] = [from.version.name, to.version.name]
  const way =
    of === 'written'
      ? `what is written as ${source} is stored as ${target}`
      : `what is stored as ${source} is read as ${target}`
  if (stored === 'valid') {
    return change('conversion/stored-unfilled', `${way}, whose default is not filled in then`, stored, true)
  }
  switch (code) {
    case 'field/removed':
      return change(`conversion/${of}-dropped`, `${way}, which does not have it`, stored)
    case 'field/required-added':
    case 'required/added':
      return change(`conversion/${of}-unfit`, `${way}, which requires it`, stored)
    default: {
      // A null stays as it is read where a default is to take its place.
      const isNull = of === 'stored' && code === 'nullable/forbidden' && hasDefault(to, path)
      const isDropped = stored === 'dropped' && !isNull
      return change(
        `conversion/${of}-${isDropped ? 'dropped' : 'unfit'}`,
        `${way}, where ${asItIs(code, message)}`,
        stored,
      )
    }
  }
}

/** What is told of a change, as it is true of a version that stands beside the other one: nothing was there before it. */
function asItIs(code: ChangeCode, message: string): string {
  return code === 'rule/added' ? message : wordings.reduce((text, [was, is]) => text.replace(was, is), message)
}

const wordings: readonly (readonly [was: RegExp, is: string])[] = [
  [/^((?:its [a-z ]+|\w+) (?:is|are told apart by) .*), (?:was |were by |there was none).*$/, '$1'],
  [/, anything was( kept there)?/, ''],
  [/ no longer (allowed$|kept)/, ' not $1'],
  [/ (?:changed|is new)$/, ' differs'],
  [/ is gone$/, ' is missing'],
  [/^it is new, with/, 'it has'],
]

function schemaOf({ version }: Version) {
  return version.schema ?? noSchema
}
