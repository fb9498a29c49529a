// What is published, as its users have it: packed, installed into an empty folder, started with npx; what it writes is compiled
// with every TypeScript that it promises to work with.

import { execFileSync, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readVerdicts, realCrds } from '../support/real-crds.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const compilers = path.join(root, 'test', 'package', 'compilers')
const golden = path.join(root, 'test', 'golden')

const strict = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: 'es2022',
  noEmit: true,
}

/**
 * In a CommonJS package `verbatimModuleSyntax` refuses every `import` of every file where the module kind follows the package, so
 * nobody can have both.
 */
const projects = [
  { name: 'ES module, nodenext', type: 'module', module: 'nodenext', resolution: 'nodenext', verbatim: true },
  { name: 'ES module, bundler', type: 'module', module: 'esnext', resolution: 'bundler', verbatim: true },
  { name: 'CommonJS, nodenext', type: 'commonjs', module: 'nodenext', resolution: 'nodenext', verbatim: false },
  { name: 'CommonJS, bundler', type: 'commonjs', module: 'esnext', resolution: 'bundler', verbatim: true },
] as const

const typescripts = ['5.4', '5.9', '6', '7'] as const

const packed = suite('package')
let app = ''

packed.before(() => {
  const workspace = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'opwright-package-'))
  app = path.join(workspace, 'app')
  fs.mkdirSync(app)
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', workspace)
  const [tarball] = fs.readdirSync(workspace).filter(file => file.endsWith('.tgz'))
  if (!tarball) throw new Error('npm pack has made nothing')
  write('package.json', { name: 'app', private: true, type: 'module' })
  npm(app, 'install', '--no-audit', '--no-fund', '--prefer-offline', path.join(workspace, tarball))
  if (!fs.existsSync(path.join(compilers, 'node_modules'))) npm(compilers, 'ci', '--no-audit', '--no-fund')
})

packed.after(() => {
  fs.rmSync(path.dirname(app), { recursive: true, force: true })
})

packed('npx opwright crd.yaml', () => {
  const inputs = fs
    .readdirSync(golden)
    .filter(name => name !== 'clashing-names') // many kinds, and nothing in them that the others lack
    .map(name => path.join(golden, name, 'input.yaml'))
    .filter(file => fs.existsSync(file))
  fs.writeFileSync(path.join(app, 'crd.yaml'), inputs.map(file => fs.readFileSync(file, 'utf8')).join('\n---\n'))
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'opwright', 'crd.yaml'], options(app))
  assert.is(status, 0, stderr)
  assert.match(stdout, /\d+ kinds/)
  assert.ok(fs.existsSync(path.join(app, 'operator', 'main.ts')))
  fs.writeFileSync(path.join(app, 'operator', 'regenerate.ts'), usesOfTheGenerator)
})

const usesOfTheGenerator = `import { diff, generate, type ChangeCode, type Finding, type GenerateResult } from "opwright";

export function regenerate(): Promise<GenerateResult> {
  return generate({ inputs: ["crd.yaml"], mode: "check" });
}

const accepted: ReadonlySet<ChangeCode> = new Set<ChangeCode>(["field/removed", "max-length/tightened"]);

export async function breaks(): Promise<Finding[]> {
  const { kinds } = await diff({ before: "crd.yaml", after: ["crd.yaml"] });
  return kinds.flatMap(({ findings }) => findings.filter(({ changes }) => !changes.every(({ code }) => accepted.has(code))));
}
`

for (const { name, type, module, resolution, verbatim } of projects) {
  for (const version of typescripts) {
    packed(`${name}, TypeScript ${version}`, () => {
      write('package.json', { name: 'app', private: true, type })
      write('tsconfig.json', {
        compilerOptions: { ...strict, module, moduleResolution: resolution, verbatimModuleSyntax: verbatim },
        include: ['generated', 'operator'],
      })
      const { status, stdout } = spawnSync(process.execPath, [compilerOf(version), '-p', '.'], options(app))
      assert.is(status, 0, stdout.slice(0, 3000))
    })
  }
}

const real = [...new Set(readVerdicts().flatMap(({ oneRun, file }) => (oneRun ? [path.join(realCrds, file)] : [])))]

if (real.length > 0) {
  packed('npx opwright, with the CRDs of real projects', () => {
    const args = ['--no-install', 'opwright', ...real, '-o', 'real/generated', '--operator', 'real/operator', '--quiet']
    const { status, stderr } = spawnSync('npx', args, options(app))
    assert.is(status, 0, stderr)
  })

  for (const version of typescripts) {
    packed(`the CRDs of real projects, TypeScript ${version}`, () => {
      write('package.json', { name: 'app', private: true, type: 'module' })
      write('tsconfig.json', { compilerOptions: { ...strict, module: 'nodenext' }, include: ['real'] })
      const args = ['--max-old-space-size=4096', compilerOf(version), '-p', '.', '--extendedDiagnostics']
      const { status, stdout } = spawnSync(process.execPath, args, options(app))
      assert.is(status, 0, stdout.slice(0, 3000))
      const [files = 0, seconds = 0] = ['Files', 'Total time'].map(row =>
        Number(new RegExp(`^${row}: +([\\d.]+)`, 'm').exec(stdout)?.[1]),
      )
      assert.ok(files > 2000, stdout)
      console.log(`TypeScript ${version}: ${files} files, ${seconds} s`)
    })
  }
} else packed.skip('the CRDs of real projects are not beside the repository', () => {})

const program = `
  if (typeof runtime.Manager.create !== 'function') throw new Error('no Manager')
  if (apps.Deployment.apiVersion !== 'apps/v1') throw new Error('no Deployment')
  opwright
    .generate({ inputs: ['crd.yaml'], out: process.argv[2], operator: process.argv[3] })
    .then(({ outcome, kinds }) => console.log(outcome, kinds.length > 0))
    .then(() => opwright.diff({ before: 'crd.yaml', after: 'crd.yaml' }))
    .then(({ outcome }) => console.log(outcome))
`

packed('is imported', () => {
  const modules = { opwright: 'opwright', runtime: 'opwright/runtime', apps: 'opwright/kubernetes/apps/v1' }
  const forms = {
    mjs: Object.entries(modules).map(([name, from]) => `import * as ${name} from '${from}'`),
    cjs: Object.entries(modules).map(([name, from]) => `const ${name} = require('${from}')`),
  }
  for (const [extension, imports] of Object.entries(forms)) {
    fs.writeFileSync(path.join(app, `use.${extension}`), [...imports, program].join('\n'))
    const args = [`use.${extension}`, `${extension}/generated`, `${extension}/operator`]
    const { stdout, stderr } = spawnSync(process.execPath, args, options(app))
    assert.is(stdout, 'done true\nsame\n', stderr)
  }
})

packed('holds what is built, and nothing else', () => {
  const installed = path.join(app, 'node_modules', 'opwright')
  assert.equal(fs.readdirSync(installed).sort(), [
    'ARCHITECTURE.md',
    'LICENSE',
    'README.md',
    'dist',
    'docs',
    'package.json',
  ])
  assert.equal(fs.readdirSync(path.join(installed, 'dist')).sort(), ['cjs', 'esm'])
})

packed('has what its README links to', () => {
  const installed = path.join(app, 'node_modules', 'opwright')
  const readme = fs.readFileSync(path.join(installed, 'README.md'), 'utf8')
  const links = Array.from(readme.matchAll(/\]\((?!https?:)([^)#]+)/g), ([, file = '']) => file)
  assert.ok(links.length > 0)
  const dead = links.filter(file => !fs.existsSync(path.join(installed, file)))
  assert.equal(dead, [])
})

function compilerOf(version: (typeof typescripts)[number]): string {
  const folder =
    version === '7'
      ? path.join(root, 'node_modules', 'typescript')
      : path.join(compilers, 'node_modules', `typescript-${version}`)
  return path.join(folder, 'bin', 'tsc')
}

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
}

function options(cwd: string) {
  return { cwd, encoding: 'utf8' } as const
}

function write(file: string, content: object): void {
  fs.writeFileSync(path.join(app, file), `${JSON.stringify(content, null, 2)}\n`)
}

packed.run()
