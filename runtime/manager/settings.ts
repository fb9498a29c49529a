import { createLogger, type LoggerOptions, type LogLevel } from '../api/logger.js'
import type { LeaderElectionOptions } from '../leader-election/leader-election-options.js'
import type { ManagerOptions } from './manager-options.js'

/** Options of a manager that flags or the environment have set. */
export type ManagerSettings = Pick<
  ManagerOptions,
  | 'context'
  | 'gracefulShutdownMs'
  | 'healthAddress'
  | 'kubeconfig'
  | 'leaderElection'
  | 'logger'
  | 'metricsAddress'
  | 'namespaces'
>

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** What has been set so far. */
interface Draft extends Writable<Omit<ManagerSettings, 'leaderElection' | 'logger'>> {
  elects?: boolean
  readonly election: Writable<LeaderElectionOptions>
  readonly log: Writable<LoggerOptions>
}

/** One thing that can be set. */
export interface Setting {
  /** As in `--leader-elect`. */
  readonly flag: string
  /** Absent: it is for the command line only. */
  readonly variable?: string
  /** For people, what the value is; absent: true or false, and true where the flag stands alone. */
  readonly value?: string
  readonly help: string
  /** Throws where the text is no such value. */
  readonly set: (draft: Draft, text: string) => void
}

/** The names are those of Kubernetes' own components and of Kubebuilder's operators. */
export const settings: readonly Setting[] = [
  {
    flag: 'kubeconfig',
    value: 'path',
    help: 'the kubeconfig; default: the variable KUBECONFIG, the service account of the pod, ~/.kube/config',
    set: (draft, text) => void (draft.kubeconfig = text),
  },
  {
    flag: 'context',
    value: 'name',
    help: 'the context of the kubeconfig; default: its current one',
    set: (draft, text) => void (draft.context = text),
  },
  {
    flag: 'watch-namespace',
    variable: 'WATCH_NAMESPACE',
    value: 'name,...',
    help: 'the namespaces to work in; default: all',
    set: (draft, text) => void (draft.namespaces = namesOf(text)),
  },
  {
    flag: 'health-probe-bind-address',
    variable: 'HEALTH_ADDRESS',
    value: 'host:port',
    help: 'where /healthz and /readyz are answered; 0: nowhere; default: :8081',
    set: (draft, text) => void (draft.healthAddress = text),
  },
  {
    flag: 'metrics-bind-address',
    variable: 'METRICS_ADDRESS',
    value: 'host:port',
    help: 'where /metrics is answered; 0: nowhere; default: where the probes are',
    set: (draft, text) => void (draft.metricsAddress = text),
  },
  {
    flag: 'leader-elect',
    variable: 'LEADER_ELECT',
    help: 'let one of several processes work; default: false',
    set: (draft, text) => void (draft.elects = booleanOf(text)),
  },
  {
    flag: 'leader-elect-resource-name',
    value: 'name',
    help: 'the Lease; default: the name of the operator',
    set: (draft, text) => void (draft.election.name = text),
  },
  {
    flag: 'leader-elect-resource-namespace',
    value: 'name',
    help: 'where the Lease is; default: the namespace of the pod, or of the context',
    set: (draft, text) => void (draft.election.namespace = text),
  },
  {
    flag: 'leader-elect-lease-duration',
    value: 'duration',
    help: 'how long others wait before they take over; default: 15s',
    set: (draft, text) => void (draft.election.leaseDurationMs = millisecondsOf(text)),
  },
  {
    flag: 'leader-elect-renew-deadline',
    value: 'duration',
    help: 'how long the leader goes on without a renewal; default: 10s',
    set: (draft, text) => void (draft.election.renewDeadlineMs = millisecondsOf(text)),
  },
  {
    flag: 'leader-elect-retry-period',
    value: 'duration',
    help: 'between two attempts to renew, or to take over; default: 2s',
    set: (draft, text) => void (draft.election.retryPeriodMs = millisecondsOf(text)),
  },
  {
    flag: 'graceful-shutdown-timeout',
    value: 'duration',
    help: 'what a stop may take; default: 25s',
    set: (draft, text) => void (draft.gracefulShutdownMs = millisecondsOf(text)),
  },
  {
    flag: 'log-level',
    variable: 'LOG_LEVEL',
    value: 'level',
    help: 'debug, info, warn or error; default: info',
    set: (draft, text) => void (draft.log.level = oneOf<LogLevel>(text, ['debug', 'info', 'warn', 'error'])),
  },
  {
    flag: 'log-format',
    variable: 'LOG_FORMAT',
    value: 'format',
    help: 'json or text; default: text on a terminal, else json',
    set: (draft, text) => void (draft.log.format = oneOf(text, ['json', 'text'])),
  },
]

/** Collects settings, and gives the options that they make. */
export class SettingsDraft {
  readonly #draft: Draft = { election: {}, log: {} }

  /** @param name What the user calls it, for messages. */
  set(setting: Setting, text: string, name: string): void {
    try {
      setting.set(this.#draft, text)
    } catch (error) {
      throw new Error(`${name} is ${JSON.stringify(text)}: ${(error as Error).message}`, { cause: error })
    }
  }

  /** Those that were set, and no others. */
  options(): ManagerSettings {
    const { elects, election, log, ...options } = this.#draft
    return {
      ...options,
      ...(elects !== undefined && { leaderElection: elects && Object.keys(election).length > 0 ? election : elects }),
      ...(Object.keys(log).length > 0 && { logger: createLogger(log) }),
    }
  }
}

/** What the environment says. A variable that is empty says nothing. */
export function settingsOf(environment: Readonly<Record<string, string | undefined>>): ManagerSettings {
  const draft = new SettingsDraft()
  for (const setting of settings) {
    const text = setting.variable === undefined ? undefined : environment[setting.variable]
    if (text) draft.set(setting, text, setting.variable!)
  }
  return draft.options()
}

function namesOf(text: string): string[] {
  return text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
}

function booleanOf(text: string): boolean {
  return oneOf(text, ['true', 'false', '1', '0', 't', 'f']).match(/^[t1]/) !== null
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** As Go writes a duration: `15s`, `1m30s`, `1.5h`, `500ms`. */
function millisecondsOf(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[hms]))+$/.test(text)) throw new Error('it must be a duration, such as 15s or 1m30s')
  const parts = text.matchAll(/([\d.]+)([a-z]+)/g)
  return Array.from(parts, ([, amount, unit = '']) => Number(amount) * (units[unit] ?? 0)).reduce((a, b) => a + b, 0)
}

function oneOf<T extends string>(text: string, words: readonly T[]): T {
  const found = words.find(word => word === text.toLowerCase())
  if (found === undefined) throw new Error(`it must be one of ${words.join(', ')}`)
  return found
}
