import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { managerFlagsUsage, parseManagerFlags } from '../../../runtime/manager/flags.js'
import { settings, settingsOf } from '../../../runtime/manager/settings.js'

const parsed: [args: string, options: object, rest?: string[]][] = [
  ['', {}],
  ['--kubeconfig /x --context=prod', { kubeconfig: '/x', context: 'prod' }],
  ['-kubeconfig=/x', { kubeconfig: '/x' }],
  ['--health-probe-bind-address=:8081', { healthAddress: ':8081' }],
  ['--metrics-bind-address 0', { metricsAddress: '0' }],
  ['--watch-namespace=a,b', { namespaces: ['a', 'b'] }],
  ['--leader-elect', { leaderElection: true }],
  ['--leader-elect --context x', { leaderElection: true, context: 'x' }],
  ['--leader-elect=true', { leaderElection: true }],
  ['--leader-elect=False', { leaderElection: false }],
  ['--leader-elect --leader-elect=0', { leaderElection: false }],
  ['--leader-elect-resource-name=x', {}],
  [
    '--leader-elect --leader-elect-resource-name=x --leader-elect-resource-namespace=y',
    { leaderElection: { name: 'x', namespace: 'y' } },
  ],
  [
    '--leader-elect --leader-elect-lease-duration=1m --leader-elect-renew-deadline=40s --leader-elect-retry-period=1.5s',
    { leaderElection: { leaseDurationMs: 60_000, renewDeadlineMs: 40_000, retryPeriodMs: 1500 } },
  ],
  ['--graceful-shutdown-timeout=1m30s500ms', { gracefulShutdownMs: 90_500 }],
  ['--mine=1 --context x also -v', { context: 'x' }, ['--mine=1', 'also', '-v']],
  ['--context x -- --context y', { context: 'x' }, ['--context', 'y']],
  ['--context=', { context: '' }],
  ['- --=x', {}, ['-', '--=x']],
]
for (const [args, options, rest = []] of parsed) {
  test(args === '' ? 'no flags' : args, () => {
    assert.equal(parseManagerFlags(args.split(' ').filter(Boolean)), { options, rest })
  })
}

const refused: [args: string, message: string][] = [
  ['--context', '--context needs a value: name'],
  ['--leader-elect=maybe', '--leader-elect is "maybe": it must be one of true, false, 1, 0, t, f'],
  ['--graceful-shutdown-timeout=5', '--graceful-shutdown-timeout is "5": it must be a duration, such as 15s or 1m30s'],
  [
    '--graceful-shutdown-timeout -5s',
    '--graceful-shutdown-timeout is "-5s": it must be a duration, such as 15s or 1m30s',
  ],
  ['-log-level=loud', '--log-level is "loud": it must be one of debug, info, warn, error'],
]
for (const [args, message] of refused) {
  test(`${args} is refused`, () => {
    assert.throws(
      () => parseManagerFlags(args.split(' ')),
      (error: Error) => error.message === message,
    )
  })
}

test('an operator that has no other flags ends with its usage, or with what is wrong', () => {
  const module = new URL('../../../runtime/manager/flags.ts', import.meta.url).href
  const script = `import { managerFlags } from '${module}'; console.log(JSON.stringify(managerFlags()))`
  const run = (...args: string[]) => {
    const node = ['--import', 'tsx', '--input-type=module', '-e', script, '--', 'main.js', ...args]
    const { status, stdout, stderr } = spawnSync(process.execPath, node, { encoding: 'utf8' })
    return { status, stdout, stderr }
  }
  const usage = `Flags:\n${managerFlagsUsage()}`
  assert.equal(run('--leader-elect'), { status: 0, stdout: '{"leaderElection":true}\n', stderr: '' })
  assert.equal(run('--context', 'x', '--help'), { status: 0, stdout: usage, stderr: '' })
  assert.equal(run('--mine=1'), { status: 2, stdout: '', stderr: `there is no flag --mine=1\n${usage}` })
  assert.equal(run('--context'), { status: 2, stdout: '', stderr: `--context needs a value: name\n${usage}` })
})

test('flags of the log make a logger', () => {
  const write = process.stderr.write.bind(process.stderr)
  const lines: string[] = []
  process.stderr.write = ((text: string) => lines.push(text)) as never
  try {
    const { logger } = parseManagerFlags(['--log-level=warn', '--log-format=text']).options
    assert.ok(logger && 'with' in logger)
    logger.info('no')
    logger.warn('yes', { a: 1 })
  } finally {
    process.stderr.write = write
  }
  assert.is(lines.length, 1)
  assert.match(lines[0]!, /^\S+ WARN  yes a=1\n$/)
})

test('the environment says the same, and nothing where it is empty', () => {
  assert.equal(
    settingsOf({
      HEALTH_ADDRESS: ':1',
      METRICS_ADDRESS: ':2',
      LEADER_ELECT: 'true',
      WATCH_NAMESPACE: 'a',
      OTHER: 'x',
    }),
    { healthAddress: ':1', metricsAddress: ':2', leaderElection: true, namespaces: ['a'] },
  )
  assert.equal(settingsOf({ HEALTH_ADDRESS: '', WATCH_NAMESPACE: '' }), {})
  assert.throws(() => settingsOf({ LEADER_ELECT: 'yes' }), /LEADER_ELECT is "yes"/)
})

test('the usage and the guide name every flag and variable', () => {
  const guide = fs.readFileSync(new URL('../../../docs/guide.md', import.meta.url), 'utf8')
  const usage = managerFlagsUsage()
  assert.is(usage.trimEnd().split('\n').length, settings.length)
  for (const { flag, variable } of settings) {
    for (const text of [usage, guide]) {
      assert.ok(text.includes(`--${flag}`), flag)
      if (variable) assert.ok(text.includes(variable), variable)
    }
  }
})

test.run()
