// Builds dist/: declarations by tsc, code by esbuild, as ES modules and as CommonJS; file by file, but for generator and runtime as ES
// modules: Node spends a good part of a short run on finding and linking a hundred files, and most of the memory of importing them.
//
// Everything is made in a staging folder and moved into dist/ file by file at the end, so that a process that runs from
// dist/ never sees half a build. Nothing is done when no input has changed since the last build that succeeded; `--force`
// builds all the same.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const dist = path.join(root, 'dist')
const cache = path.join(root, 'node_modules', '.cache', 'opwright')
const recordFile = path.join(cache, 'build.json')
const sourceFolders = ['generator', 'runtime', 'kubernetes']
/** Folders of which a few files are made, and what is imported from them. */
const bundled = [
  { folder: 'generator', entryPoints: ['generator/cli/main.ts', 'generator/index.ts'] },
  { folder: 'runtime', entryPoints: ['runtime/index.ts', 'runtime/api/index.ts'] },
]
const templatesScript = path.join(root, 'scripts', 'precompile-templates.mjs')

const started = performance.now()
precompileTemplates()
const sources = sourceFolders.flatMap(folder => filesBelow(folder)).filter(file => file.endsWith('.ts'))
const inputs = [
  ...sources,
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  ...filesMatching(/^tsconfig.*\.json$/),
]
const fingerprint = fingerprintOf(inputs)

if (!process.argv.includes('--force') && isUpToDate()) {
  console.log('dist/ is up to date')
} else {
  const staging = path.join(cache, `build-${process.pid}`)
  try {
    fs.rmSync(recordFile, { force: true })
    const [typesAreSound] = await Promise.all([emitDeclarations(staging), emitCode(staging)])
    addCommonJsMarkers(staging)
    const files = publish(staging)
    makeExecutable()
    if (typesAreSound) fs.writeFileSync(recordFile, JSON.stringify({ fingerprint, files }))
    else process.exitCode = 1
    const verdict = typesAreSound ? 'built' : 'built, in spite of type errors,'
    console.log(`${verdict} ${files.length} files in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  } finally {
    fs.rmSync(staging, { recursive: true, force: true })
  }
}

function precompileTemplates() {
  if (!fs.existsSync(templatesScript)) return
  const { status } = spawnSync(process.execPath, [templatesScript], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('precompiling the templates failed')
}

/** tsc writes declarations even where it finds errors; the answer says whether it found none. */
async function emitDeclarations(staging) {
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json')
  const { bin } = JSON.parse(fs.readFileSync(tsc, 'utf8'))
  const command = [
    path.join(path.dirname(tsc), bin.tsc),
    '-p',
    'tsconfig.build.json',
    '--outDir',
    path.join(staging, 'esm'),
  ]
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
  return status === 0
}

function isBelow(folder, file) {
  return file.startsWith(`${folder}${path.sep}`)
}

async function emitCode(staging) {
  const withImportMeta = sources.filter(file => /\bimport\.meta\b/.test(fs.readFileSync(path.join(root, file), 'utf8')))
  const common = {
    absWorkingDir: root,
    outbase: root,
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    tsconfig: 'tsconfig.build.json',
    logLevel: 'warning',
  }
  const asCommonJs = {
    ...common,
    outdir: path.join(staging, 'cjs'),
    format: 'cjs',
    supported: { 'dynamic-import': true },
  }
  const asEsm = { ...common, outdir: path.join(staging, 'esm'), format: 'esm' }
  await Promise.all([
    build({ ...asEsm, entryPoints: sources.filter(file => !bundled.some(({ folder }) => isBelow(folder, file))) }),
    ...bundled.map(({ folder, entryPoints }) =>
      build({
        ...asEsm,
        entryPoints,
        bundle: true,
        splitting: true,
        packages: 'external',
        chunkNames: `${folder}/[name]-[hash]`,
      }),
    ),
    build({ ...asCommonJs, entryPoints: sources.filter(file => !withImportMeta.includes(file)) }),
    build({
      ...asCommonJs,
      entryPoints: withImportMeta,
      define: { 'import.meta.url': 'importMetaUrl' },
      banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href" },
    }),
  ])
}

/** CommonJS consumers get the same declarations, which the package.json beside them makes CommonJS. */
function addCommonJsMarkers(staging) {
  fs.writeFileSync(path.join(staging, 'cjs', 'package.json'), '{ "type": "commonjs" }\n')
  for (const file of filesBelow('esm', staging)) {
    if (!file.endsWith('.d.ts')) continue
    const target = path.join(staging, 'cjs', path.relative('esm', file))
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.copyFileSync(path.join(staging, file), target)
  }
}

/** Moves what changed into dist/ and removes what is no longer made. */
function publish(staging) {
  const files = filesBelow('.', staging)
  for (const file of files) {
    const from = path.join(staging, file)
    const to = path.join(dist, file)
    if (fs.existsSync(to) && fs.readFileSync(from).equals(fs.readFileSync(to))) continue
    fs.mkdirSync(path.dirname(to), { recursive: true })
    fs.renameSync(from, to)
  }
  const made = new Set(files)
  for (const file of filesBelow('.', dist)) if (!made.has(file)) fs.rmSync(path.join(dist, file), { force: true })
  return files
}

function makeExecutable() {
  const { bin } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  for (const file of Object.values(bin)) {
    const target = path.join(root, file)
    if (!fs.existsSync(target)) throw new Error(`${file}, which package.json names, was not made`)
    if (!fs.readFileSync(target, 'utf8').startsWith('#!'))
      throw new Error(`${file} has no #! line: npx could not start it`)
    fs.chmodSync(target, 0o755)
  }
}

function isUpToDate() {
  if (!fs.existsSync(recordFile)) return false
  const record = JSON.parse(fs.readFileSync(recordFile, 'utf8'))
  return record.fingerprint === fingerprint && record.files.every(file => fs.existsSync(path.join(dist, file)))
}

function fingerprintOf(files) {
  const hash = createHash('sha256')
  for (const file of files.toSorted()) {
    const text = fs.readFileSync(path.join(root, file))
    hash.update(`${file}\0${text.length}\0`).update(text)
  }
  return hash.digest('hex')
}

/** Paths relative to `base`; the folder may be missing. */
function filesBelow(folder, base = root) {
  const start = path.join(base, folder)
  if (!fs.existsSync(start)) return []
  return fs
    .readdirSync(start, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(base, path.join(entry.parentPath, entry.name)))
}

function filesMatching(pattern) {
  return fs.readdirSync(root).filter(file => pattern.test(file))
}
