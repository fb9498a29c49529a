import { compareText } from '../diagnostic.js'
import type { SourceUnit } from '../emit/source-unit.js'
import { hashText } from './hash.js'
import { isSameOutput, MANIFEST, type Manifest, type ManifestUnit } from './manifest.js'
import type { Pending } from './pending.js'
import type { Disk, WriteAction, WritePlan } from './write-plan.js'

export interface PlanInput {
  readonly units: readonly SourceUnit[]
  /** What need not be written, because it was, relative to the output folder. */
  readonly standingFiles: readonly string[]
  readonly manifest: ManifestUnit
  /** The user's own files that need not be written, because they are there or once were. */
  readonly keptUserFiles: readonly string[]
  /** What goes into one of them all the same. */
  readonly insertion?: { readonly path: string; readonly before: string; readonly text: string } | undefined
  readonly disk: Disk
  /** Of the run before. */
  readonly previous: Manifest | undefined
  /** What runs that did not end were about to write: as good as recorded. */
  readonly pending: Pending
  readonly force: boolean
}

/** Decides what is to be done. Reads nothing and writes nothing; the disk is asked through `disk`. */
export function plan(input: PlanInput): WritePlan {
  const { units, standingFiles, keptUserFiles } = input
  const actions = [
    ...units.map(unit => (unit.ownership === 'tool' ? planTool(unit, input) : planUser(unit, input))),
    ...standingFiles.map((path): WriteAction => ({ kind: 'keep', root: 'output', path, reason: 'unchanged' })),
    ...keptUserFiles.map(path => planKept(path, input)),
    ...planGone(input),
  ]
  actions.sort((a, b) => compareText(a.root, b.root) * -1 || compareText(a.path, b.path))
  return { actions: [...actions, planManifest(input)] }
}

function planTool({ root, path, text }: SourceUnit, input: PlanInput): WriteAction {
  const { manifest, disk, previous, pending, force } = input
  const entry = disk(root, path)
  if (entry.kind === 'blocked') return { ...entry, root, path }
  const hash = manifest.content.files[path] ?? hashText(text)
  if (entry.kind === 'missing') return { kind: 'create', root, path, text, hash }
  if (entry.hash === hash) return { kind: 'keep', root, path, reason: 'unchanged' }
  const recorded = previous?.files[path]
  if (force || entry.hash === recorded || pending.has(root, path, entry.hash))
    return { kind: 'update', root, path, text, hash }
  return { kind: 'conflict', root: 'output', path, reason: recorded === undefined ? 'not-ours' : 'edited' }
}

function planUser({ root, path, text }: SourceUnit, { disk }: PlanInput): WriteAction {
  const entry = disk(root, path)
  if (entry.kind === 'blocked') return { ...entry, root, path }
  if (entry.kind === 'file') return { kind: 'keep', root, path, reason: 'user-owned' }
  return { kind: 'create', root, path, text, hash: hashText(text) }
}

function planKept(path: string, { insertion }: PlanInput): WriteAction {
  if (insertion?.path === path) {
    return { kind: 'insert', root: 'operator', ...insertion, hash: hashText(insertion.text) }
  }
  return { kind: 'keep', root: 'operator', path, reason: 'user-owned' }
}

/** Files of the runs before that this one does not write. What is no file any more is not ours to remove. */
function planGone({ units, standingFiles, disk, previous, pending, force }: PlanInput): WriteAction[] {
  const recorded = new Map(Object.entries(previous?.files ?? {}))
  const generated = units.filter(({ root }) => root === 'output').map(({ path }) => path)
  const written = new Set([...generated, ...standingFiles, MANIFEST])
  const earlier = new Set([...recorded.keys(), ...pending.files('output')])
  return [...earlier].flatMap((path): WriteAction[] => {
    if (written.has(path)) return []
    const entry = disk('output', path)
    if (entry.kind !== 'file') return []
    const isOurs = entry.hash === recorded.get(path) || pending.has('output', path, entry.hash)
    if (isOurs || (force && recorded.has(path))) return [{ kind: 'remove', root: 'output', path }]
    return recorded.has(path) ? [{ kind: 'conflict', root: 'output', path, reason: 'edited-and-gone' }] : []
  })
}

/** Nobody's handiwork is lost with it: it is written whatever was there. */
function planManifest({ manifest: { root, path, text, content }, disk, previous }: PlanInput): WriteAction {
  const entry = disk(root, path)
  if (entry.kind === 'blocked') return { ...entry, root, path }
  const hash = hashText(text)
  if (entry.kind === 'missing') return { kind: 'create', root, path, text, hash }
  if (entry.hash === hash) return { kind: 'keep', root, path, reason: 'unchanged' }
  const isSame = previous !== undefined && isSameOutput(previous, content)
  return { kind: isSame ? 'refresh' : 'update', root, path, text, hash }
}
