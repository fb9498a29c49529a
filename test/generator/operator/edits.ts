/** What users do to their files, at random. */

import { pick, type RandomInteger } from '../../support/random.js'

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

/** Entry points as a run writes them, and as users may have made them. */
export const bases: readonly string[] = [
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

/** Comments, line ends, indents, marks, syntax errors, and lines that are moved. */
export const edits: readonly ((text: string, random: RandomInteger) => string)[] = [
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
