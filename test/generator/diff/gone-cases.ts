/** Values that go, come or are read as something else, and what is left of an object then. */

import type { Case } from './cases.js'
import { field, rule, set, unset, type Node } from './widget.js'

/** Two items that one of `deep` makes the same. */
const ofPairs = (crd: Node) => {
  set('spec.plain', { 'x-kubernetes-list-type': 'set' })(crd)
  set('spec.plain[]', { 'x-kubernetes-map-type': 'atomic', required: undefined })(crd)
}

const withTimes = (crd: Node) => {
  for (const name of ['size', 'note']) set(`spec.${name}`, { format: 'date-time', default: undefined })(crd)
  set('spec', rule('!has(self.size) || !has(self.note) || self.size < self.note'))(crd)
}

export const gone: readonly Case[] = [
  {
    name: 'a field is gone, and an object has to have one',
    from: set('spec.part', { minProperties: 1 }),
    edit: crd => (field(crd, 'spec.part')['properties'] = { other: { type: 'string' } }),
    want: ['v1 spec.part.other field/added: write', 'v1 spec.part.inner field/removed refused: read write apply'],
  },
  {
    name: 'a field is gone that alternatives ask for',
    edit: crd => delete field(crd, 'spec.either')['properties'].b,
    want: ['v1 spec.either.b field/removed refused: read write apply', 'v1 spec.either types/changed: read'],
  },
  {
    name: 'a field is gone that told the items of a set apart',
    from: ofPairs,
    edit: crd => (field(crd, 'spec.plain[]')['properties'] = { other: { type: 'string' } }),
    want: ['v1 spec.plain[].other field/added', 'v1 spec.plain[].deep field/removed refused: read write apply'],
  },
  {
    name: 'a field is filled in that told the items of a set apart',
    from: ofPairs,
    edit: set('spec.plain[].deep', { default: 'a' }),
    want: ['v1 spec.plain[].deep default/added refused'],
  },
  {
    name: 'a default is gone, and an object has to have a field',
    from: crd => {
      set('spec.part', { minProperties: 1 })(crd)
      set('spec.part.inner', { default: 'x' })(crd)
    },
    edit: unset('spec.part.inner', 'default'),
    want: ['v1 spec.part.inner default/removed refused: write'],
  },
  {
    name: 'another default, where only so many may be there',
    from: crd => {
      set('spec.part', { minProperties: 1, maxProperties: 1 })(crd)
      set('spec.part.inner', { default: 'x' })(crd)
    },
    edit: set('spec.part.inner', { default: 'y' }),
    want: ['v1 spec.part.inner default/changed'],
  },
  {
    name: 'unknown fields are dropped, and an object has to have one',
    from: set('spec.free', { minProperties: 1 }),
    edit: unset('spec.free', 'x-kubernetes-preserve-unknown-fields'),
    want: ['v1 spec.free unknown-fields/dropped refused: write apply'],
  },
  {
    name: 'unknown fields are dropped that alternatives ask for',
    from: set('spec.free', { anyOf: [{ required: ['a'] }, { required: ['known'] }] }),
    edit: unset('spec.free', 'x-kubernetes-preserve-unknown-fields'),
    want: ['v1 spec.free unknown-fields/dropped refused: write apply'],
  },
  {
    name: 'a map is none any more, and an object has to have a field',
    edit: unset('spec.labels', 'additionalProperties'),
    want: ['v1 spec.labels unknown-fields/dropped refused: write apply'],
  },
  {
    name: 'null is forbidden where a rule speaks of the default',
    from: crd => {
      set('spec', rule("!has(self.flag) || !self.flag || self.mode == 'C'"))(crd)
      set('spec.flag', { default: true })(crd)
    },
    edit: set('spec.flag', { nullable: false }),
    want: ['v1 spec.flag nullable/forbidden refused: write apply', 'v1 spec types/changed: write apply'],
  },
  {
    name: 'null is forbidden where a rule speaks of the field',
    from: set('spec', rule('!has(self.flag) || self.flag')),
    edit: set('spec.flag', { nullable: false }),
    want: ['v1 spec.flag nullable/forbidden dropped: write apply', 'v1 spec types/changed: write apply'],
  },
  {
    name: 'a field is filled in whose name CEL writes otherwise',
    from: crd => {
      field(crd, 'spec')['properties'].__size__ = { type: 'string' }
      set('spec', rule('!has(self.note) || !has(self.__underscores__size__underscores__)'))(crd)
    },
    edit: set('spec.__size__', { default: 'x' }),
    want: [
      'v1 spec.__size__ default/added refused',
      'v1 spec.note types/changed: read',
      'v1 spec types/changed: write apply',
    ],
  },
  {
    name: 'texts are no longer times, which a rule compares',
    from: withTimes,
    edit: crd => ['size', 'note'].forEach(name => unset(`spec.${name}`, 'format')(crd)),
    want: ['v1 spec.size format/loosened refused', 'v1 spec.note format/loosened refused'],
  },
  {
    name: 'a number need not be whole, which a rule divides',
    from: crd => {
      set('spec.ratio', { type: 'integer', multipleOf: undefined })(crd)
      set('spec.replicas', { format: undefined })(crd)
      set('spec', rule('!has(self.ratio) || !has(self.replicas) || self.replicas / self.ratio <= 0'))(crd)
    },
    edit: crd => ['ratio', 'replicas'].forEach(name => set(`spec.${name}`, { type: 'number' })(crd)),
    want: ['v1 spec.replicas type/widened refused', 'v1 spec.ratio type/widened refused'],
  },
  {
    name: 'a number need not be whole, which a rule compares',
    from: set('spec', rule('!has(self.replicas) || self.replicas > 0')),
    edit: set('spec.replicas', { type: 'number' }),
    want: ['v1 spec.replicas type/widened'],
  },
  {
    name: 'a list is a set no longer, which a rule compares',
    from: set('spec', rule("!has(self.set) || self.set == ['b', 'a']")),
    edit: unset('spec.set', 'x-kubernetes-list-type'),
    want: ['v1 spec.set list-type/changed refused'],
  },
  {
    name: 'a list is a set no longer, in which a rule looks for a text',
    from: set('spec', rule("!has(self.set) || 'a' in self.set || self.set.size() > 1")),
    edit: unset('spec.set', 'x-kubernetes-list-type'),
    want: ['v1 spec.set list-type/changed'],
  },
  {
    name: 'a list is a set no longer, which compares itself',
    from: set('spec.set', rule("self == ['b', 'a']")),
    edit: unset('spec.set', 'x-kubernetes-list-type'),
    want: ['v1 spec.set list-type/changed refused'],
  },
  {
    name: 'a field is filled in, in items that a rule sorts',
    from: crd => {
      field(crd, 'spec.plain')['maxItems'] = 3
      delete field(crd, 'spec.plain[]')['required']
      set('spec.plain', rule('self.size() != 2 || self.sortBy(x, 1)[0] != self.sortBy(x, 1)[1]'))(crd)
    },
    edit: set('spec.plain[].deep', { default: 'a' }),
    want: ['v1 spec.plain[].deep default/added refused'],
  },
  {
    name: 'an embedded object whose metadata is kept no longer',
    from: set('spec.template', {
      'x-kubernetes-preserve-unknown-fields': undefined,
      properties: { spec: { type: 'object' } },
    }),
    edit: unset('spec.template', 'x-kubernetes-embedded-resource'),
    want: [
      'v1 spec.template embedded-resource/removed dropped',
      'v1 spec.template.apiVersion types/changed: read write apply',
      'v1 spec.template.kind types/changed: read write apply',
      'v1 spec.template.metadata types/changed: read write apply',
    ],
  },
  {
    name: 'a rule about a value that a condition chooses',
    edit: set('spec', rule('(has(self.note) ? self.note : self.name) == self.mode')),
    want: ['v1 spec rule/added rule/removed refused'],
  },
  {
    name: 'a rule about the old value, whatever macros call so',
    edit: set('spec.note', rule('self == .oldSelf || self.size() > 0')),
    want: ['v1 spec.note rule/transition-added!'],
  },
  {
    name: 'an exclusive limit that all values of an enum meet',
    from: set('spec.replicas', { enum: [2, 3] }),
    edit: set('spec.replicas', { exclusiveMinimum: true }),
    want: ['v1 spec.replicas exclusive-minimum/tightened'],
  },
  {
    name: 'an exclusive limit where there is none',
    edit: set('spec.ratio', { exclusiveMinimum: true, exclusiveMaximum: true }),
    want: ['v1 spec.ratio exclusive-minimum/tightened exclusive-maximum/tightened'],
  },
  {
    name: 'an exclusive limit, and the next whole number',
    from: set('spec.replicas', { minimum: 0, exclusiveMinimum: true, maximum: 6, exclusiveMaximum: true }),
    edit: set('spec.replicas', { minimum: 1, exclusiveMinimum: false, maximum: 5, exclusiveMaximum: false }),
    want: [
      'v1 spec.replicas minimum/tightened maximum/tightened exclusive-minimum/loosened exclusive-maximum/loosened',
    ],
  },
]
