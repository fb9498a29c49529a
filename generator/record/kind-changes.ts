import { definitionName, parseControllerReference, type RecordedNames } from '../model/recorded-names.js'
import type { GeneratedKind } from '../options.js'
import { groupBy } from '../model/group-by.js'

export interface KindChanges {
  /** Of the run before. */
  readonly before: readonly GeneratedKind[]
  readonly now: readonly GeneratedKind[]
  /** The user's own reconcilers by the names of their CRDs, where reconcilers are made. */
  readonly controllers: RecordedNames['controllers']
  /** What the user calls a file of the operator folder. */
  readonly nameUserFile: (file: string) => string
}

/** The kinds that an input lacks which is another than before, in a sentence. */
export function describeLacking(before: readonly GeneratedKind[], now: readonly GeneratedKind[]): string[] {
  const present = groupBy(now, definitionName)
  const gone = [...groupBy(before, definitionName)].flatMap(([definition, [kind]]) =>
    kind && !present.has(definition) ? [kind.kind] : [],
  )
  if (gone.length === 0) return []
  const rest = gone.length - shown
  const names = `${gone.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
  return [`no longer generated: ${names}; to keep all kinds, give all inputs at once`]
}

const shown = 3

/** What became of kinds that have another name or other versions now, a sentence each. */
export function describeKindChanges({ before, now, controllers, nameUserFile }: KindChanges): string[] {
  const present = groupBy(now, definitionName)
  return [...groupBy(before, definitionName)].flatMap(([definition, former]) => {
    const [was] = former
    const kinds = present.get(definition) ?? []
    const [is] = kinds
    if (!was || !is) return []
    if (was.kind !== is.kind) {
      const { file } = parseControllerReference(controllers[definition] ?? '') ?? {}
      const rest = `no new reconciler is made, since ${nameUserFile(`${file}.ts`)} is there to be changed`
      return [`${was.kind} is now called ${is.kind}${file === undefined ? '' : `: ${rest}`}`]
    }
    const versions = kinds.map(({ version }) => version)
    const gone = former.map(({ version }) => version).filter(version => !versions.includes(version))
    return gone.length === 0
      ? []
      : [`${is.kind} is no longer generated in ${gone.join(', ')}, but in ${versions.join(', ')}`]
  })
}
