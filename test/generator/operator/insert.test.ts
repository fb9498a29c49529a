import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { insert, registration } from './insertions.js'

const main = `import { Manager } from 'opwright/runtime'
import { Widget } from '../generated/example.com/v1/widget.js'
import { MyWidgetReconciler } from './widget-reconciler.js'

async function main() {
  const manager = await Manager.create({ name: 'x' })

  manager.controller(Widget, new MyWidgetReconciler())

  await manager.run()
}
`

/** A place is marked with `<n>`, and what is put there is the nth. */
function marked(text: string, inserted: readonly string[]): string {
  return text.replace(/<(\d)>/g, (_, index) => inserted[Number(index)] ?? '')
}

const imports = `
import { Gadget } from '../generated/example.com/v1/gadget.js'
import { MyGadgetReconciler } from './gadget-reconciler.js'`
const call = 'manager.controller(Gadget, new MyGadgetReconciler())'
const head = `import { Manager } from 'opwright/runtime'<0>`

const places: readonly { readonly title: string; readonly text: string; readonly inserted?: readonly string[] }[] = [
  {
    title: 'below the last import and the last registration',
    text: main.replace("reconciler.js'\n", "reconciler.js'<0>\n").replace('Reconciler())', 'Reconciler())<1>'),
    inserted: [imports, `\n  ${call}`],
  },
  {
    title: 'below the creation, with an empty line, where nothing is registered yet',
    text: `${head}\nconst manager = await Manager.create({ name: 'x' })<1>\nawait manager.run()\n`,
    inserted: [imports, `\n\n${call}`],
  },
  {
    title: 'with semicolons, double quotes and no spaces in braces where they are so',
    text: 'import {Manager} from "opwright/runtime";<0>\nconst manager = await Manager.create({});<1>\n',
    inserted: [
      `${imports.replaceAll('\n', ';\n').slice(1)};`.replaceAll("'", '"').replace(/\{ (\w+) \}/g, '{$1}'),
      `\n\n${call};`,
    ],
  },
  {
    title: 'with carriage returns, tabs and a byte order mark',
    text: `\uFEFF${head}\r\n{\r\n\tconst manager = await Manager.create({})<1>\r\n}\r\n`,
    inserted: [imports.replaceAll('\n', '\r\n'), `\r\n\r\n\t${call}`],
  },
  {
    title: 'with carriage returns alone',
    text: `${head}\rconst manager = await Manager.create({})<1>\r`,
    inserted: [imports.replaceAll('\n', '\r'), `\r\r${call}`],
  },
  {
    title: 'with the manager’s own name, that of its import, and without an end of line at the end',
    text: "import { Manager as M } from 'opwright/runtime'<0>\nconst m = await M.create({})<1>",
    inserted: [imports, `\n\nm.${call.slice(8)}`],
  },
  {
    title: 'of a namespace',
    text: "import * as opwright from 'opwright/runtime'<0>\nconst manager = await opwright.Manager.create({})<1>",
    inserted: [imports, `\n\n${call}`],
  },
  {
    title: 'below what is called on the answer, and the comments behind it',
    text: `${head.replace('<0>', ' // a<0>')}\nconst manager = await Manager.create({})\nmanager\n  .controller(A, b)\n  // c\n  .owns(C); /* d */ // e <1>\nrun()`,
    inserted: [imports, `\n${call};`],
  },
  {
    title: 'below a registration that is kept in a constant',
    text: `${head}\nconst manager = await Manager.create({})\nconst c = manager.controller(A, b)<1>\nc.owns(C)\n`,
    inserted: [imports, `\n${call}`],
  },
  {
    title: 'in the same line where another statement follows in it',
    text: `${head}\nconst manager = await Manager.create({});<1> await manager.run()\n`,
    inserted: [imports, ` ${call};`],
  },
  {
    title: 'in the same line where the block ends in it',
    text: `${head}\nasync function f() { const manager = await Manager.create({})<1> }\n`,
    inserted: [imports, `; ${call}`],
  },
  {
    title: 'beside a comment that ends in a line with another statement',
    text: `${head}\nconst manager = await Manager.create({});<1> /* a\n b */ await manager.run()\n`,
    inserted: [imports, ` ${call};`],
  },
  {
    title: 'before a semicolon that guards the next line',
    text: `${head}\nconst manager = await Manager.create({})\n;<1>[1].map(String)\n`,
    inserted: [imports, ` ${call};`],
  },
  {
    title: 'not in a branch or a loop, which may be left out or carried out often',
    text: `${head}\nconst manager = await Manager.create({})<1>\nif (x) { manager.controller(A, b) }\n`,
    inserted: [imports, `\n\n${call}`],
  },
  {
    title: 'with the manager that registers where another one does not',
    text: `${head}\nconst a = await Manager.create({})\nfunction add(manager: Manager) {\n  manager.controller(A, b)<1>\n}\nadd(a)\n`,
    inserted: [imports, `\n  ${call}`],
  },
  {
    title: 'with a name that is free',
    text: `${head}\nconst Gadget = 1\nconst manager = await Manager.create({})<1>\n`,
    inserted: [
      imports.replace('{ Gadget }', '{ Gadget as ExampleGadget }'),
      `\n\n${call.replace('Gadget', 'ExampleGadget')}`,
    ],
  },
  {
    title: 'with a name of its own where the file has it as a type only',
    text: `${head.replace('<0>', '')}\nimport type { Gadget } from '../generated/example.com/v1/gadget.js'<0>\nconst manager = await Manager.create({})<1>\n`,
    inserted: [
      imports.replace('{ Gadget }', '{ Gadget as ExampleGadget }'),
      `\n\n${call.replace('Gadget', 'ExampleGadget')}`,
    ],
  },
  {
    title: 'with the name that the file has it by',
    text: `import { Gadget as G } from '../generated/example.com/v1/gadget'
import { Manager } from 'opwright/runtime'<0>
const manager = await Manager.create({})<1>
manager.client.for(G)
`,
    inserted: [imports.split('\n').toSpliced(1, 1).join('\n'), `\n\n${call.replace('Gadget', 'G')}`],
  },
]

for (const { title, text, inserted = [] } of places) {
  test(title, () => {
    const { text: got, edits, left } = insert(marked(text, []))
    assert.is(got, marked(text, inserted))
    assert.equal(left, [])
    assert.is(edits.length, 2)
  })
}

test('twice is once', () => {
  for (const { text } of places) {
    const once = insert(marked(text, [])).text
    assert.equal(insert(once), { edits: [], text: once, left: [] })
  }
})

test('several kinds, two of them of one name', () => {
  const kinds = [registration('Gadget'), registration('Gadget', 'other.com'), registration('Thing')]
  const { text } = insert(main, kinds)
  assert.match(text, "import { Gadget as OtherGadget } from '../generated/other.com/v1/gadget.js'\n")
  const calls = [...text.matchAll(/^ {2}manager\.controller\((\w+)/gm)].map(([, kind]) => kind)
  assert.equal(calls, ['Widget', 'Gadget', 'OtherGadget', 'Thing'])
  assert.is(insert(text, kinds).text, text)
})

const model = "'../generated/example.com/v1/gadget.js'"

const registered: readonly { readonly title: string; readonly code: string; readonly path?: string }[] = [
  { title: 'by another name', code: `import { Gadget as G } from ${model}; m.controller(G, x)` },
  { title: 'through a namespace', code: `import * as v1 from ${model}; m.controller(v1.Gadget, x)` },
  {
    title: 'with what is called on the answer',
    code: `import { Gadget } from ${model}; m.controller(Gadget, x).owns(Y)`,
  },
  {
    title: 'without an extension',
    code: `import { Gadget } from '../generated/example.com/v1/gadget'; m.controller(Gadget, x)`,
  },
  { title: 'as a member by its text', code: `import { Gadget } from ${model}; m['controller'](Gadget, x)` },
  {
    title: 'from a folder below',
    code: `import { Gadget } from '../../generated/example.com/v1/gadget.ts'; m.controller(Gadget, x)`,
    path: 'a/b.ts',
  },
]

for (const { title, code, path = 'all.ts' } of registered) {
  test(`nothing is inserted where the kind is registered ${title}`, () => {
    assert.equal(insert(main, undefined, { [path]: code }), { edits: [], text: main, left: [] })
    if (path === 'all.ts') assert.equal(insert(main + code), { edits: [], text: main + code, left: [] })
  })
}

const otherwise: readonly { readonly title: string; readonly code: string }[] = [
  {
    title: 'of another group',
    code: `import { Gadget } from '../generated/other.com/v1/gadget.js'; m.controller(Gadget, x)`,
  },
  { title: 'that is only a type', code: `import type { Gadget } from ${model}; m.controller(any, x)` },
  { title: 'that is only read', code: `import { Gadget } from ${model}; client.for(Gadget)` },
]

for (const { title, code } of otherwise) {
  test(`a kind ${title} is not registered`, () => {
    assert.is(insert(main, undefined, { 'all.ts': code }).edits.length, 2)
  })
}

const refused: readonly { readonly title: string; readonly text: string; readonly reason: string }[] = [
  { title: 'a syntax error', text: `${main}}`, reason: 'it has syntax errors' },
  { title: 'marks of a merge', text: `<<<<<<< a\n${main}=======\n>>>>>>> b\n`, reason: 'it has syntax errors' },
  { title: 'nothing', text: '', reason: 'no statement' },
  {
    title: 'a manager that is not waited for',
    text: `import { Manager } from 'r'\nconst m = Manager.create({})`,
    reason: 'no statement',
  },
  { title: 'a Manager of its own', text: 'class Manager {}\nconst m = await Manager.create()', reason: 'no statement' },
  {
    title: 'a manager that is made in passing',
    text: `import { Manager } from 'r'\n(await Manager.create({})).run()`,
    reason: 'no statement',
  },
  {
    title: 'an import in a block',
    text: `{\nimport { Manager } from 'r'\nconst m = await Manager.create({})\n}`,
    reason: 'no statement',
  },
  {
    title: 'several managers',
    text: `import { Manager } from 'r'\nconst a = await Manager.create({})\nconst b = await Manager.create({})`,
    reason: 'it has several managers',
  },
  {
    title: 'a list that is gone through',
    text: `import { Gadget } from ${model}\n${main}\nfor (const [kind, r] of [[Gadget, x]]) m.controller(kind, r)`,
    reason: 'it may be registered already',
  },
  {
    title: 'a barrel of its own',
    text: `import { Gadget } from '#kinds'\n${main}\nm.controller(Gadget, x)`,
    reason: 'it may be registered already',
  },
]

for (const { title, text, reason } of refused) {
  test(`nothing is inserted into ${title}, and it is said why`, () => {
    const { edits, text: got, left } = insert(text)
    assert.equal([edits, got], [[], text])
    assert.is(left.length, 1)
    assert.match(left[0]?.reason ?? '', reason)
    assert.equal(left[0]?.registration, registration('Gadget'))
  })
}

test.run()
