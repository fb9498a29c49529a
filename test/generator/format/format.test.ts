import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import * as prettier from 'prettier'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Diagnostic } from '../../../generator/diagnostic.js'
import type { SourceUnit } from '../../../generator/emit/source-unit.js'
import { format } from '../../../generator/format/format.js'

const TEXT = 'export interface Foo {\n  a: "b";\n}\n'

const unit: SourceUnit = { path: 'example.com/v1/foo.ts', root: 'output', ownership: 'tool', text: TEXT }

/** Formats two units alike in a project that has these files. */
async function formatIn(files: Readonly<Record<string, string>>): Promise<{ text: string; found: Diagnostic[] }> {
  const project = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'opwright-format-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(project, name)), { recursive: true })
      fs.writeFileSync(path.join(project, name), text)
    }
    const found: Diagnostic[] = []
    const pathOf = ({ path: relative }: SourceUnit) => path.join(project, 'generated', relative)
    const [formatted] = await format([unit, { ...unit, path: 'example.com/v1/bar.ts' }], { pathOf }, diagnostic =>
      found.push(diagnostic),
    )
    await prettier.clearConfigCache()
    return { text: formatted?.text ?? '', found }
  } finally {
    fs.rmSync(project, { recursive: true, force: true })
  }
}

test('a project without a configuration of its own keeps what was emitted', async () => {
  const cases: readonly Readonly<Record<string, string>>[] = [
    {},
    { 'package.json': '{ "devDependencies": { "prettier": "^3.0.0" } }' },
    { 'package.json': '{ broken "prettier"' },
    { '.prettierrc': '{ "semi": true, "proseWrap": "always" }' },
    { '.editorconfig': 'root = true\n[*]\nindent_style = space\nindent_size = 2\n' },
  ]
  for (const files of cases) assert.equal(await formatIn(files), { text: TEXT, found: [] })
})

test('a configuration is followed, wherever Prettier finds it', async () => {
  const bare = "export interface Foo {\n  a: 'b'\n}\n"
  const config = '{ "semi": false, "singleQuote": true }'
  const cases: readonly [Readonly<Record<string, string>>, string][] = [
    [{ '.prettierrc': config }, bare],
    [{ '.prettierrc.json': config }, bare],
    [{ '.prettierrc.yaml': 'semi: false\nsingleQuote: true\n' }, bare],
    [{ 'prettier.config.mjs': `export default ${config}` }, bare],
    [{ 'package.json': `{ "prettier": ${config} }` }, bare],
    [{ 'generated/.prettierrc': config }, bare],
    [{ 'generated/example.com/.prettierrc': config }, bare],
    [{ '.editorconfig': '[*]\nindent_style = tab\n' }, 'export interface Foo {\n\ta: "b";\n}\n'],
    [
      { '.prettierrc': '{ "overrides": [{ "files": "generated/**", "options": { "tabWidth": 4 } }] }' },
      'export interface Foo {\n    a: "b";\n}\n',
    ],
  ]
  for (const [files, text] of cases) assert.equal(await formatIn(files), { text, found: [] })
})

test('a configuration that cannot be read is reported once', async () => {
  const { text, found } = await formatIn({ '.prettierrc.json': '{ "semi": ' })
  assert.is(text, TEXT)
  assert.equal(
    found.map(({ severity, code }) => [severity, code]),
    [['error', 'format/prettier']],
  )
})

test('Prettier is loaded only where there is a configuration', () => {
  const refusePrettier = `data:text/javascript,${encodeURIComponent(`
    export async function resolve(name, context, next) {
      if (name === 'prettier') throw new Error('prettier was asked for')
      return next(name, context)
    }`)}`
  const script = `
    import { register } from 'node:module'
    register(${JSON.stringify(refusePrettier)})
    const { format } = await import('./generator/format/format.ts')
    const found = []
    await format([${JSON.stringify(unit)}], { pathOf: () => process.env.TARGET }, each => found.push(each.message))
    console.log(found.length)
  `
  const project = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'opwright-format-'))
  try {
    const run = () => {
      const env = { ...process.env, TARGET: path.join(project, 'generated', 'a.ts') }
      const args = ['--import', 'tsx', '--input-type=module', '-e', script]
      const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
      return stdout.trim() || stderr
    }
    assert.is(run(), '0')
    fs.writeFileSync(path.join(project, '.prettierrc'), '{ "semi": false }')
    assert.is(run(), '1')
  } finally {
    fs.rmSync(project, { recursive: true, force: true })
  }
})

test.run()
