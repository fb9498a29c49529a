/** The part of `names.ts` that names the user's own reconcilers. */

import { compareText } from '../diagnostic.js'
import { Claims, fileName, groupByFile, typeName, type NamedKind } from './names.js'
import { definitionName, parseControllerReference, type RecordedNames } from './recorded-names.js'
import { kebabCase, pascalCase } from './words.js'

export interface ControllerNames {
  readonly className: string
  readonly file: string
}

/**
 * Names for the user's own reconcilers. `operatorFolder` gives the prefix: `sample-operator` makes `SampleFooReconciler`, and a
 * folder that is only called `operator` makes `MyFooReconciler`. A kind of two groups has as much of its group before it as is
 * needed to tell them apart; one that had its reconciler before the other came keeps its names, as do those of kinds that are gone.
 */
export function nameControllers(
  kinds: readonly (NamedKind & { readonly group: string })[],
  operatorFolder: string,
  recorded: RecordedNames['controllers'] = {},
): ControllerNames[] {
  const prefix = controllerPrefix(operatorFolder)
  const byFile = new Map([...groupByFile(kinds)].map(([file, some]) => [file, new SharedFile(some)]))
  const classes = new Claims()
  const files = new Claims({ caseless: true })
  const known = new Map<string, ControllerNames>()
  for (const [definition, reference] of Object.entries(recorded)) {
    const names = parseControllerReference(reference)
    if (!names || !classes.isFree(names.className) || !files.isFree(names.file)) continue
    classes.claim(names.className)
    files.claim(names.file)
    known.set(definition, names)
  }
  return kinds.map(kind => {
    const own = known.get(definitionName(kind))
    if (own) return own
    const file = byFile.get(fileName(kind))
    const label = file?.labelOf(kind.group) ?? ''
    // Where the name is that of another kind of its group, the group does not tell them apart; else it is that of a kind that is gone.
    const isAlone = file?.isAlone(kind.group) ?? true
    const [firstLabel = ''] = kind.group.split('.')
    const last = [kind.plural, label].filter(each => each !== '').join('.')
    const classOf = (each: string) => `${prefix}${pascalCase(each)}${typeName(kind)}Reconciler`
    const fileOf = (each: string) => [...fileLabel(each), fileName(kind), 'reconciler'].join('-')
    const isFree = (each: string) => classes.isFree(classOf(each)) && files.isFree(fileOf(each))
    const chosen = [label, ...(isAlone ? [firstLabel] : [])].find(isFree) ?? last
    return { className: classes.claimFirst([classOf(chosen)]), file: files.claimFirst([fileOf(chosen)], '-') }
  })
}

/** Longest label before a file name, far from what disks allow. */
const longestLabel = 100

/** None where there is no letter or digit in it. */
function fileLabel(label: string): string[] {
  const words = kebabCase(label).slice(0, longestLabel).replace(/-$/, '')
  return words === '' ? [] : [words]
}

function controllerPrefix(folder: string): string {
  const last =
    folder
      .split(/[\\/]+/)
      .filter(part => !/^\.*$/.test(part))
      .at(-1) ?? ''
  const name = pascalCase(last).replace(/Operator$/, '')
  return name === '' ? 'My' : /^[A-Za-z]/.test(name) ? name : `My${name}`
}

/** The groups of the kinds that would like the same file. */
class SharedFile {
  readonly #kindsIn = new Map<string, number>()
  readonly #labels: ReadonlyMap<string, string>

  constructor(kinds: readonly { readonly group: string }[]) {
    for (const { group } of kinds) this.#kindsIn.set(group, (this.#kindsIn.get(group) ?? 0) + 1)
    this.#labels = distinctLabels([...this.#kindsIn.keys()])
  }

  /** Whether there is one kind of the group. */
  isAlone(group: string): boolean {
    return this.#kindsIn.get(group) === 1
  }

  /** What tells a group from the others; nothing where there is no other. */
  labelOf(group: string): string {
    return this.#labels.size < 2 ? '' : (this.#labels.get(group) ?? group)
  }
}

/** For each group the fewest labels from its left that no other one begins with. */
function distinctLabels(groups: readonly string[]): Map<string, string> {
  // Side by side stand those that have most labels in common.
  const sorted = groups.map(group => group.split('.')).sort(compareLabels)
  return new Map(
    sorted.map((labels, index) => {
      const shared = [sorted[index - 1], sorted[index + 1]].map(other => commonLabels(labels, other ?? []))
      const count = Math.max(...shared, labels[0] === '' ? 1 : 0) + 1
      return [labels.join('.'), labels.slice(0, count).join('.') || 'core']
    }),
  )
}

function compareLabels(a: readonly string[], b: readonly string[]): number {
  const index = commonLabels(a, b)
  return compareText(a[index] ?? '', b[index] ?? '') || a.length - b.length
}

function commonLabels(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((label, at) => label !== b[at])
  return index === -1 ? a.length : index
}
