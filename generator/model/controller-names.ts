/** The part of `names.ts` that names the user's own reconcilers. */

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
  const byFile = groupByFile(kinds)
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
    const groups = byFile.get(fileName(kind))?.map(other => other.group) ?? []
    const others = groups.filter(group => group !== kind.group)
    const label = others.length === 0 ? '' : distinctLabels(kind.group, others)
    // Where the name is that of another kind of its group, the group does not tell them apart; else it is that of a kind that is gone.
    const isAlone = groups.length === others.length + 1
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

/** The fewest labels of a group from its left that no other of these groups begins with. */
function distinctLabels(group: string, others: readonly string[]): string {
  const labels = group.split('.')
  for (let count = 1; count < labels.length; count += 1) {
    const start = labels.slice(0, count).join('.')
    if (start !== '' && !others.some(other => other === start || other.startsWith(`${start}.`))) return start
  }
  return group === '' ? 'core' : group
}
