// Times what one `import type { Deployment } from 'opwright/kubernetes/apps/v1'` adds to tsc, with the TypeScript versions that
// generated code is tested with. See README.md beside this file.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const compilers = join(root, 'test/package/compilers')
const runs = 7
const programs = {
  without:
    'export const replicas = (deployment: { spec: { replicas?: number } }): number => deployment.spec.replicas ?? 1\n',
  with:
    "import type { Deployment } from 'opwright/kubernetes/apps/v1'\n" +
    'export const replicas = (deployment: Deployment): number => deployment.spec.replicas ?? 1\n',
}

const compilerOptions = {
  noEmit: true,
  strict: true,
  target: 'es2022',
  module: 'nodenext',
  types: [],
}

if (!existsSync(join(root, 'dist/esm/kubernetes'))) throw new Error('dist is missing: run npm run build')
if (!existsSync(join(compilers, 'node_modules'))) execFileSync('npm', ['ci'], { cwd: compilers, stdio: 'inherit' })

const work = mkdtempSync(join(tmpdir(), 'opwright-bench-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
mkdirSync(join(work, 'node_modules'))
symlinkSync(root, join(work, 'node_modules/opwright'))
for (const [name, text] of Object.entries(programs)) {
  writeFileSync(join(work, `${name}.ts`), text)
  writeFileSync(join(work, `${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }))
}

console.log(`| TypeScript | without, s | with, s | added, s |\n|---|---|---|---|`)
for (const [name, tsc] of [
  ['5.4', join(compilers, 'node_modules/typescript-5.4/bin/tsc')],
  ['5.9', join(compilers, 'node_modules/typescript-5.9/bin/tsc')],
  ['6', join(compilers, 'node_modules/typescript-6/bin/tsc')],
  ['7', join(root, 'node_modules/typescript/bin/tsc')],
]) {
  const times = { without: [], with: [] }
  for (let run = 0; run < runs; run++)
    for (const program of ['without', 'with']) times[program].push(time(tsc, program))
  const [bare, imported] = [median(times.without), median(times.with)]
  console.log(`| ${name} | ${bare.toFixed(2)} | ${imported.toFixed(2)} | ${(imported - bare).toFixed(2)} |`)
}

function time(tsc, program) {
  const start = performance.now()
  execFileSync(process.execPath, [tsc, '-p', join(work, `${program}.json`)], { stdio: 'inherit' })
  return (performance.now() - start) / 1000
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
