/** What is done to a CRD, and what is to be said of it. */

import { readObjects } from '../crd/read.js'
import { gone } from './gone-cases.js'
import { field, rule, set, unset, version, widget, type Node } from './widget.js'

export interface Case {
  readonly name: string
  /** Of the CRD as it is then. */
  readonly edit: (crd: Node) => void
  /** What it is made of the CRD first, on both sides. */
  readonly from?: (crd: Node) => void
  /** Findings as `version path code code stored: uses that break`; `!` after what breaks nothing else. */
  readonly want: readonly string[]
}

const named = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }

export const fields: readonly Case[] = [
  {
    name: 'an optional field is new',
    edit: crd => (field(crd, 'spec')['properties'].extra = { type: 'string' }),
    want: ['v1 spec.extra field/added'],
  },
  {
    name: 'a required field is new',
    edit: crd => {
      field(crd, 'spec')['properties'].extra = { type: 'string' }
      field(crd, 'spec')['required'].push('extra')
    },
    want: ['v1 spec.extra field/required-added refused: write'],
  },
  {
    name: 'a required field with a default is new',
    edit: crd => {
      field(crd, 'spec')['properties'].extra = { type: 'string', default: 'x' }
      field(crd, 'spec')['required'].push('extra')
    },
    want: ['v1 spec.extra field/added'],
  },
  {
    name: 'a field is gone',
    edit: crd => delete field(crd, 'spec')['properties'].note,
    want: ['v1 spec.note field/removed dropped: read write apply'],
  },
  {
    name: 'a required field is gone, and still required',
    edit: crd => delete field(crd, 'spec')['properties'].name,
    want: ['v1 spec.name field/undeclared refused: read'],
  },
  {
    name: 'a field of status is gone',
    edit: crd => delete field(crd, 'status')['properties'].phase,
    want: ['v1 status.phase field/removed dropped: read apply-status'],
  },
  {
    name: 'a field is gone where unknown fields are kept',
    edit: crd => {
      delete field(crd, 'spec.part')['properties'].inner
      field(crd, 'spec.part')['x-kubernetes-preserve-unknown-fields'] = true
    },
    want: ['v1 spec.part unknown-fields/kept: read', 'v1 spec.part.inner field/undeclared'],
  },
  {
    name: 'a field is declared where anything was kept',
    edit: set('spec.free', { properties: { known: { type: 'string' } } }),
    want: ['v1 spec.free.known field/declared refused'],
  },
  {
    name: 'a field became required',
    edit: crd => field(crd, 'spec')['required'].push('note'),
    want: ['v1 spec.note required/added refused: write'],
  },
  {
    name: 'a field with a default became required',
    edit: crd => field(crd, 'spec')['required'].push('size'),
    want: ['v1 spec.size required/added'],
  },
  {
    name: 'a field is no longer required',
    edit: crd => (field(crd, 'spec')['required'] = ['mode']),
    want: ['v1 spec.name required/removed: read'],
  },
  {
    name: 'a field got a default',
    edit: set('spec.note', { default: 'n' }),
    want: ['v1 spec.note default/added'],
  },
  {
    name: 'a field got a default that is none',
    edit: set('spec.note', { default: null }),
    want: [],
  },
  {
    name: 'another default',
    edit: set('spec.size', { default: 'large' }),
    want: ['v1 spec.size default/changed'],
  },
  {
    name: 'a default is gone',
    edit: unset('spec.size', 'default'),
    want: ['v1 spec.size default/removed: read'],
  },
  {
    name: 'another type',
    edit: crd => (field(crd, 'spec')['properties'].note = { type: 'integer' }),
    want: ['v1 spec.note type/changed refused: read write apply'],
  },
  {
    name: 'an integer became a number',
    edit: crd => (field(crd, 'spec')['properties'].replicas = { ...field(crd, 'spec.replicas'), type: 'number' }),
    want: ['v1 spec.replicas type/widened'],
  },
  {
    name: 'a string may be a number too',
    edit: crd => (field(crd, 'spec')['properties'].note = { 'x-kubernetes-int-or-string': true }),
    want: ['v1 spec.note type/widened: read'],
  },
  {
    name: 'what was a number or a string is a string',
    edit: crd => (field(crd, 'spec')['properties'].port = { type: 'string' }),
    want: ['v1 spec.port type/changed refused: write apply'],
  },
  {
    name: 'an enum has a new value',
    edit: set('spec.mode', { enum: ['A', 'B', 'C', 'D'] }),
    want: ['v1 spec.mode enum/value-added: read switch'],
  },
  {
    name: 'an enum has a value less',
    edit: set('spec.mode', { enum: ['C', 'A'] }),
    want: ['v1 spec.mode enum/value-removed refused: switch write apply'],
  },
  {
    name: 'an enum in another order',
    edit: set('spec.mode', { enum: ['C', 'B', 'A'] }),
    want: [],
  },
  {
    name: 'an enum of items',
    edit: set('spec.items[].value', { enum: ['x', 'z'] }),
    want: ['v1 spec.items[].value enum/value-removed enum/value-added refused: read switch write apply'],
  },
  {
    name: 'an enum in status',
    edit: set('status.phase', { enum: ['Up'] }),
    want: ['v1 status.phase enum/value-removed refused: switch apply-status'],
  },
  {
    name: 'a field of status may be a number',
    edit: crd => (field(crd, 'status')['properties'].phase = { 'x-kubernetes-int-or-string': true }),
    want: ['v1 status.phase type/widened enum/lifted: read switch'],
  },
  {
    name: 'a required field of status is new',
    edit: crd => {
      field(crd, 'status')['properties'].extra = { type: 'string' }
      field(crd, 'status')['required'] = ['extra']
    },
    want: ['v1 status.extra field/required-added refused'],
  },
  {
    name: 'a required field is new where the status is replaced as a whole',
    edit: crd => {
      const reasons = field(crd, 'status.reasons[]')
      reasons['properties'].extra = { type: 'string' }
      reasons['required'].push('extra')
    },
    want: ['v1 status.reasons[].extra field/required-added refused: apply-status'],
  },
  {
    name: 'no schema of a status',
    edit: crd => delete field(crd, '')['properties'].status,
    want: ['v1 status field/removed dropped: read'],
  },
  {
    name: 'what was an enum may be anything',
    edit: unset('spec.mode', 'enum'),
    want: ['v1 spec.mode enum/lifted: read switch'],
  },
  {
    name: 'what was anything is an enum',
    edit: set('spec.note', { enum: ['x'] }),
    want: ['v1 spec.note enum/introduced refused: write apply'],
  },
  {
    name: 'null is allowed',
    edit: set('spec.note', { nullable: true }),
    want: ['v1 spec.note nullable/allowed: read'],
  },
  {
    name: 'null is forbidden',
    edit: unset('spec.flag', 'nullable'),
    want: ['v1 spec.flag nullable/forbidden dropped: write apply'],
  },
  {
    name: 'null is forbidden in a required field',
    edit: crd => {
      delete field(crd, 'spec.flag')['nullable']
      field(crd, 'spec')['required'].push('flag')
    },
    want: ['v1 spec.flag required/added nullable/forbidden refused: write apply'],
  },
  {
    name: 'null is forbidden in a list',
    edit: unset('spec.nulls[]', 'nullable'),
    want: ['v1 spec.nulls[] nullable/forbidden refused: write apply'],
  },
  {
    name: 'null is forbidden where there is a default',
    edit: crd => (field(crd, 'spec')['properties'].flag = { type: 'boolean', default: true }),
    want: ['v1 spec.flag default/added nullable/forbidden dropped: write apply'],
  },
  {
    name: 'values of a map',
    edit: crd => (field(crd, 'spec.labels')['additionalProperties'] = { type: 'integer' }),
    want: ['v1 spec.labels.* type/changed refused: read write apply'],
  },
  {
    name: 'a map of anything',
    edit: crd => (field(crd, 'spec.labels')['additionalProperties'] = true),
    want: ['v1 spec.labels values/loosened: read'],
  },
  {
    name: 'a map that is none any more',
    edit: crd => (field(crd, 'spec')['properties'].labels = { type: 'object', properties: { a: { type: 'string' } } }),
    want: [
      'v1 spec.labels min-properties/loosened max-properties/loosened unknown-fields/dropped dropped: read write apply',
      'v1 spec.labels.a field/declared',
    ],
  },
  {
    name: 'a known object became a map that takes its fields',
    edit: crd => (field(crd, 'spec')['properties'].part = { type: 'object', additionalProperties: { type: 'string' } }),
    want: ['v1 spec.part unknown-fields/kept', 'v1 spec.part.inner field/undeclared'],
  },
  {
    name: 'a known object became a map of something else',
    edit: crd => (field(crd, 'spec.plain')['items'] = { type: 'object', additionalProperties: { type: 'integer' } }),
    want: [
      'v1 spec.plain[] unknown-fields/kept',
      'v1 spec.plain[].deep field/undeclared type/changed refused: read write apply',
    ],
  },
  {
    name: 'an empty object has to have a field',
    edit: set('spec.empty', { properties: { a: { type: 'string' } }, required: ['a'] }),
    want: ['v1 spec.empty.a field/required-added refused: write', 'v1 spec.empty types/changed: read'],
  },
  {
    name: 'a known object became a free one',
    edit: crd =>
      (field(crd, 'spec')['properties'].part = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }),
    want: ['v1 spec.part unknown-fields/kept: read', 'v1 spec.part.inner field/undeclared'],
  },
  {
    name: 'a free object has to have a field',
    edit: set('spec.free', { properties: { known: { type: 'string' } }, required: ['known'] }),
    want: ['v1 spec.free.known field/required-added refused: write'],
  },
  {
    name: 'unknown fields are dropped',
    edit: unset('spec.free', 'x-kubernetes-preserve-unknown-fields'),
    want: ['v1 spec.free unknown-fields/dropped dropped: write apply'],
  },
  {
    name: 'unknown fields are dropped beside known ones',
    from: set('spec.part', { 'x-kubernetes-preserve-unknown-fields': true }),
    edit: unset('spec.part', 'x-kubernetes-preserve-unknown-fields'),
    want: ['v1 spec.part unknown-fields/dropped dropped: read write apply'],
  },
  {
    name: 'an embedded object is any object',
    edit: unset('spec.template', 'x-kubernetes-embedded-resource'),
    want: ['v1 spec.template embedded-resource/removed: read'],
  },
  {
    name: 'any object is an embedded one',
    edit: set('spec.free', { 'x-kubernetes-embedded-resource': true }),
    want: ['v1 spec.free embedded-resource/added refused: write'],
  },
  {
    name: 'the metadata of an embedded object has to have a name',
    edit: set('spec.template', { properties: { metadata: named } }),
    want: ['v1 spec.template.metadata.name required/added refused: write'],
  },
  {
    name: 'the metadata of an embedded object need not have a name',
    from: set('spec.template', { properties: { metadata: named } }),
    edit: set('spec.template', { properties: { metadata: { ...named, required: [] } } }),
    want: ['v1 spec.template.metadata.name required/removed: read'],
  },
  {
    name: 'the metadata of an embedded object has limits',
    edit: set('spec.template', {
      properties: { metadata: { type: 'object', properties: { name: { type: 'string', minLength: 2 } } } },
    }),
    want: ['v1 spec.template.metadata.name min-length/tightened refused'],
  },
  {
    name: 'the name has limits',
    edit: crd => {
      const { properties } = crd['spec'].versions[0].schema.openAPIV3Schema
      properties.metadata = { type: 'object', properties: { name: { type: 'string', maxLength: 1 } } }
    },
    want: ['v1 metadata.name max-length/tightened refused'],
  },
]

export const limits: readonly Case[] = [
  ...(
    [
      ['spec.name', 'minLength', 'min-length', 2, 0],
      ['spec.name', 'maxLength', 'max-length', 9, 11],
      ['spec.replicas', 'minimum', 'minimum', 2, 0],
      ['spec.replicas', 'maximum', 'maximum', 4, 6],
      ['spec.items', 'minItems', 'min-items', 2, 0],
      ['spec.items', 'maxItems', 'max-items', 8, 10],
      ['spec.labels', 'minProperties', 'min-properties', 2, 0],
      ['spec.labels', 'maxProperties', 'max-properties', 2, 4],
      ['spec.ratio', 'multipleOf', 'multiple-of', 4, 1],
    ] as const
  ).flatMap(([path, keyword, area, tighter, looser]): Case[] => [
    {
      name: `${keyword}, tighter`,
      edit: set(path, { [keyword]: tighter }),
      want: [`v1 ${path} ${area}/tightened refused`],
    },
    { name: `${keyword}, looser`, edit: set(path, { [keyword]: looser }), want: [`v1 ${path} ${area}/loosened`] },
    { name: `${keyword}, gone`, edit: unset(path, keyword), want: [`v1 ${path} ${area}/loosened`] },
  ]),
  ...(
    [
      ['a third of it', 0.3, 0.1, 'loosened'],
      ['what is no part of it', 0.3, 0.2, 'tightened'],
      ['a fraction of what whole numbers were', 2, 0.5, 'tightened'],
    ] as const
  ).map(([name, was, is, what]): Case => ({
    name: `multipleOf, ${name}`,
    from: set('spec.ratio', { multipleOf: was }),
    edit: set('spec.ratio', { multipleOf: is }),
    want: [`v1 spec.ratio multiple-of/${what}${what === 'tightened' ? ' refused' : ''}`],
  })),
  {
    name: 'no more fields than an object has names for',
    edit: set('spec.either', { maxProperties: 3 }),
    want: ['v1 spec.either max-properties/tightened'],
  },
  {
    name: 'fewer fields than an object has names for',
    from: set('spec.either', { oneOf: undefined }),
    edit: set('spec.either', { maxProperties: 2 }),
    want: ['v1 spec.either max-properties/tightened refused: write apply'],
  },
  {
    name: 'a limit that all values of an enum meet',
    edit: set('spec.mode', { minLength: 1, maxLength: 1 }),
    want: ['v1 spec.mode min-length/tightened max-length/tightened'],
  },
  {
    name: 'a limit that a value of an enum goes beyond',
    from: set('spec.mode', { enum: ['A', 'BB'] }),
    edit: set('spec.mode', { maxLength: 1 }),
    want: ['v1 spec.mode max-length/tightened refused'],
  },
  {
    name: 'an exclusive limit of an enum',
    from: set('spec.replicas', { enum: [2, 3], exclusiveMinimum: true, exclusiveMaximum: true }),
    edit: set('spec.replicas', { minimum: 2, maximum: 4 }),
    want: ['v1 spec.replicas minimum/tightened maximum/tightened refused'],
  },
  {
    name: 'a limit is new',
    edit: set('spec.note', { maxLength: 3 }),
    want: ['v1 spec.note max-length/tightened refused'],
  },
  {
    name: 'a limit of metadata.name',
    edit: set('metadata.name', { maxLength: 10 }),
    want: ['v1 metadata.name max-length/tightened refused'],
  },
  {
    name: 'a limit is exclusive',
    edit: set('spec.replicas', { exclusiveMinimum: true, exclusiveMaximum: false }),
    want: ['v1 spec.replicas exclusive-minimum/tightened refused'],
  },
  {
    name: 'another pattern',
    edit: set('spec.name', { pattern: '^b' }),
    want: ['v1 spec.name pattern/tightened refused'],
  },
  { name: 'no pattern', edit: unset('spec.name', 'pattern'), want: ['v1 spec.name pattern/loosened'] },
  {
    name: 'a format',
    edit: set('spec.note', { format: 'date-time' }),
    want: ['v1 spec.note format/tightened refused'],
  },
  {
    name: 'a format that no server knows',
    edit: set('spec.note', { format: 'sort-of' }),
    want: ['v1 spec.note format/loosened'],
  },
  {
    name: 'a wider format',
    edit: set('spec.replicas', { format: 'int64' }),
    want: ['v1 spec.replicas format/loosened'],
  },
  { name: 'no format', edit: unset('spec.replicas', 'format'), want: ['v1 spec.replicas format/loosened'] },
]

export const rules: readonly Case[] = [
  {
    name: 'a rule is new',
    edit: crd => field(crd, 'spec')['x-kubernetes-validations'].push({ rule: 'self.name != "ab"' }),
    want: ['v1 spec rule/added refused'],
  },
  {
    name: 'a rule is gone',
    edit: unset('spec', 'x-kubernetes-validations'),
    want: ['v1 spec rule/removed'],
  },
  {
    name: 'another rule',
    edit: set('spec', { 'x-kubernetes-validations': [{ rule: 'self.replicas > 1', message: 'none' }] }),
    want: ['v1 spec rule/added rule/removed refused'],
  },
  {
    name: 'a rule that asks for less',
    from: set('spec.either', { oneOf: undefined, ...rule('has(self.a) != has(self.b)') }),
    edit: set('spec.either', rule('has(self.a) || has(self.b)')),
    want: ['v1 spec.either rule/added rule/removed: read'],
  },
  {
    name: 'a rule that asks for more',
    from: set('spec.either', { oneOf: undefined, ...rule('has(self.a) || has(self.b)') }),
    edit: set('spec.either', rule('has(self.a) != has(self.b)')),
    want: ['v1 spec.either rule/added rule/removed refused: write apply'],
  },
  {
    name: 'a rule that says what alternatives said',
    edit: set('spec.either', { oneOf: undefined, ...rule('[has(self.a), has(self.b)].exists_one(x, x)') }),
    want: ['v1 spec.either one-of/loosened rule/added'],
  },
  {
    name: 'alternatives that say what a rule said',
    from: set('spec.either', { oneOf: undefined, ...rule('has(self.a) != has(self.b)') }),
    edit: set('spec.either', { anyOf: [{ required: ['b'] }, { required: ['a'] }] }),
    want: ['v1 spec.either any-of/loosened'],
  },
  {
    name: 'a rule about a field that is filled in',
    from: set('spec.either', { oneOf: undefined, ...rule('!has(self.a) || !has(self.b)') }),
    edit: crd => {
      field(crd, 'spec.either.a')['default'] = 'x'
      Object.assign(field(crd, 'spec.either'), rule('!has(self.b) || !has(self.a)'))
    },
    want: [
      'v1 spec.either rule/added rule/removed refused: write apply',
      'v1 spec.either.a default/added refused',
      'v1 spec.either.b types/changed: read',
    ],
  },
  {
    name: 'a rule about a field whose default is null',
    from: crd => {
      field(crd, 'spec.either.a')['default'] = null
      field(crd, 'spec.either')['oneOf'] = undefined
    },
    edit: set('spec.either', rule('has(self.a)')),
    want: ['v1 spec.either rule/added refused', 'v1 spec.either.a types/changed: write'],
  },
  {
    name: 'a rule about a text with more white space in it',
    from: set('spec.either', { oneOf: undefined, ...rule("self.c != 'x  y'") }),
    edit: set('spec.either', rule("self.c != 'x y'")),
    want: ['v1 spec.either rule/added rule/removed refused'],
  },
  {
    name: 'a rule about a text that is called as the old value is',
    edit: set('spec.either.c', rule("self != 'z' || self == 'oldSelf'")),
    want: ['v1 spec.either.c rule/added refused'],
  },
  {
    name: 'a rule that asks for less, about a text that is called as the old value is',
    from: set('spec.either', { oneOf: undefined, ...rule('has(self.a) && has(self.b)') }),
    edit: set('spec.either', rule("has(self.a) && (has(self.b) || self.c == 'oldSelf')")),
    want: ['v1 spec.either rule/added rule/removed', 'v1 spec.either.b types/changed: read'],
  },
  {
    name: 'a rule about the fields of a kind itself',
    from: crd => Object.assign(field(crd, '')['properties'], { text: { type: 'string' }, link: { type: 'string' } }),
    edit: set('', rule('has(self.text) != has(self.link)')),
    want: ['v1  rule/added refused: write apply'],
  },
  {
    name: 'a rule about the fields of a kind itself, and about its status',
    from: crd => Object.assign(field(crd, '')['properties'], { text: { type: 'string' } }),
    edit: set('', rule('has(self.text) != has(self.status)')),
    want: ['v1  rule/added refused'],
  },
  {
    name: 'alternatives of which one is there twice',
    edit: set('spec.either', { oneOf: [{ required: ['a'] }, { required: ['a'] }, { required: ['b'] }] }),
    want: [
      'v1 spec.either one-of/changed refused: write apply',
      'v1 spec.either.a types/changed: read',
      'v1 spec.either.b types/changed: write',
    ],
  },
  {
    name: 'an alternative for a field that is filled in',
    edit: crd => {
      field(crd, 'spec.either')['properties'].d = { type: 'string', default: 'x' }
      field(crd, 'spec.either')['oneOf'].push({ required: ['d'] })
    },
    want: [
      'v1 spec.either one-of/changed refused: read write apply',
      'v1 spec.either.d field/added refused',
      'v1 spec.either.a types/changed: read',
      'v1 spec.either.b types/changed: read',
    ],
  },
  {
    name: 'a field that is filled in, where only so many may be there',
    from: set('spec.part', { maxProperties: 1 }),
    edit: crd => (field(crd, 'spec.part')['properties'].more = { type: 'string', default: 'x' }),
    want: [
      'v1 spec.part.more field/added refused',
      'v1 spec.part.inner types/changed: read',
      'v1 spec.part types/changed: write apply',
    ],
  },
  {
    name: 'a field that is filled in, of which a rule further up speaks',
    from: set('spec', rule('!has(self.note) || !has(self.part) || !has(self.part.inner)')),
    edit: set('spec.part.inner', { default: 'x' }),
    want: ['v1 spec.part.inner default/added refused'],
  },
  {
    name: 'a field that is filled in, in an item of a list of which a rule further up speaks',
    from: crd => {
      field(crd, 'spec.plain')['maxItems'] = 3
      field(crd, 'spec.plain[].deep')['maxLength'] = 9
      delete field(crd, 'spec.plain[]')['required']
      set('spec', rule('!has(self.plain) || self.plain.all(each, self.plain.exists_one(it, each == it))'))(crd)
    },
    edit: set('spec.plain[].deep', { default: 'a' }),
    want: ['v1 spec.plain[].deep default/added refused'],
  },
  {
    name: 'a field that is filled in, in items of a list that a rule compares',
    from: crd => {
      delete field(crd, 'spec.plain[]')['required']
      set('spec', rule('!has(self.plain) || self.plain.size() != 2 || self.plain[0] != self.plain[1]'))(crd)
    },
    edit: set('spec.plain[].deep', { default: 'a' }),
    want: ['v1 spec.plain[].deep default/added refused'],
  },
  {
    name: 'a field that is filled in, beside what a rule asks of an item',
    from: set('spec', rule('!has(self.plain) || self.plain.size() != 2 || self.plain[0].deep == self.plain[1].deep')),
    edit: crd => (field(crd, 'spec.plain[]')['properties'].more = { type: 'string', default: 'x' }),
    want: ['v1 spec.plain[].more field/added'],
  },
  {
    name: 'a field that is filled in, in what a rule compares as a whole',
    from: crd => {
      delete field(crd, 'spec.plain[]')['required']
      set(
        'spec',
        rule('!has(self.plain) || self.plain.size() != 2 || self.plain != [self.plain[1], self.plain[0]]'),
      )(crd)
    },
    edit: set('spec.plain[].deep', { default: 'a' }),
    want: ['v1 spec.plain[].deep default/added refused'],
  },
  {
    name: 'a field that is filled in, beside what a rule further up speaks of',
    from: set('spec', rule('!has(self.part) || self.part.inner == "other" || size(self.plain) > 0')),
    edit: crd => (field(crd, 'spec.part')['properties'].more = { type: 'string', default: 'x' }),
    want: ['v1 spec.part.more field/added'],
  },
  {
    name: 'a field that is filled in, in an object whose properties alternatives further up count',
    from: set('spec', { anyOf: [{ properties: { part: { maxProperties: 1 } } }] }),
    edit: crd => (field(crd, 'spec.part')['properties'].more = { type: 'string', default: 'x' }),
    want: ['v1 spec.part.more field/added refused'],
  },
  {
    name: 'another default, of which a rule about changes speaks',
    from: set('spec', rule('self.size == oldSelf.size')),
    edit: set('spec.size', { default: 'large' }),
    want: ['v1 spec.size default/changed'],
  },
  {
    name: 'a default is gone, of which a rule speaks',
    from: set('spec', rule('has(self.size)')),
    edit: unset('spec.size', 'default'),
    want: ['v1 spec.size default/removed refused: write'],
  },
  {
    name: 'a rule in other words',
    edit: set('spec', { 'x-kubernetes-validations': [{ rule: 'self.replicas  >\n0', message: 'too few' }] }),
    want: ['v1 spec rule/answer-changed'],
  },
  {
    name: 'a field became immutable',
    edit: set('spec.note', { 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] }),
    want: ['v1 spec.note rule/transition-added!'],
  },
  {
    name: 'an alternative more',
    edit: crd => field(crd, 'spec.choice')['anyOf'].push({ properties: { one: { pattern: '^c' } } }),
    want: ['v1 spec.choice any-of/loosened'],
  },
  {
    name: 'an alternative less',
    edit: crd => field(crd, 'spec.choice')['anyOf'].pop(),
    want: ['v1 spec.choice any-of/changed refused'],
  },
  {
    name: 'alternatives in another order, of fields too',
    edit: crd => {
      const either = field(crd, 'spec.either')
      either['properties'] = { c: { type: 'string' }, b: { type: 'string' }, a: { type: 'string' } }
      either['oneOf'].reverse()
      field(crd, 'spec.by')['properties'] = Object.fromEntries(
        Object.entries(field(crd, 'spec.by')['properties']).reverse(),
      )
    },
    want: [],
  },
  {
    name: 'an alternative in other words',
    edit: crd => Object.assign(field(crd, 'spec.choice')['anyOf'][0].properties.one, { deprecated: true }),
    want: [],
  },
  { name: 'no alternatives', edit: unset('spec.choice', 'anyOf'), want: ['v1 spec.choice any-of/loosened'] },
  {
    name: 'what must be all',
    edit: set('spec.choice', { allOf: [{ properties: { one: { pattern: '^c' } } }] }),
    want: ['v1 spec.choice all-of/changed refused'],
  },
  {
    name: 'one more of which one must be',
    edit: crd => field(crd, 'spec.either')['oneOf'].push({ required: ['c'] }),
    want: ['v1 spec.either one-of/changed refused: read write apply'],
  },
  {
    name: 'a new one of which one must be',
    edit: crd => {
      field(crd, 'spec.either')['properties'].d = { type: 'string' }
      field(crd, 'spec.either')['oneOf'].push({ required: ['d'] })
    },
    want: ['v1 spec.either one-of/loosened: read', 'v1 spec.either.d field/added'],
  },
  {
    name: 'no value is left that goes with a field, and the field is of another type',
    edit: crd => {
      field(crd, 'spec.by.type')['enum'] = ['b']
      field(crd, 'spec.by.a.x')['type'] = 'integer'
    },
    want: [
      'v1 spec.by.type enum/value-removed refused: switch write apply',
      'v1 spec.by.a.x type/changed refused',
      'v1 spec.by.a types/changed: read',
      'v1 spec.by types/changed: write apply',
    ],
  },
  {
    name: 'of two enums one has a value less',
    from: crd => {
      delete field(crd, 'spec.mode')['enum']
      field(crd, 'spec.mode')['allOf'] = [{ enum: ['A', 'B', 'C'] }, { enum: ['A', 'B', 'D'] }]
    },
    edit: crd => field(crd, 'spec.mode')['allOf'][1].enum.shift(),
    want: ['v1 spec.mode all-of/changed refused: switch write apply'],
  },
  {
    name: 'of two enums one has a value more, which the other has not',
    from: set('spec.mode', { allOf: [{ enum: ['A', 'B'] }] }),
    edit: set('spec.mode', { allOf: [{ enum: ['A', 'B', 'D'] }] }),
    want: ['v1 spec.mode all-of/changed refused'],
  },
  {
    name: 'one more enum is allowed',
    from: crd => {
      delete field(crd, 'spec.mode')['enum']
      field(crd, 'spec.mode')['anyOf'] = [{ enum: ['A', 'B'] }]
    },
    edit: crd => field(crd, 'spec.mode')['anyOf'].push({ enum: ['C'] }),
    want: ['v1 spec.mode any-of/loosened: read switch'],
  },
  {
    name: 'a value of an enum is excluded',
    edit: set('spec.mode', { not: { enum: ['B'] } }),
    want: ['v1 spec.mode not/changed refused: switch write apply'],
  },
  {
    name: 'an enum that excludes null is alternatives, which do not',
    from: set('spec.note', { nullable: true, enum: ['x', 'y'] }),
    edit: set('spec.note', { enum: undefined, anyOf: [{ enum: ['x'] }, { enum: ['y'] }] }),
    want: ['v1 spec.note enum/lifted any-of/changed refused: read'],
  },
  {
    name: 'an enum is lifted, and a rule still leaves one value',
    from: crd => {
      field(crd, 'spec.by')['x-kubernetes-validations'] = [{ rule: "self.type == 'a' && has(self.a)" }]
    },
    edit: unset('spec.by.type', 'enum'),
    want: ['v1 spec.by.type enum/lifted'],
  },
  {
    name: 'an enum is lifted, and alternatives over its values leave the same ones',
    from: crd => {
      const by = field(crd, 'spec.by')
      delete by['x-kubernetes-validations']
      by['oneOf'] = ['a', 'b'].map(each => ({ properties: { type: { enum: [each] } } }))
    },
    edit: unset('spec.by.type', 'enum'),
    want: ['v1 spec.by.type enum/lifted'],
  },
  {
    name: 'alternatives over values leave no null',
    from: crd => {
      const by = field(crd, 'spec.by')
      delete by['x-kubernetes-validations']
      by['properties'].type = { type: 'string', nullable: true, allOf: [{ enum: ['a', 'b'] }] }
      by['anyOf'] = [{ properties: { type: { not: { enum: ['b'] } } } }, { required: ['a'] }]
    },
    edit: set('spec.by', { anyOf: [{ properties: { type: { enum: ['a'] } } }, { required: ['a'] }] }),
    want: ['v1 spec.by any-of/changed refused: write'],
  },
  {
    name: 'one must be no longer',
    edit: unset('spec.either', 'oneOf'),
    want: ['v1 spec.either one-of/loosened: read'],
  },
  {
    name: 'at least one must be',
    edit: crd => {
      field(crd, 'spec.part')['properties'].other = { type: 'string' }
      field(crd, 'spec.part')['minProperties'] = 1
    },
    want: ['v1 spec.part min-properties/tightened refused: write', 'v1 spec.part.other field/added'],
  },
  {
    name: 'what may not be',
    edit: set('spec.choice', { not: { required: ['one'], properties: { one: { pattern: '^c' } } } }),
    want: ['v1 spec.choice not/changed refused'],
  },
]

export const merging: readonly Case[] = [
  {
    name: 'other keys in status',
    edit: set('status.conditions', { 'x-kubernetes-list-map-keys': ['reason'] }),
    want: [
      'v1 status.conditions list-map-keys/changed refused',
      'v1 status.conditions[].reason types/changed: apply-status',
    ],
  },
  {
    name: 'a list in status is merged no longer',
    edit: crd => {
      field(crd, 'status.conditions')['x-kubernetes-list-type'] = 'atomic'
      delete field(crd, 'status.conditions')['x-kubernetes-list-map-keys']
    },
    want: ['v1 status.conditions list-type/changed', 'v1 status.conditions[].reason types/changed: apply-status'],
  },
  {
    name: 'a list is merged by keys',
    edit: set('spec.plain', { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['deep'] }),
    want: ['v1 spec.plain list-type/changed refused'],
  },
  {
    name: 'a list is replaced as a whole',
    edit: crd => {
      field(crd, 'spec.items')['x-kubernetes-list-type'] = 'atomic'
      delete field(crd, 'spec.items')['x-kubernetes-list-map-keys']
    },
    want: ['v1 spec.items list-type/changed', 'v1 spec.items[].other types/changed: apply'],
  },
  {
    name: 'other keys',
    edit: set('spec.items', { 'x-kubernetes-list-map-keys': ['other'] }),
    want: ['v1 spec.items list-map-keys/changed refused', 'v1 spec.items[].other types/changed: apply'],
  },
  {
    name: 'a map is replaced as a whole',
    edit: set('spec.labels', { 'x-kubernetes-map-type': 'atomic' }),
    want: ['v1 spec.labels map-type/changed'],
  },
]

const definitions: readonly Case[] = [
  { name: 'nothing', edit: () => {}, want: [] },
  {
    name: 'another scope',
    edit: crd => (crd['spec'].scope = 'Cluster'),
    want: [' scope/changed unreadable: read client'],
  },
  {
    name: 'another kind',
    edit: crd => (crd['spec'].names.kind = 'Gadget'),
    want: [' names/kind-changed unreadable: import'],
  },
  {
    name: 'another kind, whose lists are called otherwise',
    edit: crd => Object.assign(crd['spec'].names, { kind: 'Gadget', listKind: 'Gadgets' }),
    want: [' names/kind-changed unreadable: import', ' names/list-kind-changed!'],
  },
  {
    name: 'another kind of list',
    edit: crd => (crd['spec'].names.listKind = 'Widgets'),
    want: [' names/list-kind-changed!'],
  },
  {
    name: 'other short names, categories and singular',
    edit: crd => Object.assign(crd['spec'].names, { singular: 'wdg', shortNames: ['wg'], categories: [] }),
    want: [
      ' names/singular-changed',
      ' names/short-name-removed',
      ' names/short-name-added',
      ' names/category-removed',
    ],
  },
  {
    name: 'no conversion',
    edit: crd => (crd['spec'].conversion = { strategy: 'None' }),
    want: [
      ' conversion/strategy-changed!',
      'v0 spec conversion/written-unfit conversion/stored-dropped refused',
      'v0 metadata.name conversion/written-unfit refused',
      'v0 status conversion/stored-dropped dropped',
    ],
  },
  {
    name: 'another webhook',
    edit: crd => (crd['spec'].conversion.webhook.clientConfig.url = 'https://c/d'),
    want: [' conversion/changed'],
  },
  {
    name: 'a version is new',
    edit: crd => crd['spec'].versions.push({ ...crd['spec'].versions[1], name: 'v2' }),
    want: ['v2  version/added'],
  },
  {
    name: 'a version is new, and what is stored fits it without conversion',
    edit: crd => {
      crd['spec'].conversion = { strategy: 'None' }
      crd['spec'].versions.push({ ...version(crd), name: 'v2', storage: false })
    },
    want: [
      ' conversion/strategy-changed!',
      'v0 spec conversion/written-unfit conversion/stored-dropped refused',
      'v0 metadata.name conversion/written-unfit refused',
      'v0 status conversion/stored-dropped dropped',
      'v2  version/added',
    ],
  },
  {
    name: 'a version is new, and what is stored does not fit it without conversion',
    edit: crd => {
      crd['spec'].conversion = { strategy: 'None' }
      const added = structuredClone(version(crd))
      crd['spec'].versions.unshift({ ...added, name: 'v2', storage: false })
      delete field(crd, 'spec')['properties'].note
      Object.assign(field(crd, 'spec.name'), { maxLength: 5, description: 'Short.' })
      delete field(crd, 'spec.mode')['enum']
      crd['spec'].versions.push(crd['spec'].versions.shift())
    },
    want: [
      ' conversion/strategy-changed!',
      'v0 spec conversion/written-unfit conversion/stored-dropped refused',
      'v0 metadata.name conversion/written-unfit refused',
      'v0 status conversion/stored-dropped dropped',
      'v2  version/added',
      'v2 spec.mode conversion/written-unfit refused',
      'v2 spec.name conversion/stored-unfit refused',
      'v2 spec.note conversion/stored-dropped dropped',
    ],
  },
  {
    name: 'a version is gone that a server knows objects of',
    edit: crd => crd['spec'].versions.pop(),
    from: crd => (crd['status'] = { storedVersions: ['v0', 'v1'] }),
    want: ['v0  version/removed unreadable: import'],
  },
  {
    name: 'a version is gone',
    edit: crd => crd['spec'].versions.pop(),
    want: ['v0  version/removed!: import'],
  },
  {
    name: 'the stored version is gone',
    edit: crd => {
      crd['spec'].versions.shift()
      crd['spec'].versions[0].storage = true
    },
    want: [' version/storage-changed', 'v1  version/removed unreadable: import'],
  },
  {
    name: 'a version is no longer served, and deprecated',
    edit: crd => Object.assign(crd['spec'].versions[1], { served: false, deprecated: true }),
    want: ['v0  version/unserved!', 'v0  version/deprecated'],
  },
  {
    name: 'no version is served any more',
    edit: crd => {
      for (const each of crd['spec'].versions) each.served = false
    },
    want: ['v0  version/unserved unreadable', 'v1  version/unserved unreadable'],
  },
  {
    name: 'the only version that was served is gone',
    from: crd => (version(crd)['served'] = false),
    edit: crd => crd['spec'].versions.pop(),
    want: ['v0  version/removed unreadable: import'],
  },
  {
    name: 'a version is gone that was not served, as none is',
    from: crd => {
      for (const each of crd['spec'].versions) each.served = false
    },
    edit: crd => crd['spec'].versions.pop(),
    want: ['v0  version/removed!: import'],
  },
  {
    name: 'status is no subresource',
    edit: crd => delete version(crd)['subresources'].status,
    want: ['v1  subresource/status-removed!: client'],
  },
  {
    name: 'status is a subresource',
    from: crd => delete version(crd)['subresources'].status,
    edit: crd => (version(crd)['subresources'].status = {}),
    want: ['v1  subresource/status-added!', 'v1 status types/changed: write apply'],
  },
  {
    name: 'status is no subresource, and required',
    edit: crd => {
      delete version(crd)['subresources'].status
      field(crd, '')['required'].push('status')
    },
    want: ['v1  subresource/status-removed!: client', 'v1 status required/added refused: write'],
  },
  {
    name: 'no scale',
    edit: crd => delete version(crd)['subresources'].scale,
    want: ['v1  subresource/scale-removed!: client'],
  },
  {
    name: 'another scale',
    edit: crd => (version(crd)['subresources'].scale.labelSelectorPath = '.status.selector'),
    want: ['v1  subresource/scale-changed!'],
  },
  {
    name: 'other columns',
    edit: crd =>
      (version(crd)['additionalPrinterColumns'] = [{ name: 'Mode', type: 'string', jsonPath: '.spec.mode' }]),
    want: ['v1  printer-column/added', 'v1  printer-column/removed'],
  },
  {
    name: 'another column of that name',
    edit: crd => (version(crd)['additionalPrinterColumns'][0].jsonPath = '.spec.mode'),
    want: ['v1  printer-column/changed'],
  },
  {
    name: 'columns in another order',
    from: crd =>
      version(crd)['additionalPrinterColumns'].push({ name: 'Mode', type: 'string', jsonPath: '.spec.mode' }),
    edit: crd => version(crd)['additionalPrinterColumns'].reverse(),
    want: ['v1  printer-column/moved'],
  },
  {
    name: 'a column before the others',
    edit: crd =>
      version(crd)['additionalPrinterColumns'].unshift({ name: 'Mode', type: 'string', jsonPath: '.spec.mode' }),
    want: ['v1  printer-column/added'],
  },
  {
    name: 'another deprecation warning',
    from: crd => (version(crd)['deprecated'] = true),
    edit: crd => (version(crd)['deprecationWarning'] = 'Use v2.'),
    want: ['v1  version/deprecation-warning-changed'],
  },
  {
    name: 'a field is deprecated in its description',
    edit: set('spec.note', { description: 'A note.\n\nDeprecated: use name.' }),
    want: ['v1 spec.note field/deprecated', 'v1 spec.note words/changed'],
  },
  {
    name: 'a field is deprecated by its name',
    edit: set('spec.note', { description: 'note is deprecated: use name.' }),
    want: ['v1 spec.note field/deprecated', 'v1 spec.note words/changed'],
  },
  {
    name: 'a field is no longer deprecated',
    from: set('spec.note', { deprecated: true }),
    edit: unset('spec.note', 'deprecated'),
    want: ['v1 spec.note field/undeprecated', 'v1 spec.note words/changed'],
  },
  {
    name: 'other selectable fields',
    edit: crd => (version(crd)['selectableFields'] = [{ jsonPath: '.spec.mode' }]),
    want: ['v1  selectable-field/added', 'v1  selectable-field/removed!'],
  },
  {
    name: 'other words',
    edit: set('spec', { description: 'What is wanted.' }),
    want: ['v1 spec words/changed'],
  },
  {
    name: 'no schema',
    edit: crd => delete version(crd)['schema'],
    want: [
      'v1  unknown-fields/kept',
      'v1 metadata.name max-length/loosened',
      'v1 spec field/undeclared: read',
      'v1 status field/undeclared: read',
    ],
  },
]

/** Two versions that nothing converts, of one schema. The first is stored. */
function unconverted(crd: Node): void {
  crd['spec'].conversion = { strategy: 'None' }
  crd['spec'].versions = [version(crd), { ...structuredClone(version(crd)), name: 'v2', storage: false }]
}

const specOf = (crd: Node, name: string): Node =>
  crd['spec'].versions.find((each: Node) => each['name'] === name).schema.openAPIV3Schema.properties.spec.properties

/** Between `unconverted` versions, with what was different before. */
const passage = (name: string, from: (crd: Node) => void, edit: (crd: Node) => void, want: string[]): Case => ({
  name,
  from: crd => {
    unconverted(crd)
    from(crd)
  },
  edit,
  want,
})

const lacks = (crd: Node) => delete specOf(crd, 'v2')['note']
const storeV2 = (crd: Node) => {
  for (const each of crd['spec'].versions) each.storage = each.name === 'v2'
}

const passages: readonly Case[] = [
  passage(
    'the same change of both versions',
    () => {},
    crd => {
      for (const name of ['v1', 'v2']) specOf(crd, name)['extra'] = { type: 'string' }
    },
    ['v1 spec.extra field/added', 'v2 spec.extra field/added'],
  ),
  passage('objects are stored as a version that has less', lacks, storeV2, [
    ' version/storage-changed',
    'v1 spec.note conversion/written-dropped dropped',
  ]),
  passage(
    'a field that the stored version lacks',
    () => {},
    crd => (specOf(crd, 'v2')['extra'] = { type: 'string' }),
    ['v2 spec.extra field/added conversion/written-dropped dropped'],
  ),
  passage(
    'a field that the stored version alone has',
    () => {},
    crd => (specOf(crd, 'v1')['extra'] = { type: 'string' }),
    ['v1 spec.extra field/added', 'v2 spec.extra conversion/stored-dropped'],
  ),
  passage(
    'a field that a new version alone has, as which objects are stored',
    crd => crd['spec'].versions.pop(),
    crd => {
      unconverted(crd)
      storeV2(crd)
      specOf(crd, 'v2')['extra'] = { type: 'string' }
    },
    [' version/storage-changed', 'v1 spec.extra conversion/stored-dropped', 'v2  version/added'],
  ),
  passage(
    'a field that is gone from a version, and not from the one that objects are stored as from now on',
    () => {},
    crd => {
      storeV2(crd)
      delete specOf(crd, 'v1')['note']
    },
    [' version/storage-changed', 'v1 spec.note field/removed conversion/stored-dropped dropped: read write apply'],
  ),
  passage(
    'a field of two types',
    () => {},
    crd => {
      specOf(crd, 'v1')['extra'] = { type: 'string' }
      specOf(crd, 'v2')['extra'] = { type: 'integer' }
    },
    ['v1 spec.extra field/added', 'v2 spec.extra field/added conversion/written-unfit conversion/stored-unfit refused'],
  ),
  passage(
    'a version that lacks a field is served',
    crd => {
      lacks(crd)
      crd['spec'].versions[1].served = false
    },
    crd => (crd['spec'].versions[1].served = true),
    ['v2  version/served', 'v2 spec.note conversion/stored-dropped dropped'],
  ),
  passage(
    'a field is gone from the stored version',
    () => {},
    crd => delete specOf(crd, 'v1')['note'],
    ['v1 spec.note field/removed dropped: read write apply', 'v2 spec.note conversion/written-dropped dropped'],
  ),
  passage(
    'objects are stored as a new version that is wider',
    crd => crd['spec'].versions.pop(),
    crd => {
      unconverted(crd)
      storeV2(crd)
      specOf(crd, 'v2')['mode'].enum.push('D')
      specOf(crd, 'v2')['note'] = { 'x-kubernetes-int-or-string': true }
    },
    [
      ' version/storage-changed',
      'v1 spec.note conversion/stored-unfit refused',
      'v1 spec.mode conversion/stored-unfit refused',
      'v2  version/added',
    ],
  ),
  passage(
    'a limit that the stored version does not have comes closer to it',
    crd => {
      specOf(crd, 'v2')['note'].maxLength = 5
    },
    crd => (specOf(crd, 'v2')['note'].maxLength = 6),
    ['v2 spec.note max-length/loosened'],
  ),
  passage(
    'the stored version takes more that another one does not',
    crd => {
      specOf(crd, 'v2')['mode'].enum = ['A']
    },
    crd => specOf(crd, 'v1')['mode'].enum.push('D'),
    ['v1 spec.mode enum/value-added: read switch', 'v2 spec.mode conversion/stored-unfit refused'],
  ),
  passage(
    'a default that the stored version does not fill in',
    () => {},
    crd => (specOf(crd, 'v2')['note'].default = 'n'),
    ['v2 spec.note default/added conversion/stored-unfilled!'],
  ),
  passage(
    'a default of a field that the stored version lacks',
    () => {},
    crd => (specOf(crd, 'v2')['extra'] = { type: 'string', default: 'n' }),
    ['v2 spec.extra field/added conversion/written-dropped conversion/stored-unfilled dropped'],
  ),
  passage(
    'a default that objects do not get which are stored as the version before',
    crd => crd['spec'].versions.pop(),
    crd => {
      unconverted(crd)
      storeV2(crd)
      specOf(crd, 'v2')['note'].default = 'n'
    },
    [' version/storage-changed', 'v2  version/added', 'v2 spec.note conversion/stored-unfilled!'],
  ),
  passage(
    'a default of the version that objects are stored as from now on, which was served before',
    () => {},
    crd => {
      storeV2(crd)
      specOf(crd, 'v2')['note'].default = 'n'
    },
    [' version/storage-changed', 'v2 spec.note default/added conversion/stored-unfilled!'],
  ),
  passage(
    'a default of all versions, one of which objects are stored as from now on',
    () => {},
    crd => {
      storeV2(crd)
      for (const name of ['v1', 'v2']) specOf(crd, name)['note'].default = 'n'
    },
    [' version/storage-changed', 'v1 spec.note default/added', 'v2 spec.note default/added'],
  ),
  passage(
    'a null that is read where there is a default',
    () => {},
    crd => {
      specOf(crd, 'v1')['note'].nullable = true
      specOf(crd, 'v2')['note'].default = 'n'
    },
    [
      'v1 spec.note nullable/allowed: read',
      'v2 spec.note default/added conversion/stored-unfilled conversion/stored-unfit dropped',
    ],
  ),
]

export const allCases = {
  fields,
  limits,
  'rules and alternatives': rules,
  'what goes, and what is left': gone,
  merging,
  'the definition': definitions,
  passages,
}

/** The definitions before and after an edit. */
export async function pairOf(edit: (crd: Node) => void, from: (crd: Node) => void = () => {}) {
  const [before, after] = [widget(), widget()]
  for (const crd of [before, after]) from(crd)
  edit(after)
  const [old, now] = [await readObjects(before), await readObjects(after)]
  return [old.definitions, now.definitions] as const
}
