/** Inputs of any size, by what they are made of. */

import { crdHead } from '../support/crd-head.js'

const head = `${crdHead('Widget')}        type: object
        properties:
          spec:
            type: object
`

/** Repeats what is made for each number until there is enough of it. */
function fill(length: number, make: (index: number) => string): string {
  const parts: string[] = []
  for (let index = 0, sum = 0; sum < length; index++) {
    const part = make(index)
    parts.push(part)
    sum += part.length
  }
  return parts.join('')
}

function numbered(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('')
}

const property = (index: number, schema: string) =>
  `              p${index}:\n${schema.replaceAll(/^/gm, ' '.repeat(16))}\n`
const values = (from: number, count: number) => numbered(count, index => `- v${from + index}\n`).trimEnd()
const letters = [...'abcdefghij']
const object = (index: number) => property(index, `type: object\nproperties:\n  a${index}:\n    type: string`)
const rename = (text: string, index: number) =>
  text.replaceAll('widgets', `w${index}s`).replaceAll('Widget', `W${index}`)

/** A text of about so many characters, and the code of the one error that becomes of it; none where it is generated from. */
export const largeInputs: readonly (readonly [what: string, make: (length: number) => string, code?: string])[] = [
  ['a plain scalar', length => `a: ${'x'.repeat(length)}\n`, 'crd/none'],
  ['a scalar of escapes', length => `a: "${'\\n'.repeat(length / 2)}"\n`, 'crd/none'],
  ['a scalar in quotes that does not end', length => `a: "${'x\n  '.repeat(length / 4)}`, 'yaml/large'],
  ['a folded scalar', length => `a: >\n${'  x\n'.repeat(length / 4)}`, 'crd/none'],
  ['documents', length => '---\na: b\n'.repeat(length / 9), 'yaml/documents'],
  ['empty documents', length => '---\n'.repeat(length / 4), 'yaml/documents'],
  ['keys', length => fill(length, index => `k${index}: 1\n`), 'yaml/values'],
  ['keys in flow style', length => `{${fill(length, index => `k${index}: 1, `)}}`, 'yaml/values'],
  ['keys with line ends of Windows', length => fill(length, index => `k${index}: 1\r\n`), 'yaml/large'],
  ['keys that are one', length => 'a: 1\n'.repeat(length / 5), 'yaml/values'],
  ['items', length => '- a\n'.repeat(length / 4), 'yaml/values'],
  ['values of JSON', length => `[${'[],'.repeat(length / 3)}1]`, 'yaml/values'],
  ['JSON that does not end', length => `[${'[],'.repeat(length / 3)}`, 'yaml/values'],
  ['comments', length => `${'# x\n'.repeat(length / 4)}a: b\n`, 'crd/none'],
  ['empty lines', length => `${'\n'.repeat(length)}a: b\n`, 'crd/none'],
  ['opening brackets', length => '['.repeat(length), 'yaml/large'],
  ['dashes', length => '- '.repeat(length / 2), 'yaml/large'],
  ['anchors', length => fill(length, index => `k${index}: &a${index} v\n`), 'yaml/large'],
  ['aliases', length => `a: &a [1]\nb:\n${'- *a\n'.repeat(length / 5)}`, 'yaml/large'],
  ['merge keys', length => `a: &a {x: 1}\nb:\n${'- <<: *a\n'.repeat(length / 9)}`, 'yaml/large'],
  ['explicit keys', length => fill(length, index => `? k${index}\n: v\n`), 'yaml/large'],
  [
    'a description',
    length => `${head}            description: |\n${'              word\n'.repeat(length / 19)}`,
    'crd/large',
  ],
  ['properties', length => `${head}            properties:\n${fill(length, object)}`, 'yaml/values'],
  [
    'a name',
    length => `${head}            properties:\n              ${'a'.repeat(length)}:\n                type: string\n`,
    'crd/large',
  ],
  [
    'definitions',
    length => fill(length, index => `---\n# ${'words '.repeat(200)}\n${rename(head, index)}`),
    'crd/many',
  ],
]

/** The same where a definition is just as large as one may be. */
export const largeDefinitions: readonly (readonly [what: string, text: string])[] = [
  ['a description', `${head}            description: |\n${'              a b\n'.repeat(500_000)}`],
  [
    'properties of texts',
    `${head}            properties:\n${fill(3_000_000, index => property(index, 'type: string'))}`,
  ],
  [
    'a hundred thousand properties',
    `${head}            properties:\n${numbered(100_000, index => property(index, 'type: string'))}`,
  ],
  [
    'objects of one structure, each described as something',
    `${head}            properties:\n${fill(3_000_000, index =>
      property(index, `description: P${index}Thing is a thing.\ntype: object\nproperties:\n  a:\n    type: string`),
    )}`,
  ],
  ['properties of objects', `${head}            properties:\n${fill(3_000_000, object)}`],
  [
    'a member of an enum',
    `${head}            properties:\n${property(1, `type: string\nenum:\n- "${"'\\\\".repeat(1_000_000)}"`)}`,
  ],
  [
    'members of an enum',
    `${head}            properties:\n${property(1, `type: string\nenum:\n${fill(2_000_000, index => `- v${index}\n`)}`)}`,
  ],
  ['a default', `${head}            properties:\n${property(1, `type: string\ndefault: "${"a'".repeat(1_500_000)}"`)}`],
  [
    'a pattern',
    `${head}            properties:\n${property(1, `type: string\npattern: "${'(a|b)*'.repeat(500_000)}"`)}`,
  ],
  [
    'rules',
    `${head}            x-kubernetes-validations:\n${fill(3_000_000, index => `            - rule: has(self.v${index})\n`)}`,
  ],
  [
    'rules about each of its fields',
    `${head}            properties:\n${numbered(15_000, index => property(index, 'type: string'))}            x-kubernetes-validations:\n${numbered(
      20_000,
      index => `            - rule: '!has(self.p${index % 15_000}) || has(self.p${(index + 7) % 15_000})'\n`,
    )}`,
  ],
  [
    'rules about what is in each of its objects',
    `${crdHead('Widget')}        type: object
        x-kubernetes-validations:
${numbered(5000, index => `        - rule: self.spec.p${index}.counted == 1 || self.spec.p${index}.named\n`)}        properties:
          spec:
            type: object
            properties:\n${numbered(5000, index =>
              property(index, 'type: object\nproperties:\n  counted:\n    type: integer\n  named:\n    type: string'),
            )}`,
  ],
  [
    'rules that compare what they compare',
    `${head}            properties:\n${property(1, 'type: string')}${property(2, 'type: string')}            x-kubernetes-validations:\n${fill(
      2_000_000,
      index =>
        `            - rule: ${'('.repeat(100)}has(self.p${1 + (index % 2)})${') == has(self.p2)'.repeat(100)}\n`,
    )}`,
  ],
  [
    'alternatives over the values of an enum',
    `${head}            properties:\n${property(1, `type: string\nenum:\n${values(0, 30_000)}`)}            oneOf:\n${[
      0, 15_000,
    ]
      .map(from => property(1, `enum:\n${values(from, 15_000)}`).replaceAll(/^/gm, '  '))
      .map(alternative => `            - properties:\n${alternative.trimEnd()}\n`)
      .join('')}`,
  ],
  [
    'alternatives',
    `${head}            oneOf:\n${fill(2_000_000, index => `            - required:\n              - v${index}\n`)}`,
  ],
  [
    'alternatives that hang together',
    `${head}            properties:\n${numbered(8_000, index => property(index, 'type: string'))}            allOf:\n${numbered(
      8_000,
      index =>
        `            - anyOf:\n              - required: [p${index}]\n              - required: [p${(index + 1) % 8_000}]\n`,
    )}`,
  ],
  ['problems', `${head}            properties:\n${fill(3_000_000, index => property(index, 'nullable: true'))}`],
  [
    'properties that are required',
    `${head}            required:\n${numbered(40_000, index => `            - p${index}\n`)}            properties:\n${numbered(40_000, index => property(index, 'type: string'))}`,
  ],
  [
    'properties in flow style',
    `${head}            properties: {${numbered(40_000, index => `p${index}: {type: string}, `)}}\n`,
  ],
  ['nesting', nested(400, level => `p${level}`)],
  ['nesting of long names', nested(400, level => `p${level}${'x'.repeat(58)}`)],
  [
    'maps within one another',
    `${head}            properties:\n${numbered(50, index => property(index, within('additionalProperties', 400, `enum: [v${index}]`)))}`,
  ],
  [
    'lists within one another that may be null',
    `${head}            properties:\n${numbered(50, index => property(index, within('nullable: true, items', 400, `enum: [v${index}]`)))}`,
  ],
  ['rules on each of many objects', `${head}            properties:\n${numbered(100, ruled)}`],
  ['alternatives on each of many objects', `${head}            properties:\n${numbered(100, undecided)}`],
]

/** Definitions that are small, but not what there is of them, or what one is nested in. */
export const largeSets: readonly (readonly [what: string, text: string, code?: string])[] = [
  ['JSON of 5,000 levels', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 'yaml/depth'],
  ['flow style of 5,000 levels', `# flow\n${'{a: '.repeat(5000)}1${'}'.repeat(5000)}`, 'yaml/depth'],
  [
    'alternatives that no effort tells apart, in a hundred groups',
    numbered(100, index => {
      const text = head.replaceAll('example.com', `g${index}.example.com`)
      return `---\n${text}            properties:\n${undecided(index)}`
    }),
    'select/alternatives',
  ],
  ['kinds of one name in many groups', numbered(4000, index => named('Foo', 'foos', `g${index}.example.com`))],
  [
    'kinds whose names are one',
    numbered(6000, index => named(String.fromCharCode(0x4e00 + index), `p${index}`, 'example.com')),
  ],
  [
    'enums of which no two are equal',
    numbered(5, definition => {
      const enums = numbered(30_000, index => property(index, `type: string\nenum:\n- v${definition}x${index}`))
      return `---\n${rename(head, definition)}            properties:\n${enums}`
    }),
  ],
  [
    'lists and maps that are all nested in other ways',
    numbered(4, definition => {
      const nestings = numbered(4_000, index => property(index, nestedIn(14, 4_000 * definition + index)))
      return `---\n${rename(head, definition)}            properties:\n${nestings}`
    }),
  ],
  [
    'kinds that are nested deeply',
    numbered(
      10,
      index =>
        `---\n${rename(
          nested(400, level => `p${level}${'x'.repeat(58)}`),
          index,
        )}`,
    ),
  ],
]

/** A definition that a large one may have been before, or become: of nothing, and with other types and names. */
export const small = head
export const otherOf = (text: string) =>
  text
    .replaceAll('type: string', 'type: boolean')
    .replaceAll('type: integer', 'type: number')
    .replaceAll(/(?<=- |self\.)v(?=\d)/g, 'w')

function nested(levels: number, nameOf: (level: number) => string): string {
  const lines = Array.from({ length: levels }, (_, level) => {
    const indent = ' '.repeat(12 + 4 * level)
    return `${indent}properties:\n${indent}  ${nameOf(level)}:\n${indent}    type: object\n`
  })
  return head + lines.join('')
}

/** A schema within another one, so many times. */
function within(keyword: string, levels: number, inner: string): string {
  const type = keyword.endsWith('items') ? 'array' : 'object'
  return `${`{type: ${type}, ${keyword}: `.repeat(levels)}{type: string, ${inner}}${'}'.repeat(levels)}`
}

/** Lists and maps within one another, as the bits of a number say. */
function nestedIn(levels: number, number: number): string {
  if (levels === 0) return 'type: string'
  const [type, keyword] = number % 2 ? ['array', 'items'] : ['object', 'additionalProperties']
  return `type: ${type}\n${keyword}:\n${nestedIn(levels - 1, number >> 1).replaceAll(/^/gm, '  ')}`
}

function named(kind: string, plural: string, group: string): string {
  const text = head.replaceAll('Widget', kind).replaceAll('widgets', plural).replaceAll('example.com', group)
  return `---\n${text}            properties:\n${property(1, 'type: string')}`
}

/** Ten booleans, and rules that say hardly anything, but for the last ones, which nothing satisfies. */
function ruled(object: number): string {
  const properties = letters.map(letter => `  ${letter}:\n    type: boolean\n`).join('')
  const rules = Array.from({ length: 50 }, (_, index) => {
    const some = letters
      .slice(0, 5)
      .map((_, from) => [0, 3, 7].map(step => `has(self.${letters[(index + from + step) % 10]})`))
    return some.map(names => `!(${names.join(' && ')})`).join(' || ')
  })
  const none = ['has(self.a) == has(self.j)', 'has(self.a) != has(self.j)']
  const lines = [...rules, ...none].map(rule => `- rule: "${rule}"`)
  return property(object, `type: object\nproperties:\n${properties}x-kubernetes-validations:\n${lines.join('\n')}`)
}

/** Each three of sixty properties say something of one another. */
function undecided(object: number): string {
  const name = (index: number) => `o${object}p${index % 60}`
  const properties = numbered(60, index => `  ${name(index)}:\n    type: string\n`)
  const alternatives = numbered(120, index => {
    const [a, b, c] = [index * 7 + object, index * 11 + 3, index * 13 + 5].map(name)
    return `- anyOf:\n  - required: [${a}]\n  - required: [${b}]\n  - not: {required: [${c}]}\n`
  })
  return property(object, `type: object\nproperties:\n${properties}allOf:\n${alternatives.trimEnd()}`)
}
