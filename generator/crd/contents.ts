import { compareText } from '../diagnostic.js'
import { sumCounts, type KindCount } from '../load/kind-count.js'
import type { Document } from '../load/document.js'
import { isRecord } from './field.js'

/** What a source holds. */
export interface SourceContents {
  /** The source. */
  readonly name: string
  /** The groups of its definitions, sorted. */
  readonly groups: readonly string[]
  /** Its documents that are no CRD, most frequent first. */
  readonly passedOver: readonly KindCount[]
}

/** Of a name, in characters: far more than a server takes. */
export const longestName = 1000

/** A kind of this name in a group of its own is somebody else's. */
export function isDefinition({ value }: Document): boolean {
  if (!isRecord(value) || value['kind'] !== 'CustomResourceDefinition') return false
  const { apiVersion } = value
  return typeof apiVersion !== 'string' || !apiVersion.includes('/') || apiVersion.startsWith('apiextensions.k8s.io/')
}

/** The group that a document defines a kind of; undefined for one that is no CRD, or that says no group. */
export function groupOf(document: Document): string | undefined {
  if (!isDefinition(document) || !isRecord(document.value)) return undefined
  const { spec } = document.value
  const group = isRecord(spec) ? spec['group'] : undefined
  return typeof group === 'string' ? group : undefined
}

/** What the sources of these documents hold, sorted by their names. */
export function contentsOf(documents: readonly Document[]): SourceContents[] {
  const bySource = new Map<string, Document[]>()
  for (const document of documents) {
    const { name } = document.source
    const known = bySource.get(name)
    if (known) known.push(document)
    else bySource.set(name, [document])
  }
  return [...bySource]
    .map(([name, own]) => ({
      name,
      groups: [...new Set(own.flatMap(document => groupOf(document) ?? []))].sort(compareText),
      passedOver: countKinds(own.filter(document => !isDefinition(document))),
    }))
    .sort((a, b) => compareText(a.name, b.name))
}

/** Most frequent first. */
export function countKinds(documents: readonly Document[]): KindCount[] {
  return sumCounts(
    documents.map(({ value }) => {
      const { apiVersion, kind } = isRecord(value) ? value : {}
      const name = [apiVersion, kind].filter(part => typeof part === 'string').join(' ')
      return { kind: typeof kind === 'string' ? name.slice(0, longestName) : 'without a kind', count: 1 }
    }),
  )
}
