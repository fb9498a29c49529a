/**
 * Invents every name of the generated code, and is the only place that does. Names depend on the definitions alone, not on the
 * order in which they were given: everything here walks sorted kinds. What the run before recorded has the first right to its names.
 */

import { groupBy } from './group-by.js'
import type { RecordedKind, RecordedVersion } from './recorded-names.js'
import type { ResourceFiles, ResourceNames } from './resource-model.js'
import { isDeviceName, reservedFiles, reservedFolders, reservedIdentifiers } from './reserved-names.js'
import { kebabCase, pascalCase } from './words.js'

/** Names taken within one scope. */
export class Claims {
  readonly #taken = new Set<string>()
  /** Behind each text that was numbered, the numbers below which all are taken: what is taken stays so. */
  readonly #numbers = new Map<string, number>()
  readonly #fold: (name: string) => string

  /** `caseless`: names that differ by case alone are one, as on many disks. */
  constructor({ caseless = false } = {}) {
    this.#fold = caseless ? name => name.toLowerCase() : name => name
  }

  isFree(name: string): boolean {
    return !this.#taken.has(this.#fold(name))
  }

  claim(name: string): string {
    this.#taken.add(this.#fold(name))
    return name
  }

  /** The first candidate that is free; where none is, the last one with a number after `separator`. */
  claimFirst(candidates: readonly string[], separator = ''): string {
    const free = candidates.find(candidate => this.isFree(candidate))
    if (free !== undefined) return this.claim(free)
    const last = `${candidates.at(-1) ?? ''}${separator}`
    return this.claim(`${last}${this.freeNumber(last)}`)
  }

  /** The first number from 2 on with which a text is free. */
  freeNumber(text: string): number {
    const key = this.#fold(text)
    let number = this.#numbers.get(key) ?? 2
    while (!this.isFree(`${text}${number}`)) number += 1
    this.#numbers.set(key, number)
    return number
  }
}

/** Identifiers of one folder. */
export function identifierClaims(): Claims {
  const claims = new Claims()
  for (const name of reservedIdentifiers) claims.claim(name)
  return claims
}

/** Longest file name without its extension that stays readable and far from what disks allow (255 bytes). */
const longestFile = 120

export interface NamedKind {
  readonly resourceKind: string
  readonly plural: string
}

interface ScopedKind extends NamedKind {
  readonly scope: 'Namespaced' | 'Cluster'
}

/**
 * The identifiers of the kinds of one folder, in the order given, which is sorted. The kinds have their own names first, so that
 * a kind `FooClient` is `FooClient`, and the client of `Foo` is the one that gives way. `recorded` is for kinds that the run before
 * had too: they take no name from a type.
 */
export function nameResources(
  kinds: readonly ScopedKind[],
  claims: Claims,
  recorded: RecordedVersion = nothing,
): ResourceNames[] {
  const types = new Map<NamedKind, string>()
  // A kind that is its own identifier has the first right to it.
  const sorted = [...kinds].sort(
    (a, b) => Number(b.resourceKind === typeName(b)) - Number(a.resourceKind === typeName(a)),
  )
  for (const kind of sorted) {
    const name = typeName(kind)
    const candidates = [name, `${name}Resource`, `${name}${pascalCase(kind.plural)}`]
    types.set(kind, claims.claimFirst(withRecorded(recordOf(kind, recorded)?.type, candidates)))
  }
  const derive = (type: string, suffix: string, name: string | undefined) => {
    const candidates = withRecorded(name, [`${type}${suffix}`, `${type}Resource${suffix}`])
    return claims.claimFirst(candidates.filter(each => !isRecordedType(each, recorded)))
  }
  const derived = kinds.map((kind): ResourceNames => {
    const type = types.get(kind) ?? typeName(kind)
    const known = recordOf(kind, recorded)
    const reconciler = derive(type, 'Reconciler', known?.reconciler)
    return {
      type,
      input: derive(type, 'Input', known?.input),
      apply: derive(type, 'Apply', known?.apply),
      client: derive(type, 'Client', known?.client),
      reconciler,
    }
  })
  // Last, so that it takes nothing from the client of a kind `FooNamespace`.
  return derived.map((names, index) => {
    const kind = kinds[index]
    if (kind?.scope !== 'Namespaced') return names
    const known = recordOf(kind, recorded)?.namespaceClient
    return { ...names, namespaceClient: derive(names.type, 'NamespaceClient', known) }
  })
}

const nothing: RecordedVersion = { kinds: {} }

function recordOf({ resourceKind }: NamedKind, { kinds }: Pick<RecordedVersion, 'kinds'>): RecordedKind | undefined {
  return Object.hasOwn(kinds, resourceKind) ? kinds[resourceKind] : undefined
}

function isRecordedType(name: string, { types = {} }: RecordedVersion): boolean {
  return Object.hasOwn(types, name)
}

function withRecorded(recorded: string | undefined, candidates: readonly string[]): readonly string[] {
  return recorded === undefined ? candidates : [recorded, ...candidates]
}

/** What is to be recorded of a kind, so that it is given these names again. */
export function recordKind(kind: NamedKind, names: ResourceNames, files: ResourceFiles): RecordedKind {
  const type = typeName(kind)
  const usual: ResourceNames = {
    type,
    input: `${names.type}Input`,
    apply: `${names.type}Apply`,
    client: `${names.type}Client`,
    namespaceClient: `${names.type}NamespaceClient`,
    reconciler: `${names.type}Reconciler`,
  }
  const model = fileName(kind)
  const usualFiles = { model, client: `${files.model}-client`, reconciler: `${files.model}-reconciler` }
  const unusual = unlike(files, usualFiles)
  return { ...unlike(names, usual), ...(unusual && { files: unusual }) }
}

/** The entries that are not the same in `usual`; absent if there are none. */
function unlike<T extends object>(given: T, usual: T): Partial<T> | undefined {
  const entries = Object.entries(given).filter(([key, value]) => usual[key as keyof T] !== value)
  return entries.length > 0 ? (Object.fromEntries(entries) as Partial<T>) : undefined
}

/** A kind as an identifier: as its author wrote it where that is one. */
export function typeName({ resourceKind }: NamedKind): string {
  const name = pascalCase(resourceKind)
  return /^[A-Za-z]/.test(name) ? name : `Kind${name}`
}

/** The files of the kinds of one folder, in the order given. */
export function nameFiles(
  kinds: readonly NamedKind[],
  recorded: Pick<RecordedVersion, 'kinds'> = nothing,
): ResourceFiles[] {
  const claims = new Claims({ caseless: true })
  const byFile = groupByFile(kinds)
  const files = new Map<NamedKind, ResourceFiles>()
  const name = (some: readonly NamedKind[], modelNames: (kind: NamedKind) => readonly string[]) => {
    const models = some.map(kind => claims.claimFirst(modelNames(kind), '-'))
    some.forEach((kind, index) => {
      const model = models[index] ?? ''
      const known = recordOf(kind, recorded)?.files
      const derive = (suffix: string, own: string | undefined) => {
        return claims.claimFirst(withRecorded(own, [`${model}-${suffix}`, `${model}-resource-${suffix}`]), '-')
      }
      files.set(kind, {
        model,
        client: derive('client', known?.client),
        reconciler: derive('reconciler', known?.reconciler),
      })
    })
  }
  const isKnown = (kind: NamedKind) => recordOf(kind, recorded) !== undefined
  name(kinds.filter(isKnown), kind => withRecorded(recordOf(kind, recorded)?.files?.model, freeFiles(kind)))
  name(
    kinds.filter(kind => !isKnown(kind)),
    // Kinds that differ by case alone are told apart by their plurals, which a group has once.
    kind => (byFile.get(fileName(kind))?.length === 1 ? freeFiles(kind) : [fileOfPlural(kind)]),
  )
  return kinds.flatMap(kind => files.get(kind) ?? [])
}

function freeFiles(kind: NamedKind): string[] {
  const file = fileName(kind)
  return [file, `${file}-resource`]
}

function fileOfPlural(kind: NamedKind): string {
  return `${fileName(kind)}-${kebabCase(kind.plural)}`
}

/** The file of a kind that no other one wants. */
export function fileName({ resourceKind }: NamedKind): string {
  const file = kebabCase(resourceKind).slice(0, longestFile) || 'kind'
  return isDeviceName(file) || reservedFiles.has(file) ? `${file}-resource` : file
}

export function groupByFile<T extends NamedKind>(kinds: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return groupBy(kinds, fileName)
}

interface NamedVersion {
  readonly group: string
  readonly version: string
}

/** Relative folders for the group-versions, in the order given: safe as paths, and no two the same. */
export function nameFolders(
  versions: readonly NamedVersion[],
  recordOf: (version: NamedVersion) => RecordedVersion | undefined = () => undefined,
): string[] {
  const claims = new Claims()
  const folders = new Map<NamedVersion, string>()
  const isKnown = (each: NamedVersion) => recordOf(each) !== undefined
  for (const each of [...versions.filter(isKnown), ...versions.filter(version => !isKnown(version))]) {
    folders.set(each, claims.claimFirst(withRecorded(recordOf(each)?.folder, [usualFolder(each)]), '-'))
  }
  return versions.flatMap(version => folders.get(version) ?? [])
}

/** The folder of a group-version that no other one wants. */
export function usualFolder({ group, version }: NamedVersion): string {
  return `${pathPart(group, 'core')}/${pathPart(version, 'version')}`
}

/** Leaves room for a word before it and a number behind it, in the 255 bytes that disks allow. */
const longestFolder = 240

/**
 * One part of a path: no separator, no `..`, nothing hidden, no device, at most 255 bytes. In lower case, as groups and versions that a
 * server takes are: a disk that tells no case apart has one folder for `A.b` and `a.b`, which would then be imported under two names.
 */
function pathPart(text: string, fallback: string): string {
  const safe = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, longestFolder)
    .replace(/[.-]+$/, '')
  if (safe === '') return fallback
  return isDeviceName(safe) || reservedFolders.has(safe) ? `${fallback}-${safe}` : safe
}
