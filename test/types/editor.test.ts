// What an editor strikes out is what a CRD calls deprecated, and nothing else. What it shows at a name has what no type says.

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ts } from 'ts-morph'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const folder = fileURLToPath(new URL('.', import.meta.url))
const file = path.join(folder, 'in-an-editor.ts')
const golden = (name: string) => `../golden/${name}/expected/generated`
const office = `${golden('deprecation')}/office.example.com`

/** What one text imports is parsed for all of them. */
const documents = ts.createDocumentRegistry()
let opened = 0

/** An editor with a text in which nothing is wrong. */
function open(text: string): ts.LanguageService {
  const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), name => fs.readFileSync(name, 'utf8'))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const read = (name: string) => (name === file ? text : ts.sys.readFile(name))
  const version = String(++opened)
  const host: ts.LanguageServiceHost = {
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: name => (name === file ? version : '0'),
    getScriptSnapshot: name => {
      const content = read(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: given => ts.getDefaultLibFilePath(given),
    readFile: read,
    fileExists: name => name === file || ts.sys.fileExists(name),
  }
  const service = ts.createLanguageService(host, documents)
  const errors = service
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  assert.equal(errors, [])
  return service
}

/** The names that are struck out in a text, once for each place. */
function struckOut(text: string): string[] {
  const service = open(text)
  const suggestions = service.getSuggestionDiagnostics(file).filter(({ reportsDeprecated }) => reportsDeprecated)
  return suggestions.map(({ start, length }) => text.slice(start, start + length).replace('type ', ''))
}

test('each name of a deprecated version', () => {
  const text = `
    import { Phone, type PhoneApply, type PhoneInput } from '${office}/v1/phone.js'
    export const kind: string = Phone.kind
    export function a(phone: Phone, input: PhoneInput, apply: PhoneApply) {
      return [phone, input, apply]
    }`
  const names = struckOut(text)
  const used = names.slice(names.indexOf('Phone', 1))
  assert.equal([...new Set(names)].sort(), ['Phone', 'PhoneApply', 'PhoneInput'], String(names))
  assert.equal(used.filter(name => name === 'Phone').length, 2, String(names))
})

test('no name of a version that stays, and of its fields those that do not', () => {
  const text = `
    import { Phone, type PhoneApply, type PhoneInput } from '${office}/v2/phone.js'
    export const kind: string = Phone.kind
    export function a(phone: Phone, input: PhoneInput, apply: PhoneApply) {
      return [phone.spec?.number, phone.spec?.fax, input.spec?.fax, apply.spec?.cord, phone.spec?.model]
    }`
  assert.equal(struckOut(text), ['fax', 'fax', 'cord'])
})

/** What is shown at a type of a module, or at a field that `path` leads to in it. */
function shownAt(type: string, module: string, path = ''): string {
  const text =
    `import type { ${type} } from '${module}'\n` +
    (path === '' ? `export declare const it: ${type}` : `export const shown = (it: ${type}) => it${path}`)
  const found = open(text).getQuickInfoAtPosition(file, text.length - 1)
  return ts.displayPartsToString(found?.documentation)
}

const sea = `${golden('metadata-and-subresources')}/sea.example.com/v1`
const cellar = `${golden('unknown-fields')}/cellar.example.com/v1`
const letter = `${golden('formats')}/post.example.com/v1/letter.js`

const vault = `${golden('several-versions')}/vault.example.com`

const shown: readonly (readonly [type: string, module: string, path: string, want: string])[] = [
  ...['Buoy', 'BuoyInput', 'BuoyApply'].map(
    type => [type, `${sea}/buoy.js`, '.metadata', '`name`: maximum length 12, pattern `^[a-z]+-\\d+$`.'] as const,
  ),
  ...['Harbour', 'HarbourInput', 'HarbourApply'].map(
    type => [type, `${sea}/harbour.js`, '.metadata', 'Rule: `name` is `"singleton"`.'] as const,
  ),
  ['Crate', `${cellar}/crate.js`, '.spec.receipt!.metadata', '`name`: maximum length 20.'],
  [
    'Crate',
    `${cellar}/crate.js`,
    '.spec.pallet!.metadata',
    '`annotations`: maximum properties 1.\n\nRules:\n- `name` is `"pallet"` or `"rack"`.\n- `labels` has `owner`.\n' +
      '- `labels`.`owner` has at most 5 characters.',
  ],
  ...['ip', 'ipv4', 'ipv6', 'cidr'].map((format, index) => {
    const field = ['origin', 'from', 'to', 'network'][index]
    return ['Letter', letter, `.spec.${field}`, `Format: ${format}.`] as const
  }),
]

for (const [type, module, path, want] of shown) {
  test(`what is shown at ${type}${path}`, () => {
    assert.is(shownAt(type, module, path), want)
  })
}

test('of several versions the one that is stored says so', () => {
  const comments = ['v1', 'v1beta1'].map(version => shownAt('Backup', `${vault}/${version}/backup.js`))
  assert.equal(
    comments.map(comment => comment.includes('The storage version.')),
    [true, false],
  )
})

test.run()
