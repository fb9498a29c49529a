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
    'rules that compare what they compare',
    `${head}            properties:\n${property(1, 'type: string')}${property(2, 'type: string')}            x-kubernetes-validations:\n${fill(
      2_000_000,
      index =>
        `            - rule: ${'('.repeat(100)}has(self.p${1 + (index % 2)})${') == has(self.p2)'.repeat(100)}\n`,
    )}`,
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
  ['nesting', nested(400)],
]

/** A definition that a large one may have been before, or become: of nothing, and with other types and names. */
export const small = head
export const otherOf = (text: string) =>
  text.replaceAll('type: string', 'type: boolean').replaceAll(/(?<=- |self\.)v(?=\d)/g, 'w')

function nested(levels: number): string {
  const lines = Array.from({ length: levels }, (_, level) => {
    const indent = ' '.repeat(12 + 4 * level)
    return `${indent}properties:\n${indent}  p${level}:\n${indent}    type: object\n`
  })
  return head + lines.join('')
}
