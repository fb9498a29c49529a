// The CRDs that are measured with. See README.md beside this file.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const shared = resolve(root, '../shared/crds')

/** The files of each repository, no more than `limit` in all, with the number of CRDs in them. */
export function readSet(limit) {
  if (!existsSync(shared)) {
    const files = readdirSync(join(root, 'schemas')).map(file => join(root, 'schemas', file))
    return { repositories: new Map([['schemas', files]]), files, crds: files.length }
  }
  const [, ...lines] = readFileSync(join(shared, 'VERDICTS.tsv'), 'utf8').trimEnd().split('\n')
  const repositories = new Map()
  const files = new Set()
  let crds = 0
  for (const line of lines) {
    const [path = '', , , , , oneRun] = line.split('\t')
    if (!oneRun || (files.size >= limit && !files.has(path))) continue
    crds++
    files.add(path)
    const repository = path.split('/')[0]
    repositories.set(repository, (repositories.get(repository) ?? new Set()).add(join(shared, path)))
  }
  return {
    repositories: new Map([...repositories].map(([name, paths]) => [name, [...paths]])),
    files: [...files].map(path => join(shared, path)),
    crds,
  }
}

/** The text of files as one of many documents. */
export function concatenate(files) {
  return files.map(file => readFileSync(file, 'utf8').replace(/\n?$/, '\n')).join('---\n')
}

/** The same CRDs in groups of another name. */
export function renamed(text, copy) {
  return text
    .split(/^---$/m)
    .map(document => {
      const group = /^ {2}group: *["']?([\w.-]+)/m.exec(document)?.[1]
      return group ? document.replaceAll(group, `copy${copy}.${group}`) : document
    })
    .join('---')
}

/** A CRD of our own, in the form that controller-gen writes, with one property that is named as one likes. */
export function crdWith(property) {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: gauges.bench.example.com
spec:
  group: bench.example.com
  names:
    kind: Gauge
    plural: gauges
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                ${property}:
                  type: string
`
}
