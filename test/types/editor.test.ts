// What an editor strikes out is what a CRD calls deprecated, and nothing else.

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ts } from 'ts-morph'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const folder = fileURLToPath(new URL('.', import.meta.url))
const file = path.join(folder, 'in-an-editor.ts')
const office = '../golden/deprecation/expected/generated/office.example.com'

/** The names that are struck out in a text, once for each place. */
function struckOut(text: string): string[] {
  const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), name => fs.readFileSync(name, 'utf8'))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const read = (name: string) => (name === file ? text : ts.sys.readFile(name))
  const service = ts.createLanguageService({
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '0',
    getScriptSnapshot: name => {
      const content = read(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: given => ts.getDefaultLibFilePath(given),
    readFile: read,
    fileExists: name => name === file || ts.sys.fileExists(name),
  })
  const errors = service
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  assert.equal(errors, [])
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

test.run()
