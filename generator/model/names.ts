/**
 * Invents every name of the generated code, and is the only place that does. Names depend on the definitions alone, not on the
 * order in which they were given: everything here walks sorted kinds.
 *
 * A later run that remembers the names of an earlier one claims those first; `Claims` is the place.
 */

import type { ResourceFiles, ResourceNames } from './resource-model.js'
import { isDeviceName, reservedFiles, reservedIdentifiers } from './reserved-names.js'
import { kebabCase, pascalCase } from './words.js'

/** Names taken within one scope. */
export class Claims {
  readonly #taken = new Set<string>()
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
    let number = 2
    while (!this.isFree(`${last}${number}`)) number += 1
    return this.claim(`${last}${number}`)
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

interface NamedKind {
  readonly resourceKind: string
  readonly plural: string
}

interface ScopedKind extends NamedKind {
  readonly scope: 'Namespaced' | 'Cluster'
}

/**
 * The identifiers of the kinds of one folder, in the order given, which is sorted. The kinds have their own names first, so that
 * a kind `FooClient` is `FooClient`, and the client of `Foo` is the one that gives way.
 */
export function nameResources(kinds: readonly ScopedKind[], claims: Claims): ResourceNames[] {
  const types = new Map<NamedKind, string>()
  // A kind that is its own identifier has the first right to it.
  const sorted = [...kinds].sort(
    (a, b) => Number(b.resourceKind === typeName(b)) - Number(a.resourceKind === typeName(a)),
  )
  for (const kind of sorted) {
    const name = typeName(kind)
    types.set(kind, claims.claimFirst([name, `${name}Resource`, `${name}${pascalCase(kind.plural)}`]))
  }
  const derive = (type: string, suffix: string) => claims.claimFirst([`${type}${suffix}`, `${type}Resource${suffix}`])
  const derived = kinds.map((kind): ResourceNames => {
    const type = types.get(kind) ?? typeName(kind)
    const reconciler = derive(type, 'Reconciler')
    return {
      type,
      input: derive(type, 'Input'),
      apply: derive(type, 'Apply'),
      client: derive(type, 'Client'),
      reconciler,
    }
  })
  // Last, so that it takes nothing from the client of a kind `FooNamespace`.
  return derived.map((names, index) => {
    if (kinds[index]?.scope !== 'Namespaced') return names
    return { ...names, namespaceClient: derive(names.type, 'NamespaceClient') }
  })
}

/** A kind as an identifier: as its author wrote it where that is one. */
function typeName({ resourceKind }: NamedKind): string {
  const name = pascalCase(resourceKind)
  return /^[A-Za-z]/.test(name) ? name : `Kind${name}`
}

/** The files of the kinds of one folder, in the order given. */
export function nameFiles(kinds: readonly NamedKind[]): ResourceFiles[] {
  const claims = new Claims({ caseless: true })
  const byFile = groupByFile(kinds)
  const models = kinds.map(kind => {
    const file = fileName(kind)
    // Kinds that differ by case alone are told apart by their plurals, which a group has once.
    const alone = byFile.get(file)?.length === 1
    return claims.claimFirst(alone ? [file, `${file}-resource`] : [`${file}-${kebabCase(kind.plural)}`], '-')
  })
  return models.map(model => {
    const derive = (suffix: string) => claims.claimFirst([`${model}-${suffix}`, `${model}-resource-${suffix}`], '-')
    return { model, client: derive('client'), reconciler: derive('reconciler') }
  })
}

function fileName({ resourceKind }: NamedKind): string {
  const file = kebabCase(resourceKind).slice(0, longestFile) || 'kind'
  return isDeviceName(file) || reservedFiles.has(file) ? `${file}-resource` : file
}

function groupByFile<T extends NamedKind>(kinds: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const kind of kinds) {
    const file = fileName(kind)
    const group = groups.get(file)
    if (group) group.push(kind)
    else groups.set(file, [kind])
  }
  return groups
}

/** Relative folders for the group-versions, in the order given: safe as paths, and no two the same. */
export function nameFolders(versions: readonly { readonly group: string; readonly version: string }[]): string[] {
  const claims = new Claims({ caseless: true })
  return versions.map(({ group, version }) => {
    const parent = pathPart(group, 'core')
    const child = pathPart(version, 'version')
    return claims.claimFirst([`${parent}/${child}`], '-')
  })
}

/** One part of a path: no separator, no `..`, nothing hidden, no device, at most 255 bytes. */
function pathPart(text: string, fallback: string): string {
  const safe = text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 250)
    .replace(/[.-]+$/, '')
  if (safe === '') return fallback
  return isDeviceName(safe) ? `${fallback}-${safe}` : safe
}

export interface ControllerNames {
  readonly className: string
  readonly file: string
}

/**
 * Names for the user's own reconcilers. `operatorFolder` gives the prefix: `sample-operator` makes `SampleFooReconciler`, and a
 * folder that is only called `operator` makes `MyFooReconciler`. A kind of two groups has as much of its group before it as is
 * needed to tell them apart.
 */
export function nameControllers(
  kinds: readonly { readonly resourceKind: string; readonly group: string; readonly plural: string }[],
  operatorFolder: string,
): ControllerNames[] {
  const prefix = controllerPrefix(operatorFolder)
  const byFile = groupByFile(kinds)
  const classes = new Claims()
  const files = new Claims({ caseless: true })
  return kinds.map(kind => {
    const groups = byFile.get(fileName(kind))?.map(other => other.group) ?? []
    const others = groups.filter(group => group !== kind.group)
    const label = others.length === 0 ? '' : distinctLabels(kind.group, others)
    const className = `${prefix}${pascalCase(label)}${typeName(kind)}Reconciler`
    const file = `${label === '' ? '' : `${kebabCase(label)}-`}${fileName(kind)}-reconciler`
    return {
      className: classes.claimFirst([className, `${prefix}${pascalCase(kind.plural)}Reconciler`]),
      file: files.claimFirst([file, `${kebabCase(kind.plural)}-${file}`], '-'),
    }
  })
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
