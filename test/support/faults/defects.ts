// What a keeper can do wrong on purpose, so that it is seen that somebody notices.

import { createServer } from 'node:http'
import { ConfigMap } from 'opwright/kubernetes/core/v1'
import type { Cached, Context, ManagerOptions, Reconciler, Result } from 'opwright/runtime'
import type { Backup } from '../../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'

export type Defect =
  | 'works on a key twice at once'
  | 'forgets some changes'
  | 'leaks memory'
  | 'leaks timers'
  | 'never rests'
  | 'always calls itself ready'
  | 'works without the lead'

type Work = (backup: Cached<Backup>, context: Context) => Promise<Result | void>

const leaked: unknown[] = []

const spoiled: { readonly [defect in Defect]?: (work: Work) => Work } = {
  'works on a key twice at once': work => async (backup, context) => {
    await Promise.all([work(backup, context), work(backup, context)])
  },
  'forgets some changes': work => async (backup, context) => {
    if (backup.spec.copies < 5) await work(backup, context)
  },
  'leaks memory': work => async (backup, context) => {
    leaked.push(Array.from({ length: 50_000 }, (_, index) => index / 3))
    await work(backup, context)
  },
  'leaks timers': work => async (backup, context) => {
    leaked.push(setInterval(() => {}, 3_600_000))
    await work(backup, context)
  },
  'never rests': work => async (backup, context) => {
    await work(backup, context)
    const { namespace, name } = backup.metadata
    await context.client.for(ConfigMap).namespace(namespace).get(name, { signal: context.signal })
    return { requeueAfterMs: 1 }
  },
}

/** The reconciler with what is wrong about it. */
export function spoil(
  keeper: Required<Pick<Reconciler<Backup>, 'reconcile' | 'finalize'>>,
  defect: Defect | undefined,
): Reconciler<Backup> {
  const wrong = defect && spoiled[defect]
  if (!wrong) return keeper
  const work: Work = (backup, context) => keeper.reconcile(backup, context)
  return { reconcile: wrong(work), finalize: (backup, context) => keeper.finalize(backup, context) }
}

/** The manager's options with what is wrong about them. */
export function spoilOptions(options: ManagerOptions, defect: Defect | undefined): ManagerOptions {
  if (defect === 'works without the lead') return { ...options, leaderElection: false }
  if (defect !== 'always calls itself ready') return options
  const [host, port] = (process.env['HEALTH_ADDRESS'] ?? '').split(':')
  createServer((_, response) => response.end('ok')).listen(Number(port), host)
  return { ...options, healthAddress: '0' }
}
