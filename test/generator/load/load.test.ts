import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { Readable } from 'node:stream'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Diagnostic } from '../../../generator/diagnostic.js'
import type { Document, ValuePath } from '../../../generator/load/document.js'
import { findSources } from '../../../generator/load/inputs.js'
import { defaultLimits, type Limits } from '../../../generator/load/limits.js'
import { load } from '../../../generator/load/load.js'

interface Loaded {
  readonly documents: readonly Document[]
  readonly diagnostics: readonly Diagnostic[]
}

interface Given {
  readonly files?: { readonly [path: string]: string | Uint8Array }
  readonly inputs: readonly string[]
  readonly stdin?: string
  readonly limits?: Partial<Limits>
}

async function run({ files = {}, inputs, stdin = '', limits = {} }: Given): Promise<Loaded> {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-load-'))
  try {
    for (const [file, content] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true })
      fs.writeFileSync(path.join(cwd, file), content)
    }
    return await loadIn(cwd, inputs, stdin, limits)
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true })
  }
}

async function loadIn(
  cwd: string,
  inputs: readonly string[],
  stdin = '',
  limits: Partial<Limits> = {},
): Promise<Loaded> {
  const diagnostics: Diagnostic[] = []
  const documents = await load(inputs, { cwd, stdin: () => Readable.from([Buffer.from(stdin)]), limits }, each =>
    diagnostics.push(each),
  )
  return { documents, diagnostics }
}

const names = ({ documents }: Loaded) => documents.map(document => document.source.name)
const values = ({ documents }: Loaded) => documents.map(document => document.value)
const problems = ({ diagnostics }: Loaded) =>
  diagnostics.map(({ severity, code, file, position }) =>
    [severity, code, file, ...(position ? [position.line, position.column] : [])].join(' '),
  )

const inputs = suite('inputs')

inputs('are read in the order given, a folder in the order of its paths', async () => {
  const files = { 'b/z.yml': 'a: 1', 'b/a/c.JSON': '{"a":2}', 'b/ignored.txt': 'x', 'a.yaml': 'a: 3' }
  const loaded = await run({ files, inputs: ['b', 'a.yaml'] })
  assert.equal(names(loaded), ['b/a/c.JSON', 'b/z.yml', 'a.yaml'])
  assert.equal(values(loaded), [{ a: 2 }, { a: 1 }, { a: 3 }])
  assert.equal(loaded.diagnostics, [])
})

inputs('that come twice are read once', async () => {
  const loaded = await run({ files: { 'a/x.yaml': 'a: 1' }, inputs: ['a/x.yaml', 'a', './a/x.yaml', 'a/*.yaml'] })
  assert.equal(names(loaded), ['a/x.yaml'])
})

inputs('may be globs, unless there is a file of that very name', async () => {
  const files = { 'x/1.yaml': 'a: 1', 'x/2.yaml': 'a: 2', '[x].yaml': 'a: 3', 'x.yaml': 'a: 4' }
  assert.equal(names(await run({ files, inputs: ['x/*.yaml'] })), ['x/1.yaml', 'x/2.yaml'])
  assert.equal(names(await run({ files, inputs: ['[x].yaml'] })), ['[x].yaml'])
})

inputs('of globs are what the pattern names, also in packages, and hidden where it says so', async () => {
  const files = { 'a.yaml': 'a: 1', 'b/node_modules/x.yaml': 'a: 2', '.c/x.yaml': 'a: 3', 'b/.x.yaml': 'a: 4' }
  assert.equal(names(await run({ files, inputs: ['**/*.yaml'] })), ['a.yaml', 'b/node_modules/x.yaml'])
  assert.equal(names(await run({ files, inputs: ['.c/*.yaml', 'b/.*.yaml'] })), ['.c/x.yaml', 'b/.x.yaml'])
  assert.equal(names(await run({ files, inputs: ['.'] })), ['a.yaml', 'b/.x.yaml'])
})

inputs('may be standard input', async () => {
  const loaded = await run({ inputs: ['-', '-'], stdin: 'a: 1\n---\na: 2\n' })
  assert.equal(names(loaded), ['-', '-'])
  assert.equal(values(loaded), [{ a: 1 }, { a: 2 }])
})

inputs('with a link to their own parent end', async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-load-'))
  try {
    fs.mkdirSync(path.join(cwd, 'a'))
    fs.writeFileSync(path.join(cwd, 'a/x.yaml'), 'a: 1')
    fs.symlinkSync('..', path.join(cwd, 'a/up'))
    assert.equal(names(await loadIn(cwd, ['a'])), ['a/x.yaml'])
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true })
  }
})

inputs('that cannot be read are all told', async () => {
  const loaded = await run({
    files: { 'empty/readme.md': '', 'big.yaml': 'a: 123456789' },
    inputs: ['missing.yaml', 'empty', 'none/*.yaml', 'big.yaml'],
    limits: { bytes: 10 },
  })
  assert.equal(problems(loaded), [
    'error input/not-found missing.yaml',
    'error input/empty-folder empty',
    'error input/no-match none/*.yaml',
    'error input/too-large big.yaml',
  ])
  assert.equal(loaded.documents, [])
})

inputs('that are URLs of another scheme are told', async () => {
  for (const url of ['ftp://example.com/crds.yaml', 'S3://bucket/crds.yaml', 'file:///crds.yaml']) {
    const { diagnostics } = await run({ inputs: [url] })
    assert.equal(
      diagnostics.map(({ code, file, message }) => `${file} ${code} ${message}`),
      [`${url} input/url only http and https URLs are read`],
    )
  }
})

inputs('that are found in a folder and are no YAML tell what to give instead', async () => {
  const files = {
    'x/tsconfig.json': '{\n  // words\n  "a": 1\n}\n',
    'x/a.yaml': 'a: 1\n',
    'x/b.yaml': 'b:\n  {{- include "x" . }}\n',
  }
  const { diagnostics } = await run({ files, inputs: ['x'] })
  assert.equal(
    diagnostics.map(({ file, code, help }) => `${file} ${code} ${help}`),
    [
      'x/b.yaml yaml/syntax This looks like a Helm template: give what `helm template` makes of it.',
      'x/tsconfig.json yaml/syntax If this file holds no CRD, give those that do instead of the folder, by name or by a pattern such as "x/*.yaml".',
    ],
  )
  const named = await run({ files, inputs: ['x/tsconfig.json'] })
  assert.equal(
    named.diagnostics.map(({ code, help }) => `${code} ${help}`),
    ['yaml/syntax undefined'],
  )
})

inputs('of several encodings are text', async () => {
  const files = {
    'bom.yaml': Buffer.from('\uFEFFa: é'),
    'le.yaml': Buffer.from('\uFEFFa: é', 'utf16le'),
    'be.yaml': Buffer.from('\uFEFFa: é', 'utf16le').swap16(),
  }
  assert.equal(values(await run({ files, inputs: Object.keys(files) })), [{ a: 'é' }, { a: 'é' }, { a: 'é' }])
})

inputs('that are no text are told at the first wrong byte', async () => {
  const files = { 'a.yaml': Buffer.concat([Buffer.from('a: é\nb: é'), Buffer.from([0xff]), Buffer.from('\n')]) }
  assert.equal(problems(await run({ files, inputs: ['a.yaml'] })), ['error input/encoding a.yaml 2 5'])
})

inputs('that are no text are told at the first wrong byte, however long the line', async () => {
  const line = Buffer.concat([Buffer.from(`a: ${'é'.repeat(500_000)}`), Buffer.from([0xff, 0x0a])])
  assert.equal(problems(await run({ files: { 'a.yaml': line }, inputs: ['a.yaml'] })), [
    'error input/encoding a.yaml 1 500004',
  ])
})

const noText: readonly (readonly [what: string, bytes: Buffer, place: string])[] = [
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00]), '1 1'],
  ['a character cut off at the end', Buffer.from([0x61, 0x3a, 0x20, 0xc3]), '1 4'],
  ['an overlong encoding', Buffer.from([0x61, 0x0a, 0xc0, 0x80]), '2 1'],
  ['UTF-16 without a mark', Buffer.from('a: b', 'utf16le'), '1 2'],
  ['UTF-16 of an odd length', Buffer.concat([Buffer.from('\uFEFFa: b', 'utf16le'), Buffer.from([0x20])]), '1 5'],
  ['half a surrogate pair', Buffer.from('\uFEFFa: \uD800b', 'utf16le'), '1 4'],
]

for (const [what, bytes, place] of noText) {
  inputs(`of ${what} are told`, async () => {
    const loaded = await run({ files: { 'a.yaml': bytes }, inputs: ['a.yaml'] })
    assert.equal(problems(loaded), [`error input/encoding a.yaml ${place}`])
  })
}

inputs('that are links in circles are passed over, unless they are named as input', async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-load-'))
  try {
    fs.mkdirSync(path.join(cwd, 'a/b'), { recursive: true })
    fs.writeFileSync(path.join(cwd, 'a/b/x.yaml'), 'a: 1')
    fs.symlinkSync('../..', path.join(cwd, 'a/b/up'))
    fs.symlinkSync('circle', path.join(cwd, 'a/circle'))
    assert.equal(problems(await loadIn(cwd, ['a'])), [])
    assert.equal(names(await loadIn(cwd, ['a', 'a/**/*.yaml'])), ['a/b/x.yaml'])
    fs.symlinkSync('circle.yaml', path.join(cwd, 'a/circle.yaml'))
    fs.symlinkSync('gone', path.join(cwd, 'a/gone.yml'))
    assert.equal(problems(await loadIn(cwd, ['a'])), [
      'error input/unreadable a/circle.yaml',
      'error input/unreadable a/gone.yml',
    ])
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true })
  }
})

inputs('that are removed after they were found are told', async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-load-'))
  try {
    for (const name of ['a.yaml', 'b.yaml']) fs.writeFileSync(path.join(cwd, name), 'a: 1')
    const found: Diagnostic[] = []
    const sources = findSources(['.'], { cwd, stdin: () => Readable.from([]), limits: defaultLimits }, each =>
      found.push(each),
    )
    assert.is((await sources.next()).value?.name, 'a.yaml')
    fs.rmSync(path.join(cwd, 'b.yaml'))
    assert.is((await sources.next()).done, true)
    assert.equal(
      found.map(({ code, file, message }) => [code, file, message]),
      [['input/unreadable', 'b.yaml', 'no such file or directory (ENOENT)']],
    )
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true })
  }
})

const hasPipes = spawnSync('mkfifo', ['--version']).error === undefined

if (!hasPipes) {
  inputs.skip('that are named pipes, which cannot be made on this machine', () => {})
} else {
  inputs('that are named pipes are read, and passed over in a folder', () =>
    withPipe(async cwd => {
      // The shell waits until somebody reads.
      spawn('sh', ['-c', '{ printf "a: "; sleep 0.1; echo 1; } > pipe.yaml'], { cwd })
      assert.equal(values(await loadIn(cwd, ['pipe.yaml'])), [{ a: 1 }])
      assert.equal(problems(await loadIn(cwd, ['.'])), ['error input/empty-folder .'])
    }),
  )

  inputs('that are pipes which nobody writes to are given up', () =>
    withPipe(async cwd => {
      const loaded = await loadIn(cwd, ['pipe.yaml'], '', { pipeTimeoutMs: 30 })
      assert.equal(problems(loaded), ['error input/unreadable pipe.yaml'])
      assert.match(loaded.diagnostics[0]?.message ?? '', 'nobody writes')
    }),
  )

  inputs('that never end are too large', async () => {
    assert.equal(problems(await run({ inputs: ['/dev/zero'], limits: { bytes: 1_000_000 } })).length, 1)
  })
}

async function withPipe(run: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-load-'))
  try {
    execFileSync('mkfifo', [path.join(cwd, 'pipe.yaml')])
    await run(cwd)
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true })
  }
}

inputs.run()

const yaml = suite('YAML')

const readings: readonly (readonly [string, unknown])[] = [
  ['on', true],
  ['No', false],
  ['y', true],
  ['"yes"', 'yes'],
  ['2020-01-01', '2020-01-01'],
  ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'],
  ['0777', 511],
  ['0o17', 15],
  ['0x1F', 31],
  ['-0b11', -3],
  ['1_000', 1000],
  ['0', 0],
  ['-5', -5],
  ['08', 8],
  ['1.5', 1.5],
  ['1e3', 1000],
  ['~', null],
  ['1.2.3', '1.2.3'],
]

for (const [given, want] of readings) {
  yaml(`${given} is ${JSON.stringify(want)}`, async () => {
    assert.equal(values(await run({ inputs: ['-'], stdin: `value: ${given}\n` })), [{ value: want }])
  })
}

yaml('merges keys', async () => {
  assert.equal(values(await run({ inputs: ['-'], stdin: 'a: &a {x: 1}\nb: {<<: *a, z: 2}\n' })), [
    { a: { x: 1 }, b: { x: 1, z: 2 } },
  ])
})

yaml('has __proto__ as a key like any other', async () => {
  for (const stdin of ['__proto__: {polluted: true}\n', '{"__proto__": {"polluted": true}}']) {
    const [value] = values(await run({ inputs: ['-'], stdin }))
    assert.equal(Object.keys(value as object), ['__proto__'])
    assert.is(({} as { polluted?: boolean }).polluted, undefined)
  }
})

yaml('has a last one of two equal keys, with a warning', async () => {
  const loaded = await run({ inputs: ['-'], stdin: 'a: 1\nb: 2\na: 3\n' })
  assert.equal(values(loaded), [{ a: 3, b: 2 }])
  assert.equal(
    problems(loaded).map(each => each.replace(/ \d+$/, '')),
    ['warning yaml/duplicate-key - 3'],
  )
})

yaml('has the items of a List as documents', async () => {
  const loaded = await run({ inputs: ['-'], stdin: 'kind: List\nitems:\n- kind: A\n- kind: B\n  x: 1\n---\nkind: C\n' })
  assert.equal(values(loaded), [{ kind: 'A' }, { kind: 'B', x: 1 }, { kind: 'C' }])
  assert.equal(loaded.documents[1]?.position(['x']), { line: 5, column: 3 })
  assert.equal(loaded.documents[2]?.position(['kind']), { line: 7, column: 1 })
})

yaml('that is empty is nothing, and a problem where that is all', async () => {
  const empty = '# only words\n---\n---\n'
  const loaded = await run({ files: { 'a.yaml': empty, 'b.yaml': 'a: 1' }, inputs: ['a.yaml', 'b.yaml'] })
  assert.equal(values(loaded), [{ a: 1 }])
  assert.equal(loaded.diagnostics, [])
  assert.equal(problems(await run({ inputs: ['-'], stdin: empty })), ['error input/empty '])
  assert.equal(problems(await run({ files: { 'a.yaml': '' }, inputs: ['a.yaml', 'b.yaml'] })), [
    'error input/not-found b.yaml',
  ])
})

const broken: readonly (readonly [string, string, string])[] = [
  ['a colon too many', 'a: b: c\n', 'error yaml/syntax - 1 5'],
  ['a bracket too few', 'a:\n  - [1, 2\nb: 3\n', 'error yaml/syntax - 3 1'],
  ['a tab', 'a:\n\tb: 1\n', 'error yaml/syntax - 2 1'],
  ['a NUL', 'a: 1\nb: \0\n', 'error input/encoding - 2 4'],
  ['an unknown tag', 'a: !!js/function "x"\n', 'error yaml/syntax - 1 21'],
  ['an alias within its own value', 'a: &a [*a]\n', 'error yaml/alias - 1 1'],
  ['a bomb of aliases', bomb(), 'error yaml/alias - 6 45'],
  ['nesting without end', '['.repeat(200_000), 'error yaml/depth - 1 1000'],
  [
    'a block nested without end',
    Array.from({ length: 2000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    'error yaml/depth - 1000 1000',
  ],
  ['a number that JSON lacks', 'a: 1\nb: [1, -.inf]\n', 'error yaml/number - 2 8'],
  ['merges that write out too much', merges(), 'error yaml/alias - 6 12'],
  ['a quotation without end', 'a: "b\nc: d\n', 'error yaml/syntax - 3 1'],
  ['deep JSON', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000), 'error yaml/depth - 1 4992'],
]

for (const [what, stdin, want] of broken) {
  yaml(`with ${what} is told`, async () => {
    const loaded = await run({ inputs: ['-'], stdin })
    assert.equal(loaded.documents, [])
    assert.equal(problems(loaded), [want])
    assert.not.match(loaded.diagnostics[0]?.message ?? '', '\n')
  })
}

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 12; level++)
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  return `${lines.join('\n')}\n`
}

function merges(): string {
  const keys = Array.from({ length: 2000 }, (_, index) => `k${index}: 1`)
  return [`a: &a {${keys.join(', ')}}`, ...Array.from({ length: 20 }, (_, index) => `m${index}: {<<: *a}`)].join('\n')
}

const large: readonly (readonly [what: string, stdin: string, limits: Partial<Limits>, want: string])[] = [
  ['values', '[[], [], [], []]', { values: 4 }, 'error yaml/values -'],
  ['values in YAML', '- []\n'.repeat(5), { values: 4 }, 'error yaml/values -'],
  ['values in flow style', `[${'a, '.repeat(100)}]`, { values: 20 }, 'error yaml/values -'],
  ['values in JSON that is none', `[${'"a,[{", '.repeat(100)}`, { values: 20 }, 'error yaml/values -'],
  [
    'properties in flow style',
    `a: {${Array.from({ length: 10 }, (_, index) => `b${index}: 1, `).join('')}}`,
    { values: 8 },
    'error yaml/values -',
  ],
  ['documents', '---\na: 1\n'.repeat(5), { documents: 4 }, 'error yaml/documents -'],
]

for (const [what, stdin, limits, want] of large) {
  yaml(`with too many ${what} is told`, async () => {
    const loaded = await run({ inputs: ['-'], stdin, limits })
    assert.equal(loaded.documents, [])
    assert.equal(problems(loaded), [want])
  })
}

yaml('has so many values in all inputs together', async () => {
  const files = { 'a.yaml': 'a: 1\nb: 2\n', 'b.json': '{"a": 1, "b": [true]}', 'c.yaml': 'a: {}\n' }
  const inputs = ['a.yaml', 'b.json', 'c.yaml']
  assert.equal(problems(await run({ files, inputs, limits: { allValues: 9 } })), [])
  assert.equal(problems(await run({ files, inputs, limits: { allValues: 8 } })), ['error yaml/values c.yaml'])
})

yaml('that is large and not block style alone is read by document, and what is wrong is told of each', async () => {
  const limits = { foreign: 30 }
  const good = 'a: 1\n---\nb: {c: 1}\n---\nd: "1"\n---\ne: [2]\n'
  assert.equal(values(await run({ inputs: ['-'], stdin: good, limits })), [
    { a: 1 },
    { b: { c: 1 } },
    { d: '1' },
    { e: [2] },
  ])
  const bad = `a: 1\n---\nb: {c: }}\n---\nd: [${'1, '.repeat(20)}]\n---\ne: 1\n---\nf:\n  g: h: 1\n`
  assert.equal(problems(await run({ inputs: ['-'], stdin: bad, limits })), [
    'error yaml/syntax - 3 9',
    'error yaml/large - 4 1',
    'error yaml/syntax - 10 7',
  ])
})

yaml('as one large value of JSON is read', async () => {
  const stdin = JSON.stringify({ a: 'x'.repeat(100), b: '\\', c: '"],[' })
  assert.equal(values(await run({ inputs: ['-'], stdin, limits: { foreign: 10, values: 4 } })), [JSON.parse(stdin)])
})

yaml('of a Helm template is recognized', async () => {
  const [problem] = (await run({ inputs: ['-'], stdin: 'a: 1\nb:\n  {{- include "x" . }}\n' })).diagnostics
  assert.is(problem?.code, 'yaml/syntax')
  assert.match(problem?.help ?? '', 'helm template')
})

yaml('with too many values in all of its documents is told', async () => {
  const loaded = await run({
    inputs: ['-'],
    stdin: 'a: &a [1, 2, 3]\nb: [*a, *a]\n---\nc: 1\n',
    limits: { values: 15 },
  })
  assert.equal(problems(loaded), ['error yaml/alias - 2 9'])
})

yaml.run()

const positions = suite('positions')

const text = `# words
apiVersion: v1
spec:
  # more words
  versions:
  - name: v1
    schema: {type: object, "properties": {a: {}}}
  -
    name: v2
  "quoted key": |
    block
  anchors: &x
    one: 1
  again: *x
  ? complex
  : value
  ? {toString: 1}
  : nothing
  after: 1
`

const places: readonly (readonly [ValuePath, number, number])[] = [
  [[], 2, 1],
  [['apiVersion'], 2, 1],
  [['spec', 'versions'], 5, 3],
  [['spec', 'versions', 0], 6, 5],
  [['spec', 'versions', 0, 'name'], 6, 5],
  [['spec', 'versions', 0, 'schema', 'type'], 7, 14],
  [['spec', 'versions', 0, 'schema', 'properties', 'a'], 7, 43],
  [['spec', 'versions', 1, 'name'], 9, 5],
  [['spec', 'quoted key'], 10, 3],
  [['spec', 'anchors', 'one'], 13, 5],
  [['spec', 'complex'], 15, 5],
  [['spec', 'after'], 19, 3],
  [['spec', 'versions', 7, 'name'], 5, 3],
  [['nothing', 'here'], 2, 1],
]

for (const [where, line, column] of places) {
  positions(`/${where.join('/')} is at ${line}:${column}`, async () => {
    const { documents } = await run({ inputs: ['-'], stdin: text })
    assert.equal(documents[0]?.position(where), { line, column })
  })
}

positions('are right in the second document, and in JSON', async () => {
  const loaded = await run({ inputs: ['-'], stdin: 'a: 1\n--- # here\nb:\n  c: 1\n' })
  assert.equal(loaded.documents[1]?.position(['b', 'c']), { line: 4, column: 3 })
  const json = await run({ inputs: ['-'], stdin: '{\n\t"a": {\n\t\t"b": [1, 2]\n\t}\n}\n' })
  assert.equal(json.documents[0]?.position(['a', 'b', 1]), { line: 3, column: 12 })
})

positions.run()

const urls = suite('URLs')

const answers: { readonly [path: string]: RequestListener } = {
  '/crd.yaml': (_, response) => response.end('a: 1\n'),
  '/moved': (_, response) => response.writeHead(302, { location: '/crd.yaml' }).end(),
  '/round': (_, response) => response.writeHead(301, { location: '/round' }).end(),
  '/missing': (_, response) => response.writeHead(404).end('no'),
  '/broken': (_, response) => response.writeHead(500).end('no'),
  '/page': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'),
  '/plain-page': (_, response) => response.end('<!DOCTYPE html><html></html>'),
  '/never': () => {},
  '/cut': (_, response) => response.writeHead(200, { 'content-length': '100' }).write('a: ', () => response.destroy()),
  '/half': (_, response) => response.writeHead(200).write('a: '),
  '/endless': (_, response) => {
    const send = () => {
      while (!response.destroyed && response.write('# more\n'.repeat(500)));
    }
    response.on('drain', send)
    send()
  },
  '/large': (_, response) => response.end('a: '.padEnd(5000, 'x')),
  '/elsewhere': (_, response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end(),
}

const fetched: readonly (readonly [string, RegExp])[] = [
  ['/round', /redirected more than 5 times/],
  ['/missing', /answered 404 Not Found/],
  ['/broken', /answered 500 Internal Server Error/],
  ['/page', /HTML page/],
  ['/plain-page', /HTML page/],
  ['/never', /no answer in full within 0\.5 s/],
  ['/half', /no answer in full within 0\.5 s/],
  ['/large', /larger than/],
  ['/endless', /larger than/],
  ['/cut', /terminated|other side closed/],
  ['/elsewhere', /redirected to file:/],
]

async function withServer(run: (origin: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => answers[request.url ?? '']?.(request, response))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

urls('are read, also where they have moved to', () =>
  withServer(async origin => {
    const loaded = await run({ inputs: [`${origin}/crd.yaml`, `${origin}/moved`] })
    assert.equal(names(loaded), [`${origin}/crd.yaml`, `${origin}/moved`])
    assert.equal(values(loaded), [{ a: 1 }, { a: 1 }])
  }),
)

for (const [place, want] of fetched) {
  urls(`${place}: ${want.source}`, () =>
    withServer(async origin => {
      const limits = { bytes: 4096, urlTimeoutMs: 500 }
      const loaded = await run({ inputs: [origin + place], limits })
      assert.equal(problems(loaded), [`error input/url ${origin}${place}`])
      assert.match(loaded.diagnostics[0]?.message ?? '', want)
    }),
  )
}

urls('where nobody listens are told why', async () => {
  const loaded = await run({ inputs: ['http://127.0.0.1:1/crd.yaml'] })
  assert.match(loaded.diagnostics[0]?.message ?? '', /ECONNREFUSED|bad port/)
})

urls.run()
