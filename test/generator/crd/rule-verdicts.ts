/** Rules of the `spec` of a widget, and the field of each that a server does not take: `test/cluster/rules.test.ts` holds it against one. */

type Schema = { readonly [keyword: string]: unknown }

const text = { type: 'string', maxLength: 10 }
const any = { 'x-kubernetes-preserve-unknown-fields': true }
const part = { type: 'object', properties: { x: text, n: { type: 'integer' } } }

const rule = (fields: Schema | string): Schema => ({
  'x-kubernetes-validations': [typeof fields === 'string' ? { rule: fields } : { rule: 'true', ...fields }],
})
const list = (items: Schema, more: Schema = {}) => ({ type: 'array', maxItems: 3, items, ...more })
const map = (values: unknown) => ({ type: 'object', maxProperties: 3, additionalProperties: values })
const keyed = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['key'] }

const properties = {
  text,
  'a-b': text,
  "it's": text,
  part,
  parts: list(part),
  map: map(text),
  maps: map(part),
  either: { 'x-kubernetes-int-or-string': true, maxLength: 5 },
  free: map(true),
  resource: { type: 'object', 'x-kubernetes-embedded-resource': true, ...any },
}
const of = (fields: Schema | string): Schema => ({ type: 'object', properties, ...rule(fields) })
const within = (it: Schema): Schema => ({ type: 'object', properties: { it } })

/** `refused`: the last step of the path to what is refused. */
export const ruleVerdicts: readonly (readonly [what: string, spec: Schema, refused?: string])[] = [
  // Fields of a rule.
  ['an optional old value', of({ rule: 'oldSelf.hasValue()', optionalOldSelf: true })],
  ['an optional old value, of whatever macros call so', of({ rule: '.oldSelf.hasValue()', optionalOldSelf: true })],
  ['an optional old value that no rule speaks of', of({ optionalOldSelf: true }), 'optionalOldSelf'],
  ['an old value that is not optional, of which no rule speaks', of({ optionalOldSelf: false }), 'optionalOldSelf'],
  ['an optional old value of null', of({ optionalOldSelf: null })],
  ['a path to a field', of({ fieldPath: '.part.x' })],
  ['a path with names in quotes', of({ fieldPath: ".part['x']" })],
  ['a path to a name that needs them', of({ fieldPath: "['a-b']" })],
  ['a path with an escape', of({ fieldPath: "['it\\'s']" })],
  ['a path with an unknown escape', of({ fieldPath: "['it\\d']" }), 'fieldPath'],
  ['a path to a value of a map', of({ fieldPath: '.map.x' })],
  ['a path into a map', of({ fieldPath: ".maps['a.b'].x" })],
  ['a path into a map, to nothing', of({ fieldPath: ".maps['a.b'].y" }), 'fieldPath'],
  ['a path to a value of any kind', of({ fieldPath: '.free.x' })],
  ['a path to nothing', of({ fieldPath: '.other' }), 'fieldPath'],
  ['a path without a dot', of({ fieldPath: 'text' }), 'fieldPath'],
  ['a path into a list', of({ fieldPath: '.parts[0]' }), 'fieldPath'],
  ['a path into a text', of({ fieldPath: '.text.x' }), 'fieldPath'],
  ['a path that ends early', of({ fieldPath: '.part.' }), 'fieldPath'],
  ['a path whose name does not end', of({ fieldPath: "['a-b'" }), 'fieldPath'],
  ['a path whose quotes do not end', of({ fieldPath: "['a-b" }), 'fieldPath'],
  ['a path in double quotes', of({ fieldPath: '["a-b"]' }), 'fieldPath'],
  ['a path of nothing', of({ fieldPath: '' })],
  ['a path of white space', of({ fieldPath: ' ' }), 'fieldPath'],
  ['a path of two lines', of({ fieldPath: '.text\n' }), 'fieldPath'],
  ['white space that is none to a server', of({ message: '\ufeff' })],
  ['white space that is some to a server', of({ message: '\u0085' }), 'message'],

  // Values whose old ones are not known.
  ['an old item of a list', within(list({ ...text, ...rule('self == oldSelf') })), 'rule'],
  [
    'an old item of a list, if there was one',
    within(list({ ...text, ...rule({ rule: 'oldSelf.hasValue()', optionalOldSelf: true }) })),
    'rule',
  ],
  [
    'an old item of a set',
    within(list({ ...text, ...rule('self == oldSelf') }, { 'x-kubernetes-list-type': 'set' })),
    'rule',
  ],
  [
    'an old item with keys',
    within(list({ type: 'object', required: ['key'], properties: { key: text }, ...rule('self == oldSelf') }, keyed)),
  ],
  ['an old field of an item', within(list(within({ ...text, ...rule('self == oldSelf') }))), 'rule'],
  ['an old value of a map', within(map({ ...text, ...rule('self == oldSelf') }))],
  [
    'an old value in a map that is replaced',
    { ...within({ ...text, ...rule('self == oldSelf') }), 'x-kubernetes-map-type': 'atomic' },
  ],
  ['an old list', within(list(text, rule('self == oldSelf')))],
  [
    'what a macro calls as the old value is called',
    within(list(list(text, rule('self.all(oldSelf, oldSelf != "")')))),
    'rule',
  ],

  // Values that CEL does not see.
  ['a value of any type', within({ ...any, ...rule('true') }), 'x-kubernetes-validations'],
  ['a list of any type', within(list(any, rule('true'))), 'x-kubernetes-validations'],
  ['a map of any type', within({ ...map(any), ...rule('true') }), 'x-kubernetes-validations'],
  ['an object of any fields', within({ type: 'object', ...any, ...rule('true') })],
  ['a map of anything', within({ ...map(true), ...rule('true') })],

  // What is not there.
  ['a field that is not there', of('self.other == 1'), 'rule'],
  ['a field that is not there, asked for', of('has(self.other)'), 'rule'],
  ['a field that is not there, if it is', of('self.?other.hasValue()'), 'rule'],
  ['a field that CEL writes otherwise', of('self.a-b == 1'), 'rule'],
  ['a field of a part that is not there', of('self.part.y == 1'), 'rule'],
  ['a field of an item that is not there', of('self.parts.all(p, p.y == 1)'), 'rule'],
  ['a field of the first item that is not there', of('self.parts[0].y == 1'), 'rule'],
  ['a field of a value in a map that is not there', of('self.maps.all(k, v, v.y == 1)'), 'rule'],
  ['a field of an optional part that is not there', of('self.?part.y.hasValue()'), 'rule'],
  ['a field of metadata that CEL does not see', of('self.resource.metadata.labels == {}'), 'rule'],
  ['a field of metadata that it does', of("self.resource.metadata.name != ''")],
  ['a key of a map', of("self.map.whatever != ''")],
  ['a field of what may be anything', of('self.either.whatever == 1')],
  ['a field of one of two items', of("[self.parts[0], self.parts[1]].all(p, p.x != '')")],
  ['a field of a chosen item', of("(self.either == 1 ? self.parts[0] : self.parts[1]).x != ''")],
  ['a name that stands for nothing', of('text != ""'), 'rule'],
  ['a name that stands for nothing, and its field', of('slef.text != ""'), 'rule'],
  ['a variable of a macro outside of it', of("self.parts.all(p, p.x != '') && p.x != ''"), 'rule'],
  ['a variable that is called as the value is', of("self.parts.all(self, self.x != '')")],
  ['a field of the value, within such a macro', of("self.parts.all(self, self.text != '')"), 'rule'],
  ['the types', of('type(self.text) == string && type([]) == list && type(b"") == bytes && type(null) == null_type')],
  ['types of packages', of('type(duration("1s")) == google.protobuf.Duration && type(ip("1.1.1.1")) == net.IP')],

  // Answers.
  ['a text for an answer', of('self.text'), 'rule'],
  ['a number for an answer', of('self.parts.size()'), 'rule'],
  ['a list for an answer', of("self.parts.filter(p, p.x != '')"), 'rule'],
  ['anything for an answer', of('self.either'), 'rule'],
  ['an optional answer', of("self.?text.optMap(t, t != '')"), 'rule'],
  ['a message', of({ messageExpression: "'no ' + self.text" })],
  ['a message of a part that is not there', of({ messageExpression: "'no ' + self.other" }), 'messageExpression'],
  ['a number for a message', of({ messageExpression: 'self.parts.size()' }), 'messageExpression'],
]
