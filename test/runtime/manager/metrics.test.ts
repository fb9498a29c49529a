import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { TerminalError, type Context, type Result } from '../../../runtime/controller/reconciler.js'
import { Manager } from '../../../runtime/manager/manager.js'
import type { ManagerOptions } from '../../../runtime/manager/manager-options.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { TinyApi } from '../controller/tiny-api.js'
import { Widget, widget } from '../controller/world.js'
import { parseSamples } from '../metrics/samples.js'

async function idle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await settled()
}

async function start(
  reconcile: (name: string, context: Context) => Promise<Result>,
  options: Partial<ManagerOptions> = {},
) {
  const api = new TinyApi()
  const clock = new FakeClock()
  const logger = recordingLogger()
  const healthAddress = '127.0.0.1:0'
  const manager = await Manager.create({ name: 'operator', transport: api, logger, clock, healthAddress, ...options })
  manager.controller(Widget, { reconcile: ({ metadata: { name } }, context) => reconcile(name, context) }).workers(3)
  const stop = new AbortController()
  const ended = manager.run({ signal: stop.signal })
  await idle()
  return {
    api,
    clock,
    logger,
    manager,
    async scrape() {
      const response = await fetch(`http://${manager.metricsAddress}/metrics`)
      assert.is(response.status, 200)
      assert.is(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
      return parseSamples(await response.text())
    },
    async stop() {
      stop.abort()
      await ended
    },
  }
}

const controller = '{controller="widget"}'
const queue = '{controller="widget",name="widget"}'
const depth = (priority: number) => `{controller="widget",name="widget",priority="${priority}"}`

test('before anything has happened everything is 0, and is there', async () => {
  const { scrape, stop } = await start(async () => {})
  const samples = await scrape()
  const table: [name: string, value: number][] = [
    ...['success', 'error', 'requeue', 'requeue_after'].map((result): [string, number] => [
      `controller_runtime_reconcile_total{controller="widget",result="${result}"}`,
      0,
    ]),
    [`controller_runtime_reconcile_errors_total${controller}`, 0],
    [`controller_runtime_terminal_reconcile_errors_total${controller}`, 0],
    [`controller_runtime_reconcile_panics_total${controller}`, 0],
    [`controller_runtime_reconcile_timeouts_total${controller}`, 0],
    [`controller_runtime_reconcile_time_seconds_count${controller}`, 0],
    [`controller_runtime_max_concurrent_reconciles${controller}`, 3],
    [`controller_runtime_active_workers${controller}`, 0],
    [`workqueue_depth${depth(0)}`, 0],
    [`workqueue_depth${depth(-100)}`, 0],
    [`workqueue_oldest_wait_seconds${queue}`, 0],
    [`workqueue_adds_total${queue}`, 0],
    [`workqueue_retries_total${queue}`, 0],
    [`workqueue_queue_duration_seconds_count${queue}`, 0],
    [`workqueue_work_duration_seconds_count${queue}`, 0],
    [`workqueue_unfinished_work_seconds${queue}`, 0],
    [`workqueue_longest_running_processor_seconds${queue}`, 0],
    ['rest_client_requests_total{code="200",host="",method="GET"}', 2],
  ]
  assert.equal(
    table.map(([name]) => [name, samples.get(name)]),
    table,
  )
  for (const name of ['cpu_seconds_total', 'resident_memory_bytes', 'start_time_seconds']) {
    assert.ok(samples.get(`process_${name}`)! > 0, name)
  }
  if (process.platform === 'linux') {
    for (const name of ['virtual_memory_bytes', 'open_fds', 'max_fds']) {
      assert.ok(samples.get(`process_${name}`)! > 0, name)
    }
  }
  await stop()
})

test('each outcome of a reconcile is counted as controller-runtime counts it', async () => {
  const results: Record<string, () => Promise<Result>> = {
    done: async () => {},
    later: async () => ({ requeueAfterMs: 3_600_000 }),
    soon: async () => (results['soon'] ? (delete results['soon'], { requeueAfterMs: 0 }) : undefined),
    failing: async () => {
      if (!results['failing']) return
      delete results['failing']
      throw new Error('no')
    },
    terminal: async () => {
      throw new TerminalError('never')
    },
    unreachable: async () => {
      if (!results['unreachable']) return
      delete results['unreachable']
      // As fetch rejects.
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    },
    broken: async () => {
      if (!results['broken']) return
      delete results['broken']
      return (undefined as unknown as { method(): Result }).method()
    },
  }
  const { api, clock, scrape, stop } = await start(async name => results[name]?.())
  for (const name of Object.keys(results)) api.put(Widget, widget(name))
  await idle()
  await clock.advance(1_000)
  const samples = await scrape()
  const total = (result: string) =>
    samples.get(`controller_runtime_reconcile_total{controller="widget",result="${result}"}`)
  assert.equal(
    ['success', 'requeue_after', 'requeue', 'error'].map(result => total(result)),
    [5, 1, 1, 4],
  )
  assert.is(samples.get(`controller_runtime_reconcile_errors_total${controller}`), 4)
  assert.is(samples.get(`controller_runtime_reconcile_panics_total${controller}`), 1)
  assert.is(samples.get(`controller_runtime_terminal_reconcile_errors_total${controller}`), 1)
  assert.is(samples.get(`controller_runtime_reconcile_time_seconds_count${controller}`), 11)
  assert.is(samples.get(`workqueue_adds_total${queue}`), 11)
  assert.is(samples.get(`workqueue_retries_total${queue}`), 5)
  await stop()
})

test('a reconcile that reaches its deadline is counted, and one that something else ends is not', async () => {
  const { api, clock, scrape, stop } = await start(
    (name, { signal }) =>
      new Promise((resolve, reject) => {
        if (name === 'short') resolve()
        signal.addEventListener('abort', () => (name === 'late' ? reject(signal.reason) : resolve()))
      }),
  )
  for (const name of ['late', 'short']) api.put(Widget, widget(name))
  await clock.advance(300_000)
  const samples = await scrape()
  assert.is(samples.get(`controller_runtime_reconcile_timeouts_total${controller}`), 1)
  assert.is(samples.get(`controller_runtime_reconcile_panics_total${controller}`), 0)
  await stop()
})

test('what is under way shows: its workers, its age, and what waits', async () => {
  const ends: (() => void)[] = []
  const { api, clock, scrape, stop } = await start(() => new Promise(resolve => ends.push(resolve)))
  for (const name of ['a', 'b', 'c', 'd']) api.put(Widget, widget(name))
  await idle()
  await clock.advance(2_000)
  const before = await scrape()
  const of = (samples: Map<string, number>) => ({
    active: samples.get(`controller_runtime_active_workers${controller}`),
    depth: samples.get(`workqueue_depth${depth(0)}`),
    oldest: samples.get(`workqueue_oldest_wait_seconds${queue}`),
    unfinished: samples.get(`workqueue_unfinished_work_seconds${queue}`),
    longest: samples.get(`workqueue_longest_running_processor_seconds${queue}`),
    waited: samples.get(`workqueue_queue_duration_seconds_sum${queue}`),
    worked: samples.get(`workqueue_work_duration_seconds_sum${queue}`),
    reconciled: samples.get(`controller_runtime_reconcile_time_seconds_sum${controller}`),
  })
  const zero = { waited: 0, worked: 0, reconciled: 0 }
  assert.equal(of(before), { active: 3, depth: 1, oldest: 2, unfinished: 6, longest: 2, ...zero })
  ends.splice(0).forEach(end => end())
  await idle()
  const after = { active: 1, depth: 0, oldest: 0, unfinished: 0, longest: 0, waited: 2, worked: 6, reconciled: 6 }
  assert.equal(of(await scrape()), after)
  const samples = await scrape()
  assert.is(samples.get('controller_runtime_reconcile_time_seconds_bucket{controller="widget",le="1.75"}'), 0)
  assert.is(samples.get('controller_runtime_reconcile_time_seconds_bucket{controller="widget",le="2"}'), 3)
  ends.forEach(end => end())
  await stop()
})

test('requests that fail are counted too', async () => {
  const { api, manager, scrape, stop } = await start(async () => {})
  const widgets = manager.client.for(Widget).namespace('default')
  api.failNext('GET', new Error('broken'))
  await widgets.get('x').catch(() => {})
  await widgets.patch('x', { merge: {} }).catch(() => {})
  const samples = await scrape()
  assert.is(samples.get('rest_client_requests_total{code="<error>",host="",method="GET"}'), 1)
  assert.is(samples.get('rest_client_requests_total{code="404",host="",method="PATCH"}'), 1)
  await stop()
})

test('it says whether it leads', async () => {
  const api = new TinyApi()
  const name = 'leader_election_master_status{name="operator"}'
  const options = { transport: api, leaderElection: { namespace: 'default' } }
  const first = await start(async () => {}, options)
  const second = await start(async () => {}, options)
  assert.is((await first.scrape()).get(name), 1)
  assert.is((await second.scrape()).get(name), 0)
  await first.stop()
  await second.stop()
})

test('metrics of others are shown with ours, what they have too is theirs, and one that fails hides nothing', async () => {
  const registries = [
    { metrics: async () => '# HELP mine_total x\n# TYPE mine_total counter\nmine_total 3' },
    { metrics: () => '# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 12345\n' },
    { metrics: () => Promise.reject(new Error('it broke')) },
    { metrics: () => '' },
  ]
  const { logger, scrape, stop } = await start(async () => {}, { metricsRegistries: registries })
  const samples = await scrape()
  assert.is(samples.get('mine_total'), 3)
  assert.is(samples.get('process_cpu_seconds_total'), 12345)
  assert.is(samples.get(`workqueue_depth${depth(0)}`), 0)
  const errors = logger.lines.filter(({ level }) => level === 'error')
  assert.equal(
    errors.map(({ message, fields }) => [message, (fields['error'] as Error).message]),
    [['a metrics registry failed', 'it broke']],
  )
  await stop()
})

test('they have an address of their own, that of the probes, or none', async () => {
  const table: [Partial<ManagerOptions>, env: string | undefined, probes: boolean, metrics: boolean, one: boolean][] = [
    [{}, undefined, true, true, true],
    [{ metricsAddress: '[::1]:0' }, undefined, true, true, false],
    [{}, '[::1]:0', true, true, false],
    [{ metricsAddress: '0' }, '[::1]:0', true, false, false],
    [{ healthAddress: '0' }, undefined, false, false, false],
    [{ healthAddress: '0', metricsAddress: '[::1]:0' }, undefined, false, true, false],
  ]
  for (const [options, env, probes, metrics, one] of table) {
    if (env === undefined) delete process.env['METRICS_ADDRESS']
    else process.env['METRICS_ADDRESS'] = env
    const { manager, stop } = await start(async () => {}, options)
    const { healthAddress, metricsAddress } = manager
    const what = JSON.stringify([options, env])
    assert.equal([healthAddress !== undefined, metricsAddress !== undefined], [probes, metrics], what)
    assert.is(metrics && healthAddress === metricsAddress, one, what)
    const status = async (address: string, path: string) => (await fetch(`http://${address}${path}`)).status
    if (healthAddress) {
      assert.is(await status(healthAddress, '/readyz'), 200)
      assert.is(await status(healthAddress, '/metrics'), one ? 200 : 404)
    }
    if (metricsAddress && !one) assert.is(await status(metricsAddress, '/readyz'), 404)
    await stop()
    assert.is(manager.metricsAddress, undefined)
  }
  delete process.env['METRICS_ADDRESS']
})

test('an address that is taken says which option it is', async () => {
  const { manager, stop } = await start(async () => {})
  const other = await Manager.create({
    name: 'other',
    transport: new TinyApi(),
    logger: recordingLogger(),
    healthAddress: '0',
    metricsAddress: manager.metricsAddress!,
  })
  const error = await other.run().catch((reason: Error) => reason.message)
  assert.match(String(error), /^the metrics server cannot listen .* `metricsAddress` or METRICS_ADDRESS/)
  await stop()
})

test.run()
