import type { ControllerMetrics } from '../controller/controller-metrics.js'
import { isPanic } from '../controller/outcome.js'
import type { QueueMetrics, QueueState } from '../queue/queue-metrics.js'
import type { Transport } from '../transport/transport.js'
import { MeteredTransport } from './metered-transport.js'
import { addProcessMetrics } from './process-metrics.js'
import { Registry, type Labels, type Sample } from './registry.js'

/** Others' metrics that are shown with ours: the `register` of prom-client is one. */
export interface MetricsRegistry {
  /** In the text format of Prometheus. */
  metrics(): string | Promise<string>
}

/** What is shown of an election. */
interface Elector {
  readonly isLeader: boolean
  readonly slowRenewals: number
}

/** What a manager counts, under the names of controller-runtime and client-go: dashboards made for those find it. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #queues = new Map<string, QueueState>()
  readonly #workers = new Map<string, { active: number; readonly most: number }>()
  #election: { readonly name: string; readonly elector: Elector } | undefined
  readonly #reconciles
  readonly #errors
  readonly #terminalErrors
  readonly #panics
  readonly #timeouts
  readonly #times
  readonly #adds
  readonly #retries
  readonly #waits
  readonly #works
  readonly #requests

  constructor() {
    const registry = this.#registry
    const runtime = 'controller_runtime_'
    this.#reconciles = registry.counter(`${runtime}reconcile_total`, 'Reconciles by controller and result.')
    this.#errors = registry.counter(`${runtime}reconcile_errors_total`, 'Reconciles that failed.')
    this.#terminalErrors = registry.counter(
      `${runtime}terminal_reconcile_errors_total`,
      'Reconciles that failed for good.',
    )
    this.#panics = registry.counter(
      `${runtime}reconcile_panics_total`,
      'Reconciles that failed by a fault in the program.',
    )
    this.#timeouts = registry.counter(`${runtime}reconcile_timeouts_total`, 'Reconciles that reached their deadline.')
    this.#times = registry.histogram(`${runtime}reconcile_time_seconds`, 'How long reconciles took.', reconcileBuckets)
    registry.gauge(`${runtime}max_concurrent_reconciles`, 'Workers of each controller.', () =>
      samples(this.#workers, controllerLabels, ({ most }) => most),
    )
    registry.gauge(`${runtime}active_workers`, 'Workers that are busy.', () =>
      samples(this.#workers, controllerLabels, ({ active }) => active),
    )

    const queue = (name: string, help: string, value: (state: QueueState) => number) =>
      registry.gauge(`workqueue_${name}`, help, () => samples(this.#queues, queueLabels, value))
    registry.gauge('workqueue_depth', 'Keys that wait, by priority: 0, or -100 in the background.', () =>
      this.#depths(),
    )
    queue(
      'oldest_wait_seconds',
      'For how long the key that was added first has waited.',
      state => state.oldestWaitMs / 1000,
    )
    this.#adds = registry.counter('workqueue_adds_total', 'Keys that were added.')
    this.#retries = registry.counter('workqueue_retries_total', 'Keys that were added with a delay.')
    this.#waits = registry.histogram('workqueue_queue_duration_seconds', 'How long keys waited.', queueBuckets)
    this.#works = registry.histogram('workqueue_work_duration_seconds', 'How long keys were in work.', queueBuckets)
    queue('unfinished_work_seconds', 'How long keys have been in work that are still, summed up.', state =>
      state.inWorkForMs().reduce((sum, ms) => sum + ms / 1000, 0),
    )
    queue('longest_running_processor_seconds', 'How long a key has been in work at the most.', state =>
      state.inWorkForMs().reduce((most, ms) => Math.max(most, ms / 1000), 0),
    )

    this.#requests = registry.counter('rest_client_requests_total', 'Requests by status code, method and host.')
    const election = (value: (elector: Elector) => number) => (): Sample[] =>
      this.#election ? [{ labels: { name: this.#election.name }, value: value(this.#election.elector) }] : []
    registry.gauge(
      'leader_election_master_status',
      'Whether this process leads: 1 or 0.',
      election(({ isLeader }) => (isLeader ? 1 : 0)),
    )
    registry.gauge(
      'leader_election_slowpath_total',
      'Renewals of the lease that had to read it first.',
      election(({ slowRenewals }) => slowRenewals),
      'counter',
    )
    addProcessMetrics(registry)
  }

  queue(name: string): QueueMetrics {
    const labels = queueLabels(name)
    const adds = this.#adds(labels)
    const retries = this.#retries(labels)
    const waits = this.#waits(labels)
    const works = this.#works(labels)
    return {
      shows: state => void this.#queues.set(name, state),
      added: () => void adds.value++,
      retried: () => void retries.value++,
      waited: ms => waits.observe(ms / 1000),
      worked: ms => works.observe(ms / 1000),
    }
  }

  controller(name: string, most: number): ControllerMetrics {
    const labels = controllerLabels(name)
    const workers = { active: 0, most }
    this.#workers.set(name, workers)
    const errors = this.#errors(labels)
    const terminalErrors = this.#terminalErrors(labels)
    const panics = this.#panics(labels)
    const timeouts = this.#timeouts(labels)
    const times = this.#times(labels)
    const result = (text: string) => this.#reconciles({ ...labels, result: text })
    const results = {
      success: result('success'),
      error: result('error'),
      requeue: result('requeue'),
      requeueAfter: result('requeue_after'),
    }
    return {
      busy: () => void workers.active++,
      free: () => void workers.active--,
      timedOut: () => void timeouts.value++,
      reconciled(outcome, ms) {
        times.observe(ms / 1000)
        if ('error' in outcome && isPanic(outcome.error)) panics.value++
        switch (outcome.type) {
          case 'gone':
          case 'done':
            results.success.value++
            break
          case 'requeue':
            results.requeueAfter.value++
            break
          case 'requeueSoon':
            results.requeue.value++
            break
          case 'terminal':
            terminalErrors.value++
            errors.value++
            results.error.value++
            break
          case 'failed':
            errors.value++
            results.error.value++
            break
          case 'interrupted':
            break
        }
      },
    }
  }

  *#depths(): Generator<Sample> {
    for (const [name, { size, background }] of this.#queues) {
      yield { labels: { ...queueLabels(name), priority: '0' }, value: size - background }
      yield { labels: { ...queueLabels(name), priority: '-100' }, value: background }
    }
  }

  /** A transport whose requests are counted. */
  metered(transport: Transport, host: string): Transport {
    return new MeteredTransport(transport, (method, code) => {
      this.#requests({ code, host, method }).value++
    })
  }

  leaderElection(name: string, elector: Elector): void {
    this.#election = { name, elector }
  }

  /** In the text format of Prometheus, after what others say; what they have too is left out. Their errors go to `failed`. */
  async render(others: readonly MetricsRegistry[], failed: (error: unknown) => void): Promise<string> {
    const texts: string[] = []
    for (const other of others) {
      try {
        const text = await other.metrics()
        if (text !== '') texts.push(text.endsWith('\n') ? text : `${text}\n`)
      } catch (error) {
        failed(error)
      }
    }
    const theirs = texts.flatMap(text => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name))
    return [...texts, this.#registry.render(new Set(theirs))].join('')
  }
}

/** Those of controller-runtime. */
const reconcileBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2,
  2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
]
/** Those of client-go: 10 ns to 1000 s. */
const queueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000]

function controllerLabels(controller: string): Labels {
  return { controller }
}

function queueLabels(name: string): Labels {
  return { controller: name, name }
}

function* samples<T>(
  all: ReadonlyMap<string, T>,
  labelsOf: (name: string) => Labels,
  valueOf: (state: T) => number,
): Generator<Sample> {
  for (const [name, state] of all) yield { labels: labelsOf(name), value: valueOf(state) }
}
