// What an import of `opwright/runtime` brings with it: in a pod, and in a compiler.

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const root = fileURLToPath(new URL('../..', import.meta.url))
const entry = 'runtime/index.ts'

test('nothing but Node is loaded at the start, and client-node only for a kubeconfig', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
    outdir: 'unused',
    logLevel: 'silent',
  })
  const reached = (from: readonly string[]) => {
    const files = new Set(from)
    const packages = new Set<string>()
    // A set that grows is walked to its end.
    for (const file of files) {
      for (const { path: imported, kind, external } of metafile.inputs[file]?.imports ?? []) {
        if (kind === 'dynamic-import') continue
        if (!external) files.add(imported)
        else if (!imported.startsWith('node:')) packages.add(imported)
      }
    }
    return { files, packages: [...packages].sort() }
  }
  const atStart = reached([entry])
  assert.ok(atStart.files.size > 40)
  assert.equal(atStart.packages, [])
  assert.not.ok(atStart.files.has('runtime/transport/kubeconfig.ts'))
  assert.equal(reached(['runtime/transport/kubeconfig.ts']).packages, ['@kubernetes/client-node', 'js-yaml'])
})

test('its declarations import nothing but themselves', () => {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'declarations-'))
  try {
    const project = path.join(out, 'tsconfig.json')
    fs.writeFileSync(
      project,
      JSON.stringify({
        extends: path.join(root, 'tsconfig.base.json'),
        compilerOptions: {
          declaration: true,
          emitDeclarationOnly: true,
          rootDir: root,
          outDir: out,
          typeRoots: [path.join(root, 'node_modules', '@types')],
        },
        files: [path.join(root, entry)],
      }),
    )
    const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
    const { status, stdout } = spawnSync(tsc, ['-p', project], { cwd: root, encoding: 'utf8' })
    assert.is(status, 0, stdout)

    const files = new Set([path.join(out, 'runtime', 'index.d.ts')])
    const others: string[] = []
    for (const file of files) {
      const text = fs.readFileSync(file, 'utf8')
      for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
        if (specifier.startsWith('.')) files.add(path.resolve(path.dirname(file), specifier.replace(/\.js$/, '.d.ts')))
        else others.push(`${path.relative(out, file)}: ${specifier}`)
      }
    }
    assert.ok(files.size > 30)
    assert.equal(others, [])
  } finally {
    fs.rmSync(out, { recursive: true })
  }
})

test.run()
