// npm test: builds, checks and runs every test file; or a part of it:
//
//   npm test -- unit cluster          suites: unit and the folders of test/ that are suites of their own
//   npm test -- format lint           checks
//   npm test -- test/runtime/queue    whatever test file has this in its path
//   npm test -- --no-build ...        with dist/ as it is
//
// The last line says `N passed, N failed`, and `, N skipped` where something had to be.

import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildCheck, checks, runCheck } from './test-runner/checks.mjs'
import { startCluster } from './test-runner/cluster.mjs'
import { Report } from './test-runner/report.mjs'
import { killRunning, runTestFile } from './test-runner/run-test-file.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
/** Folders of test/ that are suites by their own name; all others are unit tests. */
const suites = ['cluster', 'fuzz', 'golden', 'package', 'types']
/** Seconds. Starts on a loaded machine take many times what they take alone. */
const defaultTimeLimits = { cluster: 900, fuzz: 900, package: 900, golden: 300, types: 300, unit: 300 }

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-build': { type: 'boolean' }, 'time-limit': { type: 'string' } },
})
process.chdir(root)
const selection = select(positionals)
const report = new Report()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    killRunning()
    process.exit(128 + os.constants.signals[signal])
  })
}

if (!options['no-build']) report.add('build', await runCheck(buildCheck, root))
const clusterFiles = selection.files.filter(file => suiteOf(file) === 'cluster')
const otherFiles = selection.files.filter(file => suiteOf(file) !== 'cluster')
const cluster = clusterFiles.length > 0 ? startCluster(root) : undefined
try {
  const tasks = [
    ...selection.checks.map(name => async () => report.add(name, await runCheck(checks[name], root))),
    ...otherFiles.map(file => () => run(file)),
  ]
  await inParallel(tasks, 2)
  if (cluster) {
    const { env, reason } = await cluster.ready
    if (reason) report.note(reason)
    for (const file of clusterFiles) await run(file, { env, skip: env === undefined })
  }
} finally {
  await cluster?.stop()
}
process.exitCode = report.close()

function select(words) {
  const found = testFiles()
  if (words.length === 0) return { checks: Object.keys(checks), files: found }
  const files = new Set()
  const unknown = []
  for (const word of words) {
    if (word in checks || word === 'build') continue
    const exact = path.relative(root, path.resolve(word))
    const matches =
      word === 'unit' || suites.includes(word)
        ? found.filter(file => suiteOf(file) === word)
        : fs.statSync(exact, { throwIfNoEntry: false })?.isFile()
          ? [exact]
          : found.filter(file => file.includes(word))
    if (matches.length === 0) unknown.push(word)
    for (const file of matches) files.add(file)
  }
  if (unknown.length > 0) {
    console.error(`no suite, no check, and in no test file's path: ${unknown.join(', ')}`)
    console.error(`suites: unit, ${suites.join(', ')}; checks: build, ${Object.keys(checks).join(', ')}`)
    process.exit(2)
  }
  return { checks: words.filter(word => word in checks), files: [...files] }
}

function testFiles() {
  return fs
    .readdirSync('test', { recursive: true })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => path.join('test', file))
    .toSorted()
}

function suiteOf(file) {
  const folder = file.split(path.sep)[1]
  return suites.includes(folder) ? folder : 'unit'
}

async function run(file, { env, skip } = {}) {
  const timeLimitMs = 1000 * (Number(options['time-limit']) || defaultTimeLimits[suiteOf(file)])
  report.add(file, await runTestFile(file, { timeLimitMs, skip, env }))
}

async function inParallel(tasks, lanes) {
  const queue = [...tasks]
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let task = queue.shift(); task; task = queue.shift()) await task()
    }),
  )
}
