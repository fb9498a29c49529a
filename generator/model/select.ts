import type { CustomResourceDefinition, CustomResourceVersion } from '../crd/custom-resource-definition.js'
import type { Report } from '../diagnostic.js'
import type { VersionSelection } from '../option-values.js'

export interface Selection {
  /** Default `served`. */
  readonly versions?: VersionSelection
  /** Kinds, groups, or both as `kind.group`, the letter case of kinds aside; a CRD's own name will do too. Absent or empty: all. */
  readonly only?: readonly string[]
}

export interface SelectedVersion {
  readonly definition: CustomResourceDefinition
  readonly version: CustomResourceVersion
}

export function selectVersions(
  definitions: readonly CustomResourceDefinition[],
  { versions = 'served', only = [] }: Selection,
  report: Report,
): SelectedVersion[] {
  for (const pattern of only) {
    if (!definitions.some(definition => matches(definition, pattern))) {
      report({
        severity: 'error',
        code: 'select/unknown',
        message: `no kind or group of the input is called ${JSON.stringify(pattern)}`,
        help: 'Name a kind, a group, or both as kind.group.',
      })
    }
  }
  return definitions
    .filter(definition => only.length === 0 || only.some(pattern => matches(definition, pattern)))
    .flatMap(definition => {
      const selected = definition.versions.filter(version => versions === 'all' || version[versions])
      if (selected.length === 0) reportNoVersion(definition, versions, report)
      return selected.map(version => ({ definition, version }))
    })
}

function matches({ group, name, names }: CustomResourceDefinition, pattern: string): boolean {
  const wanted = pattern.toLowerCase()
  const kind = names.kind.toLowerCase()
  return [kind, group.toLowerCase(), `${kind}.${group.toLowerCase()}`, name.toLowerCase()].includes(wanted)
}

function reportNoVersion(definition: CustomResourceDefinition, versions: string, report: Report): void {
  const { document, names, group } = definition
  report({
    severity: 'warning',
    code: 'select/no-version',
    message: `${names.kind}.${group} has no ${versions} version: nothing is written for it`,
    file: document.source.name,
    position: document.position(['spec', 'versions']),
    help: 'Take every version with --versions all.',
  })
}
