import type { Clock } from '../api/clock.js'
import type { Logger } from '../api/logger.js'
import type { Client } from '../client/client.js'
import type { Transport } from '../transport/transport.js'
import { FencedTransport } from './fenced-transport.js'
import { electionSettings, type LeaderElectionOptions } from './leader-election-options.js'
import { LeaderElector } from './leader-elector.js'

export interface ElectionSetup {
  /** The operator's. */
  readonly name: string
  readonly options: LeaderElectionOptions
  /** Where the lease is unless the options say otherwise. */
  readonly namespace: string | undefined
  /** For the lease. */
  readonly client: Client
  /** What the work is done through. */
  readonly transport: Transport
  readonly clock: Clock
  readonly logger: Logger
}

/** A candidate, and the transport through which it works as long as it leads. */
export interface Election {
  /** Of the lease. */
  readonly name: string
  readonly elector: LeaderElector
  readonly transport: FencedTransport
}

export function makeElection({ options, client, transport, clock, logger, ...defaults }: ElectionSetup): Election {
  const settings = electionSettings(options, defaults)
  const { name, namespace, identity } = settings
  const elector = new LeaderElector({
    ...settings,
    client,
    clock,
    logger: logger.with({ lease: `${namespace}/${name}`, identity }),
    random: Math.random,
  })
  return { name, elector, transport: new FencedTransport(transport, () => elector.isOver) }
}
