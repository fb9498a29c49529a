// What is inserted into an entry point compiles there, in one strict program.

import { spawnSync } from 'node:child_process'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { definition, inWorkspace } from '../workspace.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const styles: { readonly [folder: string]: (text: string) => string } = {
  written: text => text,
  terse: text => `\uFEFF${text.replaceAll(';\n', '\n').replaceAll('"', "'").replaceAll('\n', '\r\n')}`,
  line: text => text.replace(/;\n\s*/g, '; '),
  renamed: text =>
    text
      .replaceAll(/\bManager\b/g, 'M')
      .replace('{ M,', '{ Manager as M,')
      .replaceAll(/\bmanager\b/g, 'it'),
  empty: text => text.replace(/^ {2}manager\.controller.*\n/m, ''),
  taken: text => `${text}export const Gadget = 1, MyThingReconciler = 2;\n`,
}

test(
  'the entry points that are written, in any style, with kinds of one name',
  inWorkspace(async workspace => {
    workspace.write({
      'package.json': '{ "type": "module" }\n',
      'tsconfig.json': JSON.stringify({
        extends: path.join(root, 'tsconfig.base.json'),
        compilerOptions: {
          noEmit: true,
          typeRoots: [path.join(root, 'node_modules/@types')],
          types: ['node'],
          paths: { 'opwright/runtime': [path.join(root, 'runtime/index.ts')] },
        },
        include: Object.keys(styles),
      }),
    })
    for (const [folder, style] of Object.entries(styles)) {
      const options = { inputs: ['crds'], out: `${folder}/generated`, operator: `${folder}/operator` }
      workspace.write({ 'crds/widget.json': definition('Widget') })
      await workspace.generate(options)
      workspace.edit(`${folder}/operator/main.ts`, style)
      workspace.write({
        'crds/gadget.json': definition('Gadget'),
        'crds/other.json': definition('Gadget', { group: 'other.com', fields: ['other'] }),
        'crds/thing.json': definition('Thing'),
      })
      const { files } = await workspace.generate(options)
      assert.equal(files.extended, [`${folder}/operator/main.ts`])
      workspace.remove('crds')
    }
    const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
    const { status, stdout } = spawnSync(tsc, ['-p', workspace.folder], { encoding: 'utf8' })
    assert.is(status, 0, stdout)
  }),
)

test.run()
