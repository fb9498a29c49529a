import type { SourceUnit } from '../emit/source-unit.js'
import { compareText } from '../diagnostic.js'
import { hashText } from './hash.js'
import { formatManifest, type Manifest } from './manifest.js'
import type { DiskEntry, WriteAction, WritePlan } from './write-plan.js'

export interface PlanInput {
  readonly units: readonly SourceUnit[]
  /** The user's own files that need not be written, because they are there or once were. */
  readonly keptUserFiles: readonly string[]
  readonly disk: (root: SourceUnit['root'], path: string) => DiskEntry
  /** Of the run before. */
  readonly previous: Manifest | undefined
  /** Hashes that a run that did not end was about to write. */
  readonly pending: ReadonlySet<string>
  /** What the manifest is to say of this run. */
  readonly record: Pick<Manifest, 'opwright' | 'inputs' | 'options'>
  readonly force: boolean
}

/** Decides what is to be done. Reads nothing and writes nothing; the disk is asked through `disk`. */
export function plan(input: PlanInput): WritePlan {
  const { units, keptUserFiles, previous, record } = input
  const actions: WriteAction[] = [
    ...units.map(unit => (unit.ownership === 'tool' ? planTool(unit, input) : planUser(unit, input))),
    ...keptUserFiles.map((path): WriteAction => ({ kind: 'keep', root: 'operator', path, reason: 'user-owned' })),
    ...planGone(input),
  ]
  const tool = units.filter(({ ownership }) => ownership === 'tool')
  const user = units.filter(({ ownership }) => ownership === 'user')
  const manifest = formatManifest({
    ...record,
    files: Object.fromEntries(tool.map(({ path, text }) => [path, hashText(text)])),
    operatorFiles: [
      ...new Set([...(previous?.operatorFiles ?? []), ...keptUserFiles, ...user.map(({ path }) => path)]),
    ].sort(compareText),
  })
  return { actions, manifest }
}

function planTool(unit: SourceUnit, { disk, previous, pending, force }: PlanInput): WriteAction {
  const { root, path } = unit
  const entry = disk(root, path)
  if (entry.kind !== 'file') return { kind: 'create', unit }
  if (entry.hash === hashText(unit.text)) return { kind: 'keep', root, path, reason: 'unchanged' }
  const recorded = previous?.files[path]
  if (force || entry.hash === recorded || pending.has(entry.hash)) return { kind: 'update', unit }
  return { kind: 'conflict', path, reason: recorded === undefined ? 'not-ours' : 'edited' }
}

function planUser(unit: SourceUnit, { disk }: PlanInput): WriteAction {
  const { root, path } = unit
  if (disk(root, path).kind === 'file') return { kind: 'keep', root, path, reason: 'user-owned' }
  return { kind: 'create', unit }
}

/** Files of the run before that this one does not write. */
function planGone({ units, disk, previous, pending, force }: PlanInput): WriteAction[] {
  const written = new Set(units.filter(({ root }) => root === 'output').map(({ path }) => path))
  return Object.entries(previous?.files ?? {}).flatMap(([path, hash]): WriteAction[] => {
    if (written.has(path)) return []
    const entry = disk('output', path)
    if (entry.kind !== 'file') return []
    if (force || entry.hash === hash || pending.has(entry.hash)) return [{ kind: 'remove', path }]
    return [{ kind: 'conflict', path, reason: 'edited-and-gone' }]
  })
}
