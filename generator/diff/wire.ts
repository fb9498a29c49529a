import type { CustomResourceDefinition } from '../crd/custom-resource-definition.js'
import { isRecord } from '../crd/field.js'
import type { ValuePath } from '../load/document.js'

/** What a CRD says that no type depends on, and its place in the document. */

export interface Placed<T> {
  readonly path: ValuePath
  readonly value: T
}

/** `strategy`, and the whole as it stands. Where nothing is said, None. */
export function conversionOf({ document }: CustomResourceDefinition): Placed<{ strategy: string; whole: unknown }> {
  const path = ['spec', 'conversion']
  const whole = at(document.value, path)
  const strategy = isRecord(whole) ? whole['strategy'] : undefined
  return { path, value: { strategy: typeof strategy === 'string' ? strategy : 'None', whole } }
}

/** The versions that objects may be stored as, where that is known: a server tells it, a file does not. */
export function storedVersions({ document }: CustomResourceDefinition): readonly unknown[] | undefined {
  const names = list(at(document.value, ['status', 'storedVersions']))
  return names.length > 0 ? names : undefined
}

/** v1beta1 kept unknown fields unless it was told not to. */
export function keepsUnknownFields({ document, apiVersion }: CustomResourceDefinition): Placed<boolean> {
  const path = ['spec', 'preserveUnknownFields']
  const value = at(document.value, path)
  return { path, value: typeof value === 'boolean' ? value : apiVersion === 'apiextensions.k8s.io/v1beta1' }
}

/** Where a version stands. v1beta1 may have a single one, whose name is all that there is. */
export function versionPath({ document }: CustomResourceDefinition, name: string): ValuePath {
  const versions = at(document.value, ['spec', 'versions'])
  const index = Array.isArray(versions) ? versions.findIndex(each => isRecord(each) && each['name'] === name) : -1
  return index === -1 ? ['spec', 'version'] : ['spec', 'versions', index]
}

/** A part of a version. In v1beta1 it may stand at the top, for all of them. */
export function versionPart(
  definition: CustomResourceDefinition,
  version: string,
  ...steps: string[]
): Placed<unknown> {
  const own = [...versionPath(definition, version), ...steps]
  const value = at(definition.document.value, own)
  const isOld = definition.apiVersion === 'apiextensions.k8s.io/v1beta1'
  if (value !== undefined || !isOld) return { path: own, value }
  const shared = ['spec', ...steps]
  return { path: shared, value: at(definition.document.value, shared) }
}

/** Whether there is something at a place of the document. */
export function isWritten({ document }: CustomResourceDefinition, path: ValuePath): boolean {
  return at(document.value, path) !== undefined
}

export interface PrinterColumn {
  readonly name: string
  /** All that it says, v1beta1's spelling lifted. */
  readonly said: Readonly<Record<string, unknown>>
  readonly path: ValuePath
}

export function printerColumns(definition: CustomResourceDefinition, version: string): PrinterColumn[] {
  const { path, value } = versionPart(definition, version, 'additionalPrinterColumns')
  return list(value).flatMap((column, index) => {
    if (!isRecord(column) || typeof column['name'] !== 'string') return []
    const { name, JSONPath, ...said } = column
    const lifted = JSONPath === undefined ? said : { jsonPath: JSONPath, ...said }
    return [{ name, said: lifted, path: [...path, index] }]
  })
}

export function selectableFields(definition: CustomResourceDefinition, version: string): Placed<string>[] {
  const { path, value } = versionPart(definition, version, 'selectableFields')
  return list(value).flatMap((field, index) => {
    const jsonPath = isRecord(field) ? field['jsonPath'] : undefined
    return typeof jsonPath === 'string' ? [{ path: [...path, index], value: jsonPath }] : []
  })
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function at(value: unknown, path: ValuePath): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined
    current = (current as Record<string | number, unknown>)[step]
  }
  return current ?? undefined
}
