import * as prettier from 'prettier'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  layoutAlias,
  layoutDefinition,
  layoutEntries,
  layoutIndex,
  layoutInterfaceHead,
  layoutNames,
  layoutParameters,
  layoutProperty,
  layoutTypeArguments,
} from '../../../generator/emit/layout.js'
import { literal, propertyName } from '../../../generator/emit/text.js'
import { typeName, type TypeNode } from '../../../generator/emit/type-node.js'
import { randomNumbers } from '../../support/random.js'

/** What Prettier makes of a text without any configuration. */
function pretty(text: string): Promise<string> {
  return prettier.format(text, { parser: 'typescript' })
}

function randomType(random: () => number, depth: number): TypeNode {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const word = () => pick(['A', 'Bc', 'Certificate', 'VeryLongWordForAName', 'x'.repeat(1 + Math.floor(random() * 30))])
  const leaf = (): TypeNode => {
    const kind = Math.floor(random() * 3)
    if (kind === 0) return { kind: 'keyword', text: pick(['string', 'number', 'boolean', 'unknown']) }
    return kind === 1 ? typeName(`Ref${word()}`) : { kind: 'literal', text: literal(word()) }
  }
  if (depth === 0) return leaf()
  switch (Math.floor(random() * 6)) {
    case 0:
      return { kind: 'array', items: randomType(random, depth - 1) }
    case 1:
      return { kind: 'map', values: randomType(random, depth - 1) }
    case 2: {
      const of = randomType(random, depth - 1)
      const members = of.kind === 'union' ? of.members : [of]
      return { kind: 'union', members: [...members, { kind: 'keyword', text: 'null' }] }
    }
    case 3:
    case 4: {
      const count = 2 + Math.floor(random() * 7)
      return {
        kind: 'union',
        members: Array.from({ length: count }, () => ({ kind: 'literal', text: literal(word()) })),
      }
    }
    default:
      return leaf()
  }
}

test('types of every form and length stand as Prettier leaves them', async () => {
  const random = randomNumbers(7)
  for (let file = 0; file < 30; file++) {
    const properties = Array.from({ length: 60 }, (_, index) => {
      const name = `p${index}${'y'.repeat(Math.floor(random() * 40))}`
      return `  ${layoutProperty(propertyName(name), randomType(random, 3), 2)}\n`
    })
    const text = `interface Sample {\n${properties.join('')}}\n`
    assert.is(text, await pretty(text))
  }
})

test('index signatures stand as Prettier leaves them, however long the name', async () => {
  const random = randomNumbers(11)
  for (let length = 1; length < 100; length++) {
    const name = typeName('N'.repeat(length))
    const given: readonly TypeNode[] = [
      name,
      { kind: 'array', items: name },
      { kind: 'map', values: name },
      { kind: 'union', members: [name, { kind: 'keyword', text: 'null' }] },
      { kind: 'generic', name: 'Partial', arguments: [name] },
      { kind: 'generic', name: 'N'.repeat(length), arguments: [name, typeName('A')] },
      randomType(random, 3),
    ]
    const text = given.map((type, index) => `interface I${index} {\n  ${layoutIndex(type, 2)}\n}\n`).join('\n')
    assert.is(text, await pretty(text))
  }
})

test('literals of every kind of character stand as Prettier leaves them', async () => {
  const values = [
    "it's",
    'say "x"',
    `'"`,
    `'"'`,
    '\\',
    'a\nb',
    '漢字漢字',
    'é',
    '\u2028',
    '😀',
    '${x}',
    '`',
    '\ud800',
    '',
  ]
  const type: TypeNode = { kind: 'union', members: values.map(value => ({ kind: 'literal', text: literal(value) })) }
  for (let length = 0; length < 40; length++) {
    const text = `interface Sample {\n  ${layoutProperty(`a${'b'.repeat(length)}`, type, 2)}\n}\n`
    assert.is(text, await pretty(text))
  }
})

test('heads of declarations stand as Prettier leaves them', async () => {
  for (let length = 1; length < 90; length += 3) {
    const name = 'N'.repeat(length)
    const keys = Array.from({ length: 1 + (length % 7) }, (_, index): TypeNode => ({
      kind: 'literal',
      text: literal('key'.repeat(1 + ((index * length) % 6))),
    }))
    const [key] = keys
    const omit: TypeNode = {
      kind: 'generic',
      name: 'Omit',
      arguments: [typeName(`${name}Base`), keys.length === 1 && key ? key : { kind: 'union', members: keys }],
    }
    const bases: readonly TypeNode[] = [
      omit,
      { kind: 'generic', name: 'Partial', arguments: [omit] },
      { kind: 'generic', name: 'Partial', arguments: [typeName(`${name}Base`)] },
    ]
    for (const base of bases) {
      const text = `${layoutInterfaceHead(name, base)}\n  a: string;\n}\n\n${layoutAlias(name, base)}\n`
      assert.is(text, await pretty(text))
    }
    const alias = `${layoutAlias(name, typeName(`${name}Base`))}\n`
    assert.is(alias, await pretty(alias))
  }
})

test('statements of every length stand as Prettier leaves them', async () => {
  for (let length = 1; length < 60; length++) {
    const name = 'N'.repeat(length)
    const names = [name, `${name}Input`, `${name}Apply`]
    const text = [
      `${layoutNames('import', [name, 'type Other'], 'from "opwright/runtime";')}\n`,
      `${layoutNames('import type', [`${name} as Other`], 'from "./a-module-with-a-long-name.js";')}\n\n`,
      `${layoutDefinition(name, 'defineResource', names, { group: name })}\n\n`,
      `${layoutTypeArguments(`export class ${name}Client extends NamespacedResourceClient`, names, ' {')}\n`,
      `  ${layoutParameters('abstract reconcile', [`a: Cached<${name}>`, 'context: Context'], ': Promise<Result>;', 2)}\n}\n\n`,
      `${layoutParameters('manager.controller', [name, `new ${name}Reconciler()`], ';', 0)}\n`,
    ].join('')
    assert.is(text, await pretty(text))
  }
})

test('type arguments of every form and length stand as Prettier leaves them', async () => {
  const random = randomNumbers(13)
  for (let length = 1; length < 60; length++) {
    const name = 'N'.repeat(length)
    const types = Array.from({ length: 8 }, () => randomType(random, 3))
    const text = types.map((type, index) => {
      return `${layoutDefinition(`${name}${index}`, 'defineResource', [name, `${name}Input`, type], { group: name })}\n`
    })
    assert.is(text.join('\n'), await pretty(text.join('\n')))
  }
})

test('a descriptor whose opening brace is one too much for its line stands as Prettier leaves it', async () => {
  for (const name of ['Gauge', 'N'.repeat(60)]) {
    const texts = Array.from({ length: 40 }, (_, length) =>
      layoutDefinition(name, 'defineResource', ['A', 'B', `Status${'s'.repeat(length)}`], {
        group: 'g',
        names: { a: 'b' },
      }),
    )
    assert.is(`${texts.join('\n\n')}\n`, await pretty(texts.join('\n\n')))
  }
})

test('the entries of a descriptor stand as Prettier leaves them', async () => {
  for (let length = 0; length < 80; length++) {
    const word = 'w'.repeat(length)
    const entries = layoutEntries(
      {
        group: word,
        kind: word,
        absent: undefined,
        shortNames: [word, 'b', 'c'],
        subresources: { status: true, scale: { specReplicasPath: word, statusReplicasPath: '.b' } },
      },
      2,
    )
    const text = `define({${entries}\n});\n`
    assert.is(text, await pretty(text))
  }
})

test.run()
