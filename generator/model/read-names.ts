import { parseControllerReference, type RecordedNames } from './recorded-names.js'
import { isDeviceName, reservedFiles } from './reserved-names.js'
import type { ResourceFiles, ResourceNames } from './resource-model.js'

/** From a record that may have been edited or merged by hand; nothing from one with a problem, which is told, or from none. */
export function readNames(value: unknown, tell: (problem: string) => void): RecordedNames | undefined {
  if (value === undefined) return undefined
  const problem = problemOfNames(value)
  if (problem === undefined) return value as RecordedNames
  tell(problem)
  return undefined
}

const isIdentifier = (text: string) => /^[A-Z][A-Za-z0-9]*$/.test(text)
const isStructure = (text: string) => /^[0-9a-f]{8}$/.test(text)

function isFile(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(text) && !isDeviceName(text) && !reservedFiles.has(text)
}

function isFolder(text: string): boolean {
  const parts = text.split('/')
  return parts.length === 2 && parts.every(part => /^[a-z0-9_][a-z0-9._-]*$/.test(part) && !isDeviceName(part))
}

/**
 * What a record says that no run would have written, if anything. Names reach files and paths: they are what names are made of, and
 * what else must not be one is not free where names are given.
 */
function problemOfNames(value: unknown): string | undefined {
  try {
    expectNames(value)
    return undefined
  } catch (error) {
    if (error instanceof Mistake) return error.message
    throw error
  }
}

class Mistake extends Error {}

function expectNames(value: unknown): void {
  const { versions, controllers } = entriesOf(value, 'names', ['versions', 'controllers'])
  for (const [apiVersion, version] of Object.entries(recordOf(versions, 'names of versions'))) {
    expectVersion(version, `names of ${JSON.stringify(apiVersion)}`)
  }
  for (const [definition, reference] of Object.entries(recordOf(controllers, 'names of reconcilers'))) {
    const names = typeof reference === 'string' ? parseControllerReference(reference) : undefined
    if (!names || !isFile(names.file))
      throw new Mistake(`the reconciler of ${JSON.stringify(definition)} is no class in a file`)
  }
}

/** Versions that were found to be in order: they are read twice in a run, and again in the next one of a process. Nobody changes one. */
const inOrder = new WeakSet<object>()

function expectVersion(value: unknown, where: string): void {
  if (typeof value === 'object' && value !== null && inOrder.has(value)) return
  const version = entriesOf(value, where, ['folder', 'kinds', 'types', 'views'])
  if (version['folder'] !== undefined) expectText(version['folder'], isFolder, where)
  for (const kind of Object.values(recordOf(version['kinds'], where))) {
    const { files, ...names } = entriesOf(kind, where, [...identifiersOfKind, 'files'])
    for (const name of Object.values(names)) expectText(name, isIdentifier, where)
    if (files === undefined) continue
    for (const name of Object.values(entriesOf(files, where, filesOfKind))) expectText(name, isFile, where)
  }
  for (const [name, type] of Object.entries(recordOf(version['types'] ?? {}, where))) {
    expectText(name, isIdentifier, where)
    const [hash, ...places]: readonly unknown[] = Array.isArray(type) ? type : [type]
    expectText(hash, isStructure, where)
    for (const place of places) expectText(place, () => true, where)
  }
  for (const view of listOf(version['views'] ?? [], where)) expectText(view, isIdentifier, where)
  inOrder.add(version)
}

const identifiersOfKind: readonly (keyof ResourceNames)[] = [
  'type',
  'input',
  'apply',
  'client',
  'namespaceClient',
  'reconciler',
]

const filesOfKind: readonly (keyof ResourceFiles)[] = ['model', 'client', 'reconciler']

function expectText(value: unknown, fits: (text: string) => boolean, where: string): void {
  if (typeof value !== 'string' || !fits(value)) {
    throw new Mistake(`${where}: ${JSON.stringify(value)?.slice(0, 80)} does not belong there`)
  }
}

function recordOf(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Mistake(`the ${where} are no object`)
  return value as Record<string, unknown>
}

function entriesOf(value: unknown, where: string, keys: readonly string[]): Record<string, unknown> {
  const entries = recordOf(value, where)
  const other = Object.keys(entries).find(key => !keys.includes(key))
  if (other !== undefined) throw new Mistake(`${where}: ${JSON.stringify(other)} does not belong there`)
  return entries
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Mistake(`the ${where} are no list`)
  return value
}
