import * as path from 'node:path'
import { isUrl } from '../load/input-names.js'
import { lastCommitOf } from '../load/revision.js'
import type { GenerateOptions } from '../options.js'
import { rebaseInput, toName } from '../paths.js'
import { MANIFEST } from '../write/manifest.js'
import { readManifest } from '../write/read-manifest.js'
import { diff } from './diff.js'
import type { KindDiff } from './schema-diff.js'

/** What changed in the schemas since what is generated was last committed. */
export interface ChangesSinceRecord {
  /** The last commit that changed `opwright.json`: the CRDs that it recorded are taken to be those of this commit. */
  readonly commit: string
  readonly kinds: readonly KindDiff[]
}

/** Neither of them where the record is not committed, and where no schema changed. */
export interface SinceRecord {
  readonly changes?: ChangesSinceRecord
  /** The inputs that git cannot have, for which nothing is known. */
  readonly unknown?: readonly string[]
}

/** Explains a check that found something out of date. The record holds no schemas, git does. */
export async function compareWithRecord(options: GenerateOptions): Promise<SinceRecord> {
  const { cwd = process.cwd(), out = 'generated' } = options
  const output = path.resolve(cwd, out)
  const found = readManifest(
    output,
    file => toName(file, cwd),
    () => {},
  )
  const recorded = found?.content
  const commit = recorded && lastCommitOf(path.join(output, MANIFEST), cwd)
  if (!recorded || !commit) return {}
  const before = recorded.inputs.map(input => rebaseInput(input, output, cwd))
  const after = options.inputs?.length ? options.inputs : before
  const unknown = [...new Set([...before, ...after])].filter(input => input === '-' || isUrl(input))
  if (unknown.length > 0) return { unknown }
  const { only = recorded.options.only, versions = recorded.options.versions } = options
  const result = await diff({
    before: before.map(input => `${commit}:${input.startsWith('../') ? input : `./${input}`}`),
    after,
    cwd,
    ...(only && { only }),
    ...(versions && { versions }),
  })
  return result.kinds.length > 0 ? { changes: { commit, kinds: result.kinds } } : {}
}
