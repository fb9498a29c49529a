import * as path from 'node:path'
import type { Diagnostic, Report } from '../diagnostic.js'
import type { ApplyOptions } from './apply.js'
import type { Blocked } from './disk.js'
import type { WriteAction, WritePlan } from './write-plan.js'

/** Reports what keeps a plan from being carried out: hand edits that would be lost, and what stands where a file should be. */
export function reportObstacles({ actions }: WritePlan, { roots, nameOf }: ApplyOptions, report: Report): void {
  const blocked = new Set<string>()
  for (const action of actions) {
    if (action.kind === 'conflict') {
      const file = nameOf(path.join(roots[action.root], action.path))
      report({ severity: 'error', code: 'write/conflict', file, ...conflicts[action.reason] })
    } else if (action.kind === 'blocked' && !blocked.has(action.by)) {
      blocked.add(action.by)
      report(blockedBy(action, nameOf))
    }
  }
}

export function blockedBy({ by, reason }: Blocked, nameOf: ApplyOptions['nameOf']): Diagnostic {
  const help = 'Move it away, or name another folder with --out or --operator.'
  return { severity: 'error', code: 'write/blocked', file: nameOf(by), message: reason, help }
}

type ConflictReason = Extract<WriteAction, { kind: 'conflict' }>['reason']

const conflicts: { readonly [reason in ConflictReason]: { readonly message: string; readonly help: string } } = {
  edited: {
    message: 'was edited by hand',
    help: 'Move the change to a file of your own, or let --force overwrite it.',
  },
  'edited-and-gone': {
    message: 'was edited by hand, and its kind is gone',
    help: 'Remove the file, or let --force do it.',
  },
  'not-ours': {
    message: 'is in the way: opwright did not write it',
    help: 'Name another folder with --out, or let --force overwrite it.',
  },
}
