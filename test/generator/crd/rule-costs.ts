/** Rules for an object of {@link costSchema}, and what a server estimates that they cost. */

export const costSchema = {
  type: 'object',
  properties: {
    text: { type: 'string', maxLength: 20 },
    free: { type: 'string' },
    choice: { type: 'string', enum: ['a', 'bcd', 'ü'] },
    number: { type: 'integer' },
    ratio: { type: 'number' },
    flag: { type: 'boolean' },
    either: { 'x-kubernetes-int-or-string': true, maxLength: 9 },
    time: { type: 'string', format: 'date-time' },
    wait: { type: 'string', format: 'duration' },
    bytes: { type: 'string', format: 'byte', maxLength: 11 },
    list: { type: 'array', maxItems: 5, items: { type: 'string', maxLength: 20 } },
    objects: {
      type: 'array',
      maxItems: 4,
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', maxLength: 3 },
          size: { type: 'integer' },
          tags: { type: 'array', maxItems: 3, items: { type: 'string', maxLength: 4 } },
        },
      },
    },
    map: { type: 'object', maxProperties: 6, additionalProperties: { type: 'string', maxLength: 10 } },
    sets: {
      type: 'object',
      maxProperties: 3,
      additionalProperties: { type: 'array', maxItems: 2, items: { type: 'string', maxLength: 2 } },
    },
    object: { type: 'object', properties: { 'a-b': { type: 'string', maxLength: 13 } } },
    embedded: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
  },
} as const

export const ruleCosts: readonly (readonly [rule: string, cost: number])[] = [
  ['self.flag', 2],
  ['.self.flag', 2],
  ['!self.flag', 3],
  ['has(self.text)', 1],
  ['has(self.object.a__dash__b)', 2],
  ['self.flag && self.flag || self.flag', 6],
  ["self.flag ? self.text == 'a' : self.flag", 5],
  ['self.number == 1', 2],
  ['self.number + 2 * 3 > -self.number', 8],
  ["self.text == 'abcdefghijklmnopqrstuvwxyz'", 5],
  ['self.text == self.free', 12],
  ['self.choice == self.free', 5],
  ['self.text < self.object.a__dash__b', 11],
  ["self.text + 'abc' == self.choice", 14],
  ['self.text.size() > 0 && size(self.list) > 0', 8],
  ["self.text.contains('abcdefghijklmno')", 18],
  ["self.text.startsWith(self.text) || self.text.endsWith('a')", 15],
  ["self.text.matches('^[a-z]+(-[a-z]+)*$')", 47],
  ["matches(self.text, 'a{3}')", 11],
  ['self.text in self.list', 9],
  ['self.text in self.map', 5],
  ["self.text in ['a', 'b', 'c']", 15],
  ["self.list == ['a', 'b']", 13],
  ['self.object == self.object', 4],
  ["self.list[0] == self.text && self.map['a'] == self.text", 22],
  ["self.map.a == 'abcdefghijkl'", 5],
  ['self.list.all(x, x == self.text)', 73],
  ["self.list.exists(x, x == 'a')", 33],
  ['self.list.exists_one(x, true)', 14],
  ['self.list.all(x, self.list.exists(y, x == y))', 383],
  ["self.list.map(x, x + 'a').size() > 0", 125],
  ["self.list.map(x, x != 'a', 'b').size() > 0", 85],
  ["self.list.filter(x, x != '').all(x, x == 'abcdefghijk')", 104],
  ["self.list.all(i, x, i > 0 && x != 'a')", 38],
  ['self.list.transformList(i, x, x).size() > 0', 80],
  ['self.map.all(k, k == self.text)', 39],
  ['self.map.all(k, self.map[k] == self.text)', 81],
  ['self.map.exists(k, v, k == v)', 39],
  ["self.map.transformMap(k, v, v + 'a').size() > 0", 89],
  ['self.map.transformMapEntry(k, v, {v: k}).size() > 0', 239],
  ['self.sets.all(k, self.sets[k].all(x, x == self.text))', 69],
  ['self.objects.all(o, o.tags.all(t, t == o.name))', 411],
  ['self.objects.map(o, o.size).sum() == 3', 74],
  ["self.objects.filter(o, o.size > 1).exists(o, o.name == 'abc')", 106],
  ['self.objects[0].tags.isSorted()', 13],
  ["self.list.isSorted() && self.list.max() == 'a'", 95],
  ["self.list.indexOf('a') == 0 && self.text.indexOf('a') == 0", 59],
  ['self.list.sortBy(x, x.size()).size() == 0', 158],
  ["sets.contains(self.list, ['a', 'b']) && sets.equivalent(self.list, self.list)", 78],
  ["(self.list + ['a']).size() == 2", 15],
  ["{'a': self.text}.size() == 1", 34],
  ["self.?text.hasValue() && self.?text.orValue('abc') == 'abcdef'", 7],
  ['self.?text.optMap(x, x.size()).orValue(0) == 0', 21],
  ["self.map[?'a'].optFlatMap(x, optional.of(x)).hasValue()", 21],
  ["[?self.?text, 'b'].size() == 1", 14],
  ['self.text.lowerAscii().trim().substring(1).size() == 1', 28],
  ["self.text.replace('a', 'bcd').contains('a')", 42],
  ["self.text.replace('', 'ab').startsWith('a')", 19],
  ["self.text.split(',').size() == 1 && self.text.split(',', 2).all(x, x == 'a')", 47],
  ["self.list.join(', ').size() > 3", 45],
  ["self.text.find('[a-z]').contains('a') || self.text.findAll('b').size() == 1", 41],
  ["'%s and %d'.format(['a', 1]) == 'a and 1'", 12],
  ["string(self.bytes).contains('a') && bytes(self.text) == self.bytes", 20],
  ["string(self.number) == '1' && int(self.text) == 1", 8],
  ['dyn(self.text) == 1', 4],
  ["type(self.either) == int && self.either == 'abcdefghi'", 7],
  ["string(self.either).matches('^[0-9]+%?$')", 18],
  ["self.time > timestamp('2020-01-01T00:00:00Z') && self.time.getFullYear() == 2020", 8],
  ["self.wait == duration('1h')", 4],
  ["quantity(self.text).isGreaterThan(quantity('1Ki')) && quantity('1') == quantity('2') && isQuantity(self.text)", 25],
  ["url(self.text).getHost() == 'a' && isURL(self.text)", 15],
  ['isIP(self.text) && ip(self.text).family() == 4 && ip.isCanonical(self.text)', 40],
  ["cidr(self.text).containsIP('10.0.0.1') && cidr(self.text).containsCIDR('10.0.0.0/8')", 33],
  ["semver('1.2.3').isLessThan(semver(self.text))", 12],
  ['!format.dns1123Label().validate(self.text).hasValue()', 261],
  ["self.embedded.metadata.name.startsWith('a') && self.embedded.metadata.name.matches('a')", 111],
]

/** What a server allows a rule. */
export const mostOfRule = 10_000_000

/**
 * Each rule in lists of two lengths: in the shorter one it costs as much as there may be, and in the longer one too much. So that what is
 * estimated is known to about a part of that length.
 */
export function schemaOfCosts(): { readonly [keyword: string]: unknown } {
  const lists = ruleCosts.flatMap(([rule, cost], index) =>
    [0, 1].map(more => {
      const items = { ...costSchema, 'x-kubernetes-validations': [{ rule }] }
      return [nameOf(index, more), { type: 'array', maxItems: Math.floor(mostOfRule / cost) + more, items }]
    }),
  )
  return { type: 'object', properties: Object.fromEntries(lists) }
}

function nameOf(index: number, more: number): string {
  return `rule${index}${more === 0 ? 'few' : 'many'}`
}

/** The lists of {@link schemaOfCosts} in which a rule costs too much. */
export const tooMany: readonly string[] = ruleCosts.map((_, index) => nameOf(index, 1))

type Data = { readonly [key: string]: unknown }

const rule = (text: string, schema: Data, more: Data = {}): Data => ({
  ...schema,
  'x-kubernetes-validations': [{ rule: text, ...more }],
})
const object = (properties: Data, more: Data = {}): Data => ({ type: 'object', properties, ...more })
const list = (items: Data, maxItems?: number): Data => ({ type: 'array', items, maxItems })
const map = (values: Data, maxProperties?: number): Data => ({
  type: 'object',
  additionalProperties: values,
  maxProperties,
})
const text = (maxLength?: number): Data => ({ type: 'string', maxLength })

const allWithAll = 'self.all(x, self.all(y, x == y))'
const pattern = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')"
const named = (more: Data) =>
  rule(
    "self.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    object({ name: text(10), more }, { required: ['name', 'more'] }),
  )
const resource = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  'x-kubernetes-preserve-unknown-fields': true,
}

/** Schemas of `spec`, with what is told of each: where, and by how much it is too expensive. */
export const costlySchemas: readonly (readonly [what: string, spec: Data, ...told: string[]])[] = [
  ['a text without a limit', rule(pattern, text())],
  [
    'all with all of a list without limits',
    rule(allWithAll, list(text())),
    ': more than 100 times',
    'spec: more than 100 times',
  ],
  ['all with all of few', rule(allWithAll, list(text(10), 100))],
  [
    'all with all with all',
    rule('self.all(x, self.all(y, self.all(z, x == y && y == z)))', list(text(10), 200)),
    ': 1.2 times',
    'spec: 12.0 times',
  ],
  ['in a list without a limit', list(rule(pattern, text(10))), 'spec[]: 4.3 times'],
  ['in a list of few', list(rule(pattern, text(10)), 1000)],
  ['in a list of lists', list(list(rule(pattern, text(10)), 1000), 1000), 'spec[][]: 4.1 times'],
  ['in a list of lists, of which one has no limit', list(list(rule(pattern, text(10)), 1000)), 'spec[][]: 4.3 times'],
  ['in a list of lists, of which the other has none', list(list(rule(pattern, text(10))), 1000), 'spec[][]: 4.3 times'],
  [
    'in a list that must be empty, in one without a limit',
    list(list(rule(pattern, text(10)), 0)),
    'spec[][]: 4.3 times',
  ],
  ['in a map without a limit', map(rule(pattern, text(10))), 'spec.*: 4.3 times'],
  ['in a map of few', map(rule(pattern, text(10)), 1000)],
  [
    'of a map without a limit',
    rule("self.all(k, self[k].matches('^[a-z]+(-[a-z]+)*$'))", map(text(10))),
    'spec: 1.2 times',
  ],
  ['of a map of texts without limits', rule("self.all(k, self[k].contains('a'))", map(text(), 100)), 'spec: 3.1 times'],
  ['of things that are never small', list(named(text(10)))],
  [
    'of things that are never small, but for what is filled in',
    list(named({ ...text(10), default: 'a' })),
    'spec[]: a little more than',
  ],
  [
    'a message',
    rule('true', list(text(), 1000), { messageExpression: "self.map(x, x + x).join(',')" }),
    ': more than 100 times',
    'spec: more than 100 times',
  ],
  [
    'in what is nested',
    object({ a: object({ b: list(object({ c: list(rule("self == 'abcdefghij'", text()), 2400) }), 2400) }) }),
    'spec.a.b[].c[]: 1.2 times',
  ],
  [
    'a list of what may be a number',
    rule("self.exists(x, type(x) == string && x.matches('^a$'))", list({ 'x-kubernetes-int-or-string': true }, 100)),
    'spec: 3.1 times',
  ],
  [
    'an embedded resource',
    list(rule("self.metadata.name.matches('^a+$') && self.kind == 'abcdefghij'", resource), 100_000),
    'spec[]: a little more than',
  ],
  [
    'much of little',
    object(
      Object.fromEntries(
        [...'abcdefghijklm'].map(name => [name, list(rule("self.matches('^[a-z]+$')", text(100)), 100_000)]),
      ),
    ),
    ': a little more than',
  ],
]
