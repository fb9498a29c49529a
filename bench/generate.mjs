// Times `opwright` against other generators of TypeScript from CRDs. See README.md beside this file.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createMeasure } from './measure.mjs'
import { concatenate, crdWith, readSet, renamed } from './set.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const cli = join(root, 'dist/esm/generator/cli/main.js')
const peerBin = name => join(here, 'peers/node_modules/.bin', name)

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    'timeout-s': { type: 'string', default: '120' },
    files: { type: 'string', default: 'Infinity' },
  },
})
const runs = Number(options.runs)
const isTrial = options.files !== 'Infinity'

const work = mkdtempSync(join(tmpdir(), 'opwright-bench-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
const { measure, measureChanges, time } = createMeasure({ work, runs, timeoutMs: Number(options['timeout-s']) * 1000 })

const peers = {
  'cdk8s import': (input, out) => [peerBin('cdk8s'), 'import', input, '--language', 'typescript', '-o', out],
  'kubernetes-fluent-client': (input, out) => [peerBin('kubernetes-fluent-client'), 'crd', input, out],
  'crd-generate': (input, out) => [peerBin('crd-generate'), '--input', input, '--output', out],
}
const alone = (input, out) => [join(here, 'json-schema-to-typescript.mjs'), input, out]
const ours = (input, out) => [cli, input, '--emit', 'models', '-o', out, '--quiet']
const oursWhole = (input, out) => {
  const folders = ['-o', join(out, 'generated'), '--operator', join(out, 'operator')]
  return [cli, input, ...folders, '--quiet']
}
const evaluate = code => ['-e', code]
const fresh = (command, input) => run => command(input, join(work, `out-${run}`))

prepare()
const { repositories, files, crds } = readSet(Number(options.files))
const text = concatenate(files)
const whole = write('set/set.yaml', text)
const small = write('one.yaml', crdWith('size'))

const hashing = `require('crypto').createHash('sha256').update(require('fs').readFileSync(${JSON.stringify(whole)})).digest()`
const parsing = `require(${JSON.stringify(join(root, 'node_modules/js-yaml'))}).loadAll(require('fs').readFileSync(${JSON.stringify(whole)}, 'utf8'))`
const compilerOptions = { noEmit: true, strict: true, target: 'es2022', module: 'nodenext', types: [] }

const rows = []
const node0 = add('floors', await measure('node -e 0', () => evaluate('0')))
const hash = add('floors', await measure('node, hashing the set', () => evaluate(hashing)))
const parse = add('floors', await measure('node, js-yaml 4 parsing the set', () => evaluate(parsing)))

const cold = add('whole set', await measure('opwright, models, cold', fresh(ours, whole)), [parse])
add('whole set', await measure('opwright, everything, cold', fresh(oursWhole, whole)), [parse])
const halves = halvesOf([...repositories.values()]).map((half, index) => write(`half${index}.yaml`, concatenate(half)))
const apart = await measure('opwright, models, cold, a half in each of two processes at once', run =>
  evaluate(atOnce(halves.map((half, index) => ours(half, join(work, `out-half-${run}-${index}`))))),
)
add('whole set', { ...apart, peakKb: undefined }, [cold])

const kept = join(work, 'kept')
await time(ours(whole, kept))
add('whole set', await measure('opwright, models, again, nothing changed', () => ours(whole, kept)), [hash])
add('whole set', await measure('opwright, --check, nothing changed', () => [...ours(whole, kept), '--check']), [hash])
const one = add('one CRD', await measure('opwright, everything, cold', fresh(oursWhole, small)), [node0])
const keptOne = join(work, 'kept-one')
await time(oursWhole(small, keptOne))
add('one CRD', await measure('opwright, --check, nothing changed', () => [...oursWhole(small, keptOne), '--check']), [
  node0,
])

const changing = join(work, 'changing')
write('changing/set.yaml', text)
const changed = await measure('opwright, models, again, one CRD changed', run => {
  write('changing/one.yaml', crdWith(`size${run}`))
  return ours(changing, `${changing}-out`)
})
add('whole set', changed, [parse])
const described = `${crdWith('size')}                  description: How large it is.\n`
for (const [side, one] of Object.entries({ before: crdWith('size'), after: described })) {
  write(`${side}/set.yaml`, text)
  write(`${side}/one.yaml`, one)
}
const sides = [join(work, 'before'), join(work, 'after')]
add('whole set', await measure('opwright diff, one CRD changed', () => [cli, 'diff', ...sides]), [parse])

add('one CRD', await following('following-one'))
write('following/set.yaml', text)
add('whole set', await following('following'))

let copied = 1
for (const copies of [2, 4, 8]) {
  for (; copied < copies; copied++) write(`set/copy${copied}.yaml`, renamed(text, copied))
  const grown = await measure(`opwright, models, cold, ${copies} times the set`, fresh(ours, join(work, 'set')), {
    once: true,
  })
  add('growth', grown, [cold])
}

for (const [name, command] of Object.entries(peers)) {
  const peer = add('whole set', await measure(name, fresh(command, whole)), [], [cold, changed])
  if (!peer.ok) rows.push(await byRepository(name, command))
}
rows.push(await byRepository('opwright, models', ours))
for (const [name, command] of Object.entries(peers)) {
  add('one CRD', await measure(name, fresh(command, small)), [], [one])
}

const outputs = { opwright: kept, 'json-schema-to-typescript alone': join(work, 'alone') }
add('whole set', await measure('json-schema-to-typescript alone', () => alone(whole, join(work, 'alone'))), [], [cold])
const compiled = []
for (const [name, folder] of Object.entries(outputs)) {
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: [`${folder}/**/*.ts`] }))
  const command = [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(work, 'tsconfig.json')]
  const tsc = await measure(`tsc --noEmit, models of ${name}`, () => command)
  // The compiler is a process of its own. What it thinks of a peer's output is no concern here.
  compiled.push({ ...tsc, ok: tsc.ok || (name !== 'opwright' && !tsc.isStopped), peakKb: 0, bytes: bytesBelow(folder) })
}
const [ourTypes, theirTypes] = compiled
add('types', ourTypes, [], [], `${megabytes(ourTypes.bytes)}`)
const times = (theirTypes.bytes / ourTypes.bytes).toFixed(1)
add('types', theirTypes, [], [ourTypes], `${megabytes(theirTypes.bytes)}, ${times} × the bytes of ours`)

const table = render()
console.log(table)
if (!isTrial) writeFileSync(join(here, 'RESULTS.md'), table)

function prepare() {
  if (!existsSync(cli)) throw new Error('dist is missing: run npm run build')
  if (!existsSync(peerBin('cdk8s'))) {
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: join(here, 'peers'), stdio: 'inherit' })
  }
  // Generated models import their base types from the package.
  mkdirSync(join(work, 'node_modules'))
  symlinkSync(root, join(work, 'node_modules/opwright'))
}

function write(path, content) {
  const file = join(work, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

/** What `--watch` takes for a change of one CRD, which may have others beside it. */
function following(folder) {
  const change = property => write(`${folder}/one.yaml`, crdWith(property))
  change('size')
  const out = join(work, `${folder}-out`)
  const written = join(out, 'bench.example.com/v1/gauge.ts')
  return measureChanges('opwright --watch, from a change to its file', [...ours(join(work, folder), out), '--watch'], {
    isReady: () => existsSync(join(out, 'opwright.json')),
    change,
    isDone: property => existsSync(written) && readFileSync(written, 'utf8').includes(property),
  })
}

/** A row with its ratio to each of `bases`, and where it did not stop, to each of `others`. */
function add(group, result, bases = [], others = [], note = '') {
  const { name, ok, ms, peakKb, error } = result
  const notes = [
    ...(ok ? [] : [`stops: ${error}`]),
    ...bases.map(base => `${ratio(result, base)} × ${base.name}`),
    ...others.filter(() => ok).map(other => `${ratio(result, other)} × ${other.name}`),
    ...(note ? [note] : []),
  ]
  rows.push({ group, name, ms: ok ? ms : undefined, peakKb, note: notes.join('; ') })
  return result
}

/** Of about as many bytes each. */
function halvesOf(all) {
  const halves = [0, 1].map(() => ({ bytes: 0, files: [] }))
  for (const files of all) {
    const half = halves[0].bytes <= halves[1].bytes ? halves[0] : halves[1]
    half.files.push(...files)
    half.bytes += files.reduce((sum, file) => sum + statSync(file).size, 0)
  }
  return halves.map(({ files }) => files)
}

/** Starts a process for each command; Node waits for all of them. */
function atOnce(commands) {
  return `for (const each of ${JSON.stringify(commands)}) require('child_process').spawn(process.execPath, each, { stdio: 'inherit' })`
}

async function byRepository(name, command) {
  let ms = 0
  const failed = []
  for (const [repository, paths] of repositories) {
    const input = write(`${repository}.yaml`, concatenate(paths))
    const result = await time(command(input, join(work, 'out-repository')))
    ms += result.ms
    if (!result.ok) failed.push(repository)
  }
  const note = failed.length ? `fails on ${failed.length}: ${failed.join(', ')}` : 'all'
  return { group: `${repositories.size} repositories, one by one`, name, ms, note }
}

function ratio(a, b) {
  return a.ok && b.ok ? (a.ms / b.ms).toFixed(1) : '-'
}

function bytesBelow(folder) {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function render() {
  const lines = rows.map(({ group, name, ms, peakKb, note }) => {
    const seconds = ms === undefined ? '-' : `${(ms / 1000).toFixed(2)} s`
    return `| ${group} | ${name} | ${seconds} | ${peakKb ? `${Math.round(peakKb / 1024)} MB` : ''} | ${note} |`
  })
  const cpu = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  return `# Generating, beside others

${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpu}. Set: ${files.length} files, ${crds} CRDs, ${megabytes(statSync(whole).size)}. Median of ${runs} runs.

| input | command | time | peak memory | ratio |
|---|---|---|---|---|
${lines.join('\n')}
`
}
