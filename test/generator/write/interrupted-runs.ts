// What the tests of interrupted runs share: input for them, and a generator that can be killed at work.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { definition, type Workspace } from '../workspace.js'

export const sets = ['a', 'b'] as const
export type Set = (typeof sets)[number]

export const rounds = 20

/**
 * Two sets that share some kinds, which differ in a field, and that each have some that the other has not. No two kinds share a
 * type, whose name would depend on the runs before.
 */
export function writeSets(workspace: Workspace): void {
  for (const [set, from, to] of [
    ['a', 0, 24],
    ['b', 12, 36],
  ] as const) {
    for (let index = from; index < to; index++) {
      const group = `group${index % 4}.example.com`
      const text = definition(`Kind${index}`, { group, fields: [`size${index}`, `only${set}${index}`] })
      workspace.write({ [`crds-${set}/${index}.json`]: text })
    }
  }
}

export function spawnGenerator(workspace: Workspace, order: readonly string[]) {
  const script = fileURLToPath(new URL('restless-generator.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...order], {
    cwd: workspace.folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return { child, closed: once(child, 'close') }
}

export const isTemporary = (file: string) => /\.opwright-/.test(file)
