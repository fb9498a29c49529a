// An operator for tests that disturb it: keeps a ConfigMap for each Backup of a namespace, and counts what it does.
//
//     KEEPER='{"namespace": ..., "identity": ..., "speed": 1}'
//
// With an identity it competes for the lead. Its clock runs `speed` times as fast as that of the machine.

import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ConfigMap } from 'opwright/kubernetes/core/v1'
import {
  controllerReference,
  isControlledBy,
  isNotFound,
  Manager,
  type Cached,
  type Context,
  type Reconciler,
} from 'opwright/runtime'
import { Backup } from '../../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import { UnsteadyClock } from '../unsteady-clock.js'
import { spoil, spoilOptions } from './defects.js'
import type { KeeperMessage, KeeperReport, KeeperSettings, KeeperRequest } from './keeper-messages.js'
import { childDataOf, pulseOf } from './workload-objects.js'

const { namespace, identity, speed, defect }: KeeperSettings = JSON.parse(process.env['KEEPER'] ?? '')
// An operator's heap holds none: the first stack trace would load those of all of the runtime.
process.setSourceMapsEnabled(false)
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const send = (message: KeeperMessage) => process.send?.(message)

class Keeper implements Reconciler<Backup> {
  reconciles = 0
  /** How often a key was worked on while it was worked on. */
  twiceAtOnce = 0
  readonly #underWay = new Set<string>()

  reconcile(backup: Cached<Backup>, context: Context): Promise<void> {
    return this.#counted(backup, async () => {
      const { cache, client, signal } = context
      const { name } = backup.metadata
      const configMaps = client.for(ConfigMap).namespace(namespace)
      const child = cache.get(ConfigMap, { namespace, name })
      const data = childDataOf(backup)
      if (!child) {
        const metadata = { name, ownerReferences: [controllerReference(backup, Backup)] }
        await configMaps.create({ metadata, data }, { signal })
      } else if (!isControlledBy(child, backup)) {
        await configMaps.delete(name, { signal, preconditions: { uid: child.metadata.uid } })
        throw new Error(`the ConfigMap ${name} was another one's`)
      } else if (JSON.stringify(child.data) !== JSON.stringify(data)) {
        const { resourceVersion } = child.metadata
        await configMaps.patch(name, { merge: { metadata: { resourceVersion }, data } }, { signal })
      }
      const { copies } = backup.spec
      if (backup.status?.copies !== copies) {
        const backups = client.for(Backup).namespace(namespace)
        await backups.patchStatus(name, { merge: { status: { copies } } }, { signal })
      }
    })
  }

  finalize(backup: Cached<Backup>, { client, signal }: Context): Promise<void> {
    return this.#counted(backup, async () => {
      try {
        await client.for(ConfigMap).namespace(namespace).delete(backup.metadata.name, { signal })
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    })
  }

  async #counted({ metadata: { name } }: Cached<Backup>, work: () => Promise<void>): Promise<void> {
    this.reconciles++
    if (this.#underWay.has(name)) this.twiceAtOnce++
    this.#underWay.add(name)
    try {
      // Long enough for another worker to come across it.
      await pause(10)
      await work()
    } finally {
      this.#underWay.delete(name)
    }
  }
}

const clock = new UnsteadyClock(speed)
const keeper = new Keeper()
const leaderElection = identity === undefined ? false : { identity, namespace }
const options = { name: 'keeper', clock, namespaces: [namespace], leaderElection }
const manager = await Manager.create(spoilOptions(options, defect))
manager.controller(Backup, spoil(keeper, defect)).owns(ConfigMap).workers(4)
const tellPulse = (backup: Cached<Backup>) => {
  const pulse = pulseOf(backup)
  if (pulse !== undefined) send({ type: 'pulse', pulse })
}
manager.cache.informer(Backup).addHandler({ added: tellPulse, updated: tellPulse })

process.on('message', (request: KeeperRequest) => {
  if (request.type === 'jump') return clock.jump(request.ms)
  send({ type: 'report', ...report() })
})

function report(): KeeperReport {
  const { reconciles, twiceAtOnce } = keeper
  collectGarbage()
  const handles = process.getActiveResourcesInfo().length
  return { reconciles, twiceAtOnce, heapBytes: process.memoryUsage().heapUsed, handles }
}

try {
  await manager.run()
} finally {
  process.disconnect()
}
