import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Finding, KindDiff } from '../../../generator/diff/schema-diff.js'
import { readObjects } from '../crd/read.js'
import { allCases, pairOf } from './cases.js'
import { compareAll } from './proof.js'
import { field, rule, set, version, widget, type Node } from './widget.js'

for (const [name, cases] of Object.entries(allCases)) {
  const table = suite(name)
  for (const { name: what, edit, from, want } of cases) {
    table(what, async () => {
      assert.equal(brief(compareAll(...(await pairOf(edit, from)))), want)
    })
  }
  table.run()
}

const hostile = suite('types that are none')

for (const type of ['constructor', 'toString', '__proto__', '']) {
  hostile(`${JSON.stringify(type)} becomes a text and back`, async () => {
    const before = widget()
    const after = widget()
    field(before, 'spec')['properties'].extra = { type }
    field(after, 'spec')['properties'].extra = { type: 'string' }
    const [old, now] = [await readObjects(before), await readObjects(after)]
    for (const pair of [
      [old, now],
      [now, old],
    ] as const) {
      const found = compareAll(pair[0].definitions, pair[1].definitions)
      assert.equal(
        found.flatMap(({ findings }) => findings.map(({ path }) => path)),
        ['spec.extra'],
      )
    }
  })
}

hostile.run()

const digits = suite('numbers beyond 2^53')

digits('are told without digits that nobody wrote', async () => {
  const [old, now] = await pairOf(crd =>
    Object.assign(field(crd, 'spec.replicas'), { maximum: 2 ** 63, enum: [2 ** 60] }),
  )
  assert.equal(messages(compareAll(old, now)), [
    'only about 1.153e18 is allowed, anything was',
    'maximum is 9223372036854775807, was 5',
  ])
})

digits.run()

const ruleTexts = suite('what is said of a rule')

for (const [name, was, is, want] of [
  [
    'a new one',
    [],
    [{ rule: "self !=\n'a'", message: 'A is\ntaken' }],
    ['there is a rule, "A is taken" (`self != \'a\'`)'],
  ],
  ['one without a message', [], [{ rule: "self != 'a'" }], ["there is a rule, `self != 'a'`"]],
  [
    'one that is gone',
    [{ rule: "self != 'a'", message: 'A is taken' }],
    [],
    ['the rule "A is taken" (`self != \'a\'`) is gone'],
  ],
  [
    'one about the old value',
    [],
    [{ rule: 'self >= oldSelf', message: 'It grows' }],
    ['there is a rule, "It grows" (`self >= oldSelf`), about what may become of a value'],
  ],
  [
    'one that a field is immutable',
    [],
    [{ rule: 'self == oldSelf', message: 'It stays' }],
    ['it may not be changed any more: It stays'],
  ],
] as const) {
  ruleTexts(name, async () => {
    const rules = (all: readonly Node[]) => set('spec.note', { 'x-kubernetes-validations': all })
    const [old, now] = await pairOf(rules(is), rules(was))
    assert.equal(messages(compareAll(old, now)), want)
  })
}

ruleTexts.run()

const passageTexts = suite('what is said of a version that objects are stored as')

const text = { type: 'string' }
const known = { type: 'object', properties: { a: text } }
const keyed = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  items: { type: 'object', required: ['a', 'b'], properties: { a: text, b: text } },
}

for (const [name, served, stored, want] of [
  ['a value of an enum', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['b'] }, 'where "a" is not allowed'],
  ['an enum', text, { ...text, enum: ['b'] }, 'where only "b" is allowed'],
  ['another type', text, { type: 'integer' }, 'where its type is integer'],
  ['a limit', { ...text, maxLength: 9 }, { ...text, maxLength: 5 }, 'where maxLength is 5'],
  ['a pattern', text, { ...text, pattern: 'x, was y' }, 'where pattern is "x, was y"'],
  ['a rule', text, { ...text, ...rule("self != 'x, was y'") }, "where there is a rule, `self != 'x, was y'`"],
  ['alternatives', text, { ...text, anyOf: [{ pattern: '^a' }] }, 'where anyOf differs'],
  ['no null', { ...text, nullable: true }, text, 'where null is not allowed'],
  [
    'no fields that are not named',
    { ...known, 'x-kubernetes-preserve-unknown-fields': true },
    known,
    'where fields that the schema does not name are not kept as they are',
  ],
  ['a schema', { type: 'object', additionalProperties: true }, known, 'where the schema says what it is'],
  ['a field that must be there', known, { ...known, required: ['a'] }, 'which requires it'],
  [
    'a list of other keys',
    { ...keyed, 'x-kubernetes-list-map-keys': ['a'] },
    { ...keyed, 'x-kubernetes-list-map-keys': ['b'] },
    'where its items are told apart by b',
  ],
] as const) {
  passageTexts(name, async () => {
    const [old, now] = await pairOf(
      crd => {
        for (const [index, schema] of [stored, served].entries()) {
          crd['spec'].versions[index].schema.openAPIV3Schema.properties.spec.properties.note = schema
        }
      },
      crd => {
        crd['spec'].conversion = { strategy: 'None' }
        crd['spec'].versions = [version(crd), { ...structuredClone(version(crd)), name: 'v2', storage: false }]
      },
    )
    const said = messages(compareAll(old, now)).filter(message => message.startsWith('what is written as v2'))
    assert.ok(said.includes(`what is written as v2 is stored as v1, ${want}`), said.join('\n'))
  })
}

passageTexts.run()

const served = suite('a version that is gone')

for (const [name, isOtherServed, want] of [
  ['and leaves one to read objects through', true, 'it is gone: it can only go'],
  ['and leaves none', false, 'it is gone, and no version is served: it can only go'],
] as const) {
  served(name, async () => {
    const [old, now] = await pairOf(
      crd => crd['spec'].versions.pop(),
      crd => (version(crd)['served'] = isOtherServed),
    )
    assert.match(messages(compareAll(old, now)).join(), want)
  })
}

served.run()

const effects = suite('what is said of the types')

for (const [name, edit, want] of [
  [
    'where unknown fields are kept beside known ones',
    set('spec.part', { 'x-kubernetes-preserve-unknown-fields': true }),
    [
      'Widget may have fields that are not named',
      'WidgetInput takes fields that are not named',
      'WidgetApply takes fields that are not named',
    ],
  ],
  [
    'where status is no subresource',
    (crd: Node) => delete version(crd)['subresources'].status,
    ['the client has no methods of status', 'WidgetInput takes status', 'WidgetApply takes status'],
  ],
  [
    'where there is neither a subresource nor a status',
    (crd: Node) => {
      delete version(crd)['subresources'].status
      delete field(crd, '')['properties'].status
    },
    ['the client has no methods of status', 'Widget does not have it'],
  ],
] as const) {
  effects(name, async () => {
    const told = compareAll(...(await pairOf(edit))).flatMap(({ findings }) => findings)
    assert.equal(
      told.flatMap(({ typescript }) => typescript.map(({ type, message }) => [type, message].join(' ').trim())),
      want,
    )
  })
}

effects.run()

function messages(diffs: readonly KindDiff[]): string[] {
  return diffs.flatMap(({ findings }) => findings.flatMap(({ changes }) => changes.map(({ message }) => message)))
}

/** As cases have it. */
function brief(diffs: readonly KindDiff[]): string[] {
  return diffs.flatMap(({ version, findings }) =>
    findings.map(finding => {
      const uses = new Set(finding.typescript.filter(({ breaks }) => breaks).map(({ use }) => use))
      const codes = finding.changes.map(({ code }) => code).join(' ')
      const place = version === undefined ? '' : `${version} ${finding.path}`
      const stored = finding.stored === 'valid' ? '' : ` ${finding.stored}`
      return `${place} ${codes}${stored}${isAlone(finding) ? '!' : ''}${uses.size > 0 ? `: ${[...uses].join(' ')}` : ''}`
    }),
  )
}

function isAlone({ changes, stored }: Finding): boolean {
  return stored === 'valid' && changes.some(({ breaks }) => breaks)
}
