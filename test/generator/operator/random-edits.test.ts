// Entry points that were edited at random, and then a new kind.

import * as fs from 'node:fs'
import { ts } from 'ts-morph'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Insertion } from '../../../generator/operator/insert.js'
import { pick, randomIntegers, type RandomInteger } from '../../support/random.js'
import { definition, Workspace } from '../workspace.js'
import { insert, registration } from './insertions.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 10_000)

const written = `import { Manager } from "opwright/runtime";
import { Widget } from "../generated/example.com/v1/widget.js";
import { MyWidgetReconciler } from "./widget-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({ name: "operator" });

  manager.controller(Widget, new MyWidgetReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
`

const bases: readonly string[] = [
  written,
  written.replaceAll(';\n', '\n').replaceAll('"', "'"),
  `#!/usr/bin/env node
// Ours.
'use strict'
import type { Logger } from './log.js' // a type
import { Manager as M, generationChanged } from 'opwright/runtime' /* the runtime */
import * as v1 from '../generated/example.com/v1/widget.js'

export class Widgets { async reconcile() { return \`\${1}\` } } // moved here

const manager = await M.create({ name: 'x' }), log: Logger = console
manager
  .controller(v1.Widget, new Widgets()) // ours
  .predicates(generationChanged)
  .workers(2)
;[1, 2].map(String)
if (process.env.MORE) manager.controller(v1.Widget, new Widgets())
await manager.run()
`,
  `import {Manager} from 'opwright/runtime'
import {a} from './a.js'; import b from './b.js'
export function register(manager: Manager, gadgets = /gadget['"]/g) { manager.controller(a.A, b); manager.controller(a.B, b) }
class Outer { async run() { const m = await Manager.create({}); /* x */ await m.run() } }
`,
]

const comments = [
  '/* x */',
  '/* a\n * b */',
  '// manager.controller(Gadget, x)\n',
  '/** import { Gadget } */',
  '/*;*/',
  '//\r\n',
]
const code = [
  'Gadget',
  ';',
  '{',
  '}',
  '(',
  '`',
  "'",
  '"',
  '\\',
  '/',
  '\n',
  ' ',
  '\t',
  '\u2028',
  '\u00a0',
  '\0',
  'é',
  '😀',
  ',',
  'as',
]
const statements = [
  'const Gadget = 1',
  "import { Gadget } from '../generated/example.com/v1/gadget.js'",
  "import type { Gadget } from '../generated/example.com/v1/gadget.js'",
  "import { MyGadgetReconciler as R } from './gadget-reconciler'",
  "import { Thing } from '#things'",
  "import { Gadget as G } from '../generated/example.com/v1/gadget.js'; manager.controller(G, x)",
  'class MyGadgetReconciler {}',
  'if (x) manager.controller(y, z)',
  'label: for (;;) { break label }',
  'declare module "x" { import y = require("y") }',
  'manager.controller(Other, new Class()).owns(Deployment)',
]

const put = (text: string, at: number, added: string) => text.slice(0, at) + added + text.slice(at)
const anywhere = (text: string, random: RandomInteger) => random(text.length + 1)
const atLine = (text: string, random: RandomInteger) => {
  const starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map(({ 0: end, index }) => index + end.length)]
  return pick(starts, random)
}
/** Between two tokens, where a comment may stand. */
const betweenTokens = (text: string, random: RandomInteger) => {
  const ends = [...text.matchAll(/[\w$]+|[^\s\w$]/g)].map(({ 0: token, index }) => index + token.length)
  return pick([0, ...ends], random)
}

const edits: readonly ((text: string, random: RandomInteger) => string)[] = [
  (text, random) => put(text, betweenTokens(text, random), pick(comments, random)),
  (text, random) => put(text, betweenTokens(text, random), pick(comments, random)),
  (text, random) => put(text, atLine(text, random), `${pick(statements, random)}\n`),
  (text, random) => put(text, atLine(text, random), '\n'),
  text => text.replace(/\r?\n/g, '\r\n'),
  text => text.replace(/\n/g, '\r'),
  (text, random) => text.replace(/\n/g, () => (random(3) === 0 ? '\r\n' : '\n')),
  text => text.replace(/^(?: {2})+/gm, indent => '\t'.repeat(indent.length / 2)),
  text => `\uFEFF${text}`,
  text => text.replace(/\s+$/, ''),
  (text, random) => text.replace(/[ ;]\r?\n/g, end => (random(2) === 0 ? end : ` ${end}`)),
  (text, random) => text.replace(/;(?=\r?\n)/g, end => (random(2) === 0 ? end : '')),
  (text, random) => text.replace(/(?<=[;{])\r?\n\s*/g, end => (random(3) > 0 ? end : ' ')),
  text => text.replaceAll(/\bmanager\b/g, 'm'),
  (text, random) => put(text, anywhere(text, random), pick(code, random)),
  (text, random) => {
    const at = anywhere(text, random)
    return text.slice(0, at) + text.slice(at + 1 + random(12))
  },
  (text, random) => {
    const lines = text.split('\n')
    const [line = ''] = lines.splice(random(lines.length), 1)
    return lines.toSpliced(random(lines.length + 1), 0, line).join('\n')
  },
]

/** What was inserted, taken out again where it should be. */
function withoutInserted({ text, edits: inserted }: Insertion): string {
  let left = text
  for (const { at, text: added } of inserted.toSorted((a, b) => a.at - b.at)) {
    assert.is(left.slice(at, at + added.length), added)
    left = left.slice(0, at) + left.slice(at + added.length)
  }
  return left
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('main.ts', text.replace(/^\uFEFF/, ''), ts.ScriptTarget.Latest, true)
}

/** As the parser itself has it, by what TypeScript does not publish. */
function isBrokenCode(text: string): boolean {
  const { parseDiagnostics } = parse(text) as unknown as { readonly parseDiagnostics: readonly unknown[] }
  return parseDiagnostics.length > 0
}

/** The words of the code in their order, each with what it is a part of; not those of statements that begin in one of the ranges. */
function wordsOf(text: string, except: readonly { readonly from: number; readonly to: number }[] = []): string[] {
  const mark = text.startsWith('\uFEFF') ? 1 : 0
  const tree = parse(text)
  const words: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node)) {
      const start = node.getStart(tree) + mark
      if (except.some(({ from, to }) => start >= from && start < to)) return
    }
    const count = words.push(String(node.kind))
    ts.forEachChild(node, visit)
    if (words.length === count) words.push(node.getText(tree))
  }
  visit(tree)
  return words
}

function rangesOf({ edits: inserted }: Insertion): { readonly from: number; readonly to: number }[] {
  let shift = 0
  return inserted
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) => {
      const from = at + shift
      shift += text.length
      return { from, to: from + text.length }
    })
}

test(`${rounds} entry points that were edited at random lose nothing`, () => {
  const seen = { inserted: 0, registered: 0, broken: 0, refused: 0 }
  for (let seed = 1; seed <= rounds; seed++) {
    const random = randomIntegers(seed)
    let text = pick(bases, random)
    for (let count = 1 + random(4); count > 0; count--) text = pick(edits, random)(text, random)
    const kinds = [registration('Gadget'), ...(random(4) === 0 ? [registration('Thing')] : [])]
    const message = `seed ${seed}: ${JSON.stringify(text)}`

    const insertion = insert(text, kinds)
    const isBroken = isBrokenCode(text)
    if (insertion.edits.length === 0) {
      assert.is(insertion.text, text, message)
      if (isBroken) seen.broken++
      else seen[insertion.left.length > 0 ? 'refused' : 'registered']++
      continue
    }
    seen.inserted++
    assert.not.ok(isBroken, message)
    assert.is(withoutInserted(insertion), text, message)
    assert.not.ok(isBrokenCode(insertion.text), `${message}\n${insertion.text}`)
    assert.equal(wordsOf(insertion.text, rangesOf(insertion)), wordsOf(text), `${message}\n${insertion.text}`)
    const again = insert(insertion.text, kinds)
    assert.is(again.text, insertion.text, `${message}\n${insertion.text}`)
    assert.equal(again.left, insertion.left, `${message}\n${insertion.text}`)
  }
  for (const [what, count] of Object.entries(seen)) assert.ok(count > rounds / 200, `${what}: ${count} of ${rounds}`)
  if (process.env['OPWRIGHT_ROUNDS']) console.log(seen)
})

const runs = Math.ceil(rounds / 50)

test(`${runs} runs touch no other byte of what is the user’s`, async () => {
  for (let seed = 1; seed <= runs; seed++) {
    const random = randomIntegers(seed)
    const workspace = new Workspace()
    try {
      workspace.write({ 'crds/widget.json': definition('Widget') })
      await workspace.generate({ inputs: ['crds'] })
      const files = ['operator/main.ts', 'operator/widget-reconciler.ts']
      for (const file of files) {
        for (let count = random(4); count > 0; count--) {
          workspace.edit(file, text => pick(edits, random)(text, random))
        }
        if (random(4) === 0) fs.appendFileSync(workspace.path(file), Buffer.from([0x2f, 0x2f, 0xc3, 0x28]))
      }
      const bytes = () => files.map(file => fs.readFileSync(workspace.path(file), 'latin1'))
      const before = bytes()
      workspace.write({ 'crds/gadget.json': definition('Gadget') })
      const { outcome, files: done, notes } = await workspace.generate()
      assert.is(outcome, 'done')
      const after = bytes()
      assert.is(after[1], before[1])
      if (done.extended.length === 0) assert.is(after[0], before[0])
      else assert.ok(isLonger(before[0] ?? '', after[0] ?? ''), `seed ${seed}: ${before[0]}\n${after[0]}`)
      const told = done.extended.length + notes.length
      assert.ok(told === 1 || (told === 0 && before[0]?.includes('Gadget')), `seed ${seed}: ${before[0]}`)
    } finally {
      workspace.dispose()
    }
  }
})

/** Whether all of a text stands in another one in its order, with at most two pieces more. */
function isLonger(before: string, after: string): boolean {
  const startOf = (a: string, b: string) => [...a].findIndex((character, index) => character !== b[index])
  const start = startOf(before, after)
  if (start === -1) return after.startsWith(before)
  for (let end = start; end <= before.length; end++) {
    const middle = before.slice(start, end)
    const rest = before.slice(end)
    if (after.endsWith(rest) && after.slice(start, after.length - rest.length).includes(middle)) return true
  }
  return false
}

test.run()
