import { compareText } from '../diagnostic.js'
import type { GroupVersionKind, OpenApiDocument } from './openapi-document.js'

/** A resource that an API server offers, found in the paths of its OpenAPI documents. */
export interface ServedKind extends GroupVersionKind {
  readonly plural: string
  readonly scope: 'Namespaced' | 'Cluster'
  /** False for what can be created but not read again, such as a SubjectAccessReview. */
  readonly stored: boolean
  readonly subresources: { readonly status: boolean; readonly scale: boolean }
}

const resourcePath =
  /^\/(?:api|apis\/[^/]+)\/[^/]+\/(?<namespaced>namespaces\/\{namespace\}\/)?(?<plural>[a-z]+)(?<item>\/\{name\}(?:\/(?<subresource>[a-z]+))?)?$/

/** The resources of one document, sorted by kind. */
export function findKinds(document: OpenApiDocument): ServedKind[] {
  const found = new Map<
    string,
    { gvk?: GroupVersionKind; namespaced: boolean; stored: boolean; subresources: Set<string> }
  >()
  for (const [path, operations] of Object.entries(document.paths)) {
    const match = resourcePath.exec(path)?.groups
    if (!match?.plural) continue
    const entry = found.get(match.plural) ?? { namespaced: false, stored: false, subresources: new Set<string>() }
    found.set(match.plural, entry)
    entry.namespaced ||= match.namespaced !== undefined
    if (match.subresource) {
      entry.subresources.add(match.subresource)
      continue
    }
    const gvk = (operations.post ?? operations.get)?.['x-kubernetes-group-version-kind']
    if (gvk) entry.gvk = gvk
    entry.stored ||= match.item !== undefined && operations.get !== undefined
  }
  return [...found]
    .flatMap(([plural, { gvk, namespaced, stored, subresources }]): ServedKind[] =>
      gvk
        ? [
            {
              ...gvk,
              plural,
              scope: namespaced ? 'Namespaced' : 'Cluster',
              stored,
              subresources: { status: subresources.has('status'), scale: subresources.has('scale') },
            },
          ]
        : [],
    )
    .sort((a, b) => compareText(a.kind, b.kind))
}
