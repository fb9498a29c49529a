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

/**
 * Explains a check that found something out of date. The record holds no schemas, git does: nothing is answered where the record is not
 * committed, where an input is none of the repository's files, and where no schema changed.
 */
export async function changesSinceRecord(options: GenerateOptions): Promise<ChangesSinceRecord | undefined> {
  const { cwd = process.cwd(), out = 'generated' } = options
  const output = path.resolve(cwd, out)
  const recorded = readManifest(
    output,
    file => toName(file, cwd),
    () => {},
  )
  const commit = recorded && lastCommitOf(path.join(output, MANIFEST), cwd)
  if (!recorded || !commit) return undefined
  const before = recorded.inputs.map(input => rebaseInput(input, output, cwd))
  const after = options.inputs?.length ? options.inputs : before
  if ([...before, ...after].some(input => input === '-' || isUrl(input))) return undefined
  const { only = recorded.options.only, versions = recorded.options.versions } = options
  const result = await diff({
    before: before.map(input => `${commit}:${input.startsWith('../') ? input : `./${input}`}`),
    after,
    cwd,
    ...(only && { only }),
    ...(versions && { versions }),
  })
  return result.kinds.length > 0 ? { commit, kinds: result.kinds } : undefined
}
