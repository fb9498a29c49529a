// Times `opwright` against other generators of TypeScript from CRDs. See README.md beside this file.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const shared = resolve(root, '../shared/crds')
const cli = join(root, 'dist/esm/generator/cli/main.js')
const peerBin = name => join(here, 'peers/node_modules/.bin', name)

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, 'timeout-s': { type: 'string', default: '300' } },
})
const runs = Number(options.runs)
const timeoutMs = Number(options['timeout-s']) * 1000
/** A command that takes longer than this is timed once, without a run to warm up. */
const longRunMs = 20_000

const work = mkdtempSync(join(tmpdir(), 'opwright-bench-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))

const peers = {
  'cdk8s import': (input, out) => [peerBin('cdk8s'), 'import', input, '--language', 'typescript', '-o', out],
  'kubernetes-fluent-client': (input, out) => [peerBin('kubernetes-fluent-client'), 'crd', input, out],
  'crd-generate': (input, out) => [peerBin('crd-generate'), '--input', input, '--output', out],
}
const ours = (input, out) => [cli, input, '--emit', 'models', '-o', out, '--quiet']
const oursWhole = (input, out) => [
  cli,
  input,
  '-o',
  join(out, 'generated'),
  '--operator',
  join(out, 'operator'),
  '--quiet',
]

prepare()
const { repositories, crds } = readSet()
const whole = concatenate('set.yaml', [...repositories.values()].flat())
const small = join(root, 'schemas', readdirSync(join(root, 'schemas')).sort()[0])

const rows = []
const node0 = await measure('node -e 0', () => ['-e', '0'])
const hash = await measure('node, hashing the set', () => [
  '-e',
  `require('crypto').createHash('sha256').update(require('fs').readFileSync(${JSON.stringify(whole)})).digest()`,
])
const parse = await measure('node, js-yaml 4 parsing the set', () => [
  '-e',
  `require(${JSON.stringify(join(root, 'node_modules/js-yaml'))}).loadAll(require('fs').readFileSync(${JSON.stringify(whole)}, 'utf8'))`,
])

const cold = await measure('opwright, models, cold', fresh(ours, whole))
const everything = await measure('opwright, everything, cold', fresh(oursWhole, whole))
const kept = join(work, 'kept')
const again = await measure('opwright, models, again, nothing changed', () => ours(whole, kept))
const one = await measure('opwright, one small CRD, cold', fresh(oursWhole, small))
rows.push(
  row('floors', node0),
  row('floors', hash),
  row('floors', parse),
  row('whole set', cold, `${ratio(cold, parse)} × parsing`),
  row('whole set', everything, `${ratio(everything, parse)} × parsing`),
  row('whole set', again, `${ratio(again, hash)} × hashing`),
  row('one CRD', one, `${ratio(one, node0)} × node -e 0`),
)

for (const [name, command] of Object.entries(peers)) {
  const peer = await measure(name, fresh(command, whole))
  rows.push(row('whole set', peer, peer.ok ? `${ratio(peer, cold)} × ours` : `stops: ${peer.error}`))
  if (!peer.ok) rows.push(await byRepository(name, command))
}
rows.push(await byRepository('opwright, models', ours))
for (const [name, command] of Object.entries(peers)) {
  const peer = await measure(name, fresh(command, small))
  rows.push(row('one CRD', peer, peer.ok ? `${ratio(peer, one)} × ours` : `stops: ${peer.error}`))
}

const table = render()
console.log(table)
writeFileSync(join(here, 'RESULTS.md'), table)

function prepare() {
  if (!existsSync(cli)) throw new Error('dist is missing: run npm run build')
  if (existsSync(peerBin('cdk8s'))) return
  execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: join(here, 'peers'), stdio: 'inherit' })
}

/** The files of each repository, with the number of CRDs in all. */
function readSet() {
  const repositories = new Map()
  if (!existsSync(shared)) {
    const files = readdirSync(join(root, 'schemas')).map(file => join(root, 'schemas', file))
    return { repositories: new Map([['schemas', files]]), crds: files.length }
  }
  const [, ...lines] = readFileSync(join(shared, 'VERDICTS.tsv'), 'utf8').trimEnd().split('\n')
  let crds = 0
  for (const line of lines) {
    const [path, , , , , oneRun] = line.split('\t')
    if (!oneRun) continue
    crds++
    const repository = path.split('/')[0]
    const files = repositories.get(repository) ?? new Set()
    repositories.set(repository, files.add(join(shared, path)))
  }
  return { repositories: new Map([...repositories].map(([name, files]) => [name, [...files]])), crds }
}

function concatenate(name, files) {
  const path = join(work, name)
  writeFileSync(path, files.map(file => readFileSync(file, 'utf8').replace(/\n?$/, '\n')).join('---\n'))
  return path
}

function fresh(command, input) {
  return run => command(input, join(work, `out-${run}`))
}

/** Runs a Node command several times; the median counts. */
async function measure(name, command) {
  const first = await time(command('first'))
  if (!first.ok) return { name, ...first, runs: 1 }
  if (first.ms > longRunMs) return { name, ...first, runs: 1 }
  const timed = []
  for (let run = 0; run < runs; run++) timed.push(await time(command(`run${run}`)))
  const failed = timed.find(result => !result.ok)
  if (failed) return { name, ...failed, runs: 1 }
  timed.sort((a, b) => a.ms - b.ms)
  return { name, ...timed[Math.floor(timed.length / 2)], runs }
}

async function byRepository(name, command) {
  let ms = 0
  const failed = []
  for (const [repository, files] of repositories) {
    const result = await time(command(concatenate(`${repository}.yaml`, files), join(work, 'out-repository')))
    ms += result.ms
    if (!result.ok) failed.push(repository)
  }
  const failures = failed.length ? `fails on ${failed.length}: ${failed.join(', ')}` : 'all'
  return { group: `${repositories.size} repositories, one by one`, name, ms, note: failures }
}

function time(args) {
  for (const folder of readdirSync(work)) {
    if (folder.startsWith('out-')) rmSync(join(work, folder), { recursive: true })
  }
  for (const folder of ['out-first', 'out-repository', ...Array.from({ length: runs }, (_, run) => `out-run${run}`)]) {
    mkdirSync(join(work, folder))
  }
  return new Promise(done => {
    const start = performance.now()
    const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let output = ''
    let peakKb = 0
    const keep = chunk => (output = (output + chunk).slice(-4000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const sample = setInterval(() => (peakKb = Math.max(peakKb, peakMemory(child.pid))), 20)
    child.on('close', (code, signal) => {
      clearInterval(sample)
      const ms = performance.now() - start
      const ok = code === 0
      done({ ok, ms, peakKb, error: ok ? '' : (signal ?? firstError(output)), output })
    })
  })
}

/** The high-water mark of a process's resident memory, where the system tells it. */
function peakMemory(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function firstError(output) {
  const line = output.split('\n').find(text => /error/i.test(text)) ?? output.trim().split('\n')[0] ?? ''
  return line.replace(/\|/g, '/').trim().slice(0, 100)
}

function ratio(a, b) {
  return a.ok && b.ok ? (a.ms / b.ms).toFixed(1) : '-'
}

function row(group, { name, ms, ok, peakKb }, note = '') {
  return { group, name, ms: ok ? ms : undefined, peakKb, note }
}

function render() {
  const lines = rows.map(({ group, name, ms, peakKb, note }) => {
    const seconds = ms === undefined ? '-' : `${(ms / 1000).toFixed(2)} s`
    return `| ${group} | ${name} | ${seconds} | ${peakKb ? `${Math.round(peakKb / 1024)} MB` : ''} | ${note ?? ''} |`
  })
  const files = [...repositories.values()].flat().length
  const bytes = statSync(whole).size
  const cpu = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  return `# Generating, beside others

${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpu}. Set: ${files} files, ${crds} CRDs, ${(bytes / 1e6).toFixed(1)} MB. Median of ${runs} runs.

| input | command | time | peak memory | ratio |
|---|---|---|---|---|
${lines.join('\n')}
`
}
