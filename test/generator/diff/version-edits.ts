/** Random edits of a CRD that are about a version as a whole, or about all of them. */

import type { Node } from './widget.js'

interface VersionEdit {
  readonly name: string
  readonly apply: (crd: Node, version: Node) => void
}

export const versionEdits: readonly VersionEdit[] = [
  {
    name: 'change the scope',
    apply: ({ spec }) => (spec.scope = spec.scope === 'Cluster' ? 'Namespaced' : 'Cluster'),
  },
  {
    name: 'change the status subresource',
    apply: (_, version) => {
      const { status, ...others } = version['subresources'] ?? {}
      version['subresources'] = status ? others : { ...others, status: {} }
    },
  },
  {
    name: 'change the scale subresource',
    apply: (_, version) => {
      const { scale, ...others } = version['subresources'] ?? {}
      const paths = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' }
      version['subresources'] = scale ? others : { ...others, scale: paths }
    },
  },
  { name: 'serve or no longer serve', apply: (_, version) => (version['served'] = !version['served']) },
  { name: 'deprecate or no longer', apply: (_, version) => (version['deprecated'] = !version['deprecated']) },
  {
    name: 'add a version beside',
    apply: ({ spec }, version) => {
      spec.versions.push({ ...structuredClone(version), name: newVersion(spec), storage: false })
    },
  },
  { name: 'rename', apply: ({ spec }, version) => (version['name'] = newVersion(spec)) },
  {
    name: 'remove, if it is not the only one,',
    apply: ({ spec }, version) => {
      const others = spec.versions.filter((each: Node) => each !== version)
      if (others.length === 0) return
      others[0].storage ||= version['storage']
      spec.versions = others
    },
  },
  {
    name: 'store objects in the form',
    apply: ({ spec }, version) => spec.versions.forEach((each: Node) => (each['storage'] = each === version)),
  },
]

function newVersion({ versions }: Node): string {
  const names = new Set(versions.map(({ name }: Node) => name))
  let number = 11
  while (names.has(`v${number}`)) number++
  return `v${number}`
}
