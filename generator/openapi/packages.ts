import { compareText } from '../diagnostic.js'
import { nameFolders } from '../model/names.js'
import type { OpenApiSchema } from './openapi-document.js'

/** The Go package of a schema, and the group and version that its types belong to. */
export interface Package {
  readonly name: string
  readonly group: string
  readonly version: string
  readonly folder: string
}

const machinery = 'io.k8s.apimachinery.'

/** Splits `io.k8s.api.apps.v1.Deployment` into the package and the type's own name. */
export function splitName(schemaName: string): { readonly packageName: string; readonly typeName: string } {
  const dot = schemaName.lastIndexOf('.')
  return { packageName: schemaName.slice(0, dot), typeName: schemaName.slice(dot + 1) }
}

/**
 * The packages of these schemas by name. The group is the one that the package's kinds say; a package without kinds of its own
 * (`meta/v1`) has the name of its last folder.
 */
export function findPackages(schemas: ReadonlyMap<string, OpenApiSchema>): Map<string, Package> {
  const groups = new Map<string, { group: string; version: string }>()
  for (const [schemaName, schema] of [...schemas].sort(([a], [b]) => compareText(a, b))) {
    const { packageName, typeName } = splitName(schemaName)
    const [folder = '', version = ''] = packageName.split('.').slice(-2)
    const known = groups.get(packageName)
    // What every group has, such as Status, says nothing about its package.
    const kinds = packageName.startsWith(machinery) ? [] : (schema['x-kubernetes-group-version-kind'] ?? [])
    const own = kinds.find(({ kind }) => kind === typeName)
    if (own) groups.set(packageName, { group: own.group, version: own.version })
    else if (!known) groups.set(packageName, { group: folder, version })
  }
  const packages = [...groups].map(([name, { group, version }]) => ({ name, group, version }))
  const folders = nameFolders(packages)
  return new Map(packages.map((each, index) => [each.name, { ...each, folder: folders[index] ?? '' }]))
}
