type Want = 'read' | 'handed over'

const read = (texts: readonly string[]) => texts.map(text => [text, 'read'] as const)
const handedOver = (texts: readonly string[]) => texts.map(text => [text, 'handed over'] as const)
/** In every place where a scalar can stand. */
const placed = (scalar: string) => [`a: ${scalar}\n`, `- ${scalar}\n`, `a:\n  b:\n  - c: ${scalar}\n    d: 1\n`]

// prettier-ignore
const scalars = [
  'x', 'two words', 'a:b', '::a', 'a#b', 'a #b', 'a # b', '-a', '?a', ':a', '--- a', '...a', 'a]', 'a{}', "it's",
  'x"y"', '~', 'null', 'Null', 'NULL', 'nULL', 'true', 'True', 'TRUE', 'tRUE', 'on', 'off', 'yes', 'No', 'y',
  'N', 'yES', '0', '-0', '+1', '-1', '007', '0777', '08', '0o17', '0o8', '0x1F', '0xg', '-0b11', '0b2', '1_000',
  '1__0', '_1', '1_', '0x', '0b', '0_7', '-_1', '1.', '1.5', '-1.5', '+.5', '.5', '-.5', '1e3', '1E-3', '1.e2',
  '1e', 'e3', '-0.0', '1e400', '.',
  '12345678901234567890', '2020-01-01', '12:30:45', '1.2.3', '.infinity', 'nan', '+', '0.1.', '1_0.5', '""', "''",
  '"x"', "'x'", '"a: b #c"', "'it''s'", "''''", '"\\""', '"\\\\"',
  '"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\ \\/\\N\\_\\L\\P"', '"\\x41\\u00e9"', '"\\ud83d\\ude00"', '"\\\t"', '"a\tb"',
  "'a\tb'", '"null"', "'1'", '"x" # c', '{}', '[]', '{ }', '[  ]', '"a\n  b"', '"a\n\n   b"', '"a \n b"',
  '"a\\\n   b"', '"a\\ \n  b"', '"a\n\tb"', "'a\n  b'", "'a\n\n\n  b'", "'a\nb'",
  '"\n a\n "', "'a ''\n  b'", '"a\n# b"', '"a\\n\n  b"',
]

// prettier-ignore
const blocks = [
  '|\n  x\n', '|\n  x', '|-\n  x\n', '|+\n  x\n\n', '|+\n  x', '|-\n  x\n\n\n', '|\n  x\n\n\n', '>\n  a\n  b\n',
  '>-\n  a\n\n  b', '>\n  a\n    b\n  c\n', '>\n  a\n\n    b\n\n  c\n',
  '>+\n  a\n\n', '|\n\n  x\n', '|\n\n\n  x\n   y\n', '>\n\n  x\n', '|2\n   x\n  y\n', '|2-\n  x\n', '|-2\n  x\n',
  '|1\n  x\n', '>2\n\n   x\n  y\n  z\n', '| # words\n  x\n', '|   \n  x\n', '|\n  # no comment\n',
  '|\n  x # no comment\n', '|\n  x\n # comment\n', '|\n', '|+\n\n\n', '|-', '|\n  a: b\n  - c\n', '|\n  \tx\n',
  '>\n  \tx\n  y\n', '|\n  x\n \n  y\n', '|\n  x\n   \n  y\n', '|\n  ---\n', '|\n  x  \n',
]

// prettier-ignore
const structures = [
  '', '\n', '  \n', '\n\n', ' ', '# words', '# words\n', '---', '---\n', '---\n---\n', '--- # words\na: 1',
  'a: 1\n---\nb: 2\n---\n', '  a: 1\n  b: 2', 'a: 1', 'a:', 'a: \nb:', 'a:\n  b: 1', 'a:\n- b', 'a:\n  - b',
  'a:\n- b\nc: 1', '- a\n- b', '- - a\n  - b\n- c', '- a: 1\n  b: 2', '-   a: 1\n    b: 2', '-\n  a: 1',
  '- a:\n  - b\n  c: 1', '-\n  - a\n  -\n    - b', '- a:\n    b: 1\n- c', 'a:\n\n\n  b: 1\n\n',
  'a:\n  # words\n  b: 1\n # words\n  c: 1\n# words\nd: 1', 'a: # words\n  b: 1', 'a: 1 # words',
  'a: x\n  # words\nb: 1', 'a: one\n  two\n  three\nb: 1', 'a: one\n\n  two\n\n\n  three',
  'a:\n  one\n  two\nb: 1', '- one\n  two\n- three', '- one\n two', 'a: one\n  - two', 'a: one\n  "two"',
  'a: one\n  &two', 'a:\n  "one"', "a:\n  'one'\nb: 1", 'a:\n  |\n  x', 'a:   |\n     x\nb: 1', '"a": 1',
  "'a b': 1", '"a\\nb": 1', '- \'a\': 1\n  "b": 2', 'a b: 1', 'a : 1', '"a:": 1', 'a:b: 1', '-a: 1', '?a: 1',
  '$ref: x', '1: a', 'yes: a', '~: a', '1_000: a', '0x10: a', '1.50: a', '.5: a', '-: a', '2: a\n1: b',
  'a.b/c-d_e: 1', '/x: 1', 'é: ü', '__proto__: 1', '__proto__:\n  a: 1',
  'constructor: 1\ntoString: 2\nhasOwnProperty: 3', 'a: 1\n__proto__: 2\nb: 3',
  'a: \u2028', 'a: x\u00a0y', 'a: "\u2029"', '# \u2028\na: 1', '---a: 1'.slice(1), '...a: 1',
]

// prettier-ignore
const beyond = [
  // Anchors, aliases, tags, merge keys, directives, explicit keys, flow collections with something in them.
  'a: &x 1\nb: *x', '- &x a', 'a: !!str 1', '!!map\na: 1', 'a:\n  <<: 1', '%YAML 1.2\n---\na: 1', '? a\n: b',
  '? a', 'a: [b]', 'a: {b: c}', '{a: b}', '[a]', '{}: a', '[a]: b', 'a: [\n]', '*x : 1', '- ? a', 'a: 1\n...\n',
  '...\n', '"<<": 1\n<<: 2',
  // Numbers that JSON lacks.
  'a: .inf', 'a: -.INF', 'a: +.Inf', 'a: .nan', '- .NaN', '.inf: a',
  // Characters.
  'a: 1\r\nb: 2\r\n', 'a: 1\rb: 2', '\ufeffa: 1', '# \ufeff\na: 1', 'a: \x07', 'a: "\x07"', 'a: \x7f',
  'a: "\x85"', 'a: \0', 'a: 😀', 'a: \ud800',
  'a:\tb', 'a: b\t', 'a: b\tc', '\ta: 1', 'a:\n\tb: 1', 'a: "b"\t', '-\ta', 'a:\n  b: 1\n\t\nc: 1', '- a\n\t- b',
  // Keys that stand twice, for a warning and a second reading.
  'a: 1\na: 2', 'a:\n  b: 1\n  c: 1\n  b: 2', 'yes: 1\ntrue: 2', '"a": 1\na: 2', '__proto__: 1\n__proto__: 2',
  '1: a\n0x1: b',
  // Documents that are no collection, and what begins on the line of a mark.
  'x', '"x"', '1', '|\n x', '--- x', '--- |\n x', '---a: 1', '--- {a: 1}', 'a: 1\n--- b', '---\nx\n---\na: 1',
  ' ---', '- a\n--- b',
  // Items that are not there: js-yaml gives them no place.
  '-', '- a\n-\n- b', 'a:\n-\nb: 1', '-\n- a',
  // What is wrong.
  'a: b: c', 'a: b\n c: d', 'a:\n  b: 1\n c: 2', 'a: 1\n  b: 2', '- a\nb: 1', 'a: 1\n- b', 'a:\n  - b\n  c: 1',
  'a: "b', "a: 'b", 'a: "b" c', 'a: "b"c', 'a: "b": c', 'a: "\\q"', 'a: "\\x4"', 'a: "\\x4 "', 'a: "\\u12"',
  'a: "b\n---\n"', "a: 'b\n... c'", 'a: @b', 'a: `b', 'a: %b', 'a: ,b', 'a: ]', 'a: }', 'a: - b', 'a: ? b',
  'a: : b', 'a: :', ': a', 'a', 'a: 1\nb', '"a\n b": 1', 'a: |0\n x', 'a: |12\n x', 'a: |--\n x', 'a: |x\n y',
  'a: |#\n x', 'a: x # y\n  z', 'a: x\n  # y\n  z', 'a: {} b', 'a: {}\n  b', '"a":1', '- "a":1', 'a: |\n   \n  x',
  'a: >\n    \n  x', 'a: |\n  x\n y', 'a:\n  - |\n  x', 'a: "\\U0001f600"', '{{ a }}: 1', 'a: {{ b }}',
  '{{- if x }}\na: 1',
]

/** Texts, and whether our own reader is meant to read them. */
export const corners: readonly (readonly [text: string, want: Want])[] = [
  ...read([
    ...scalars.flatMap(placed),
    ...blocks.map(block => `a: ${block}`),
    ...blocks.map(block => `b:\n  c: ${block.replace(/\n(?=.)/g, '\n  ')}`),
  ]),
  ...read(structures),
  ...handedOver(beyond),
]
