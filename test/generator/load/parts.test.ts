// The documents of a text are read one by one, each by our own reader or by js-yaml; that must not be seen in what is read.

import { deepStrictEqual } from 'node:assert'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Diagnostic } from '../../../generator/diagnostic.js'
import type { Document } from '../../../generator/load/document.js'
import { documentTexts } from '../../../generator/load/document-texts.js'
import { documentsOf } from '../../../generator/load/documents.js'
import { defaultLimits, type Limits } from '../../../generator/load/limits.js'
import { parse } from '../../../generator/load/parse.js'
import { readParts } from '../../../generator/load/parts.js'
import { toDocuments } from '../../../generator/load/reading.js'
import { SharedValues } from '../../../generator/load/shared-values.js'
import { corners } from './yaml-corners.js'
import { randomIntegers } from '../../support/random.js'
import { mutate } from './yaml-mutations.js'

const name = 'input.yaml'

async function inParts(text: string, limits: Limits = defaultLimits) {
  const diagnostics: Diagnostic[] = []
  const documents = await documentsOf({ name, bytes: Buffer.from(text) }, limits, found => diagnostics.push(found))
  return { documents: documents.map(shown), diagnostics }
}

function asWhole(text: string, limits: Limits = defaultLimits) {
  const diagnostics: Diagnostic[] = []
  const report = (found: Diagnostic) => diagnostics.push(found)
  const documents = toDocuments({ name }, parse(name, [{ text, reading: undefined }], limits, report), limits, report)
  return { documents: documents.map(shown), diagnostics }
}

function shown({ value, position }: Document) {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return { value, json: JSON.stringify(value), places: names.map(step => position([step])), start: position([]) }
}

const parts = suite('parts of a text')

for (const [what, text, read] of [
  ['a document in flow style among others', 'a: 1\n---\n# b\nb: {c: [1, 2]}\n---\nc: 3\n', [true, false, true]],
  ['anchors and merge keys', 'a: 1\n---\nb: &b {x: 1}\nc: {<<: *b}\n---\nd: 1\n', [true, false, true]],
  ['characters of two code units', 'a: 1\n---\nb: "\u{1f600}"\n--- # c\nc: 3', [true, false, true]],
  ['comments before the first document', '# a\n\n---\na: 1\n---\nb: 1\n', [true, true]],
  ['the end of a document', 'a: 1\n...\n---\nb: 1\n', [false, true]],
  ['a directive', 'a: 1\n...\n%YAML 1.2\n---\nb: 1\n', [false, true]],
  ['a marker that is none', 'a: 1\n---b: 1\n', [true]],
  ['a key that stands twice', 'a: 1\n---\nb: 1\nb: 2\n---\nc: {d: 1}\n', [true, false, false]],
  ['a scalar that does not end', 'a: 1\n---\nb: "c\n---\nd: 1"\n', [true, false, true]],
] as const) {
  parts(what, async () => {
    assert.equal(
      readParts(
        documentTexts(name, Buffer.from(text), defaultLimits, () => {}) ?? [],
        defaultLimits,
        new SharedValues(),
      ).map(({ reading }) => reading !== undefined),
      read,
    )
    deepStrictEqual(await inParts(text), asWhole(text))
  })
}

parts('what merge keys write out is limited for all parts together', async () => {
  const text = 'b: &b {x: 1}\nc: {<<: *b}\n---\n'.repeat(20)
  const limits = { ...defaultLimits, values: 100_000 }
  deepStrictEqual(await inParts(text, limits), asWhole(text, limits))
})

parts('values are limited for all parts together', async () => {
  const text = 'a: {b: 1}\n---\nc: 1\nd: 2\n---\n'.repeat(10)
  const limits = { ...defaultLimits, values: 40 }
  const { diagnostics } = await inParts(text, limits)
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['yaml/values'],
  )
})

parts('in any mixture they are what js-yaml makes of the whole', async () => {
  const next = randomIntegers(7)
  const texts = corners.map(([text]) => text).filter(text => !/^\s*[{[]|\0/.test(text))
  let several = 0
  for (let round = 0; round < 3000; round++) {
    const some = Array.from({ length: 2 + next(4) }, () => texts[next(texts.length)] ?? '')
    const joined = some.map(text => text.replace(/\n?$/, '\n')).join(next(4) === 0 ? '--- # next\n' : '---\n')
    const text = Buffer.from(round % 3 === 0 ? mutate(joined, next) : joined).toString()
    // js-yaml has two places for an explicit key at the end of a document, depending on what follows.
    if (/^ *\?|\0|^\ufeff/m.test(text)) continue
    const whole = asWhole(text)
    deepStrictEqual(await inParts(text), whole, `round ${round}: ${JSON.stringify(text)}`)
    if (whole.documents.length > 1) several++
  }
  // Or it would be no test of mixtures.
  assert.ok(several > 500, `${several}`)
})

parts.run()

const sharing = suite('shared values')

sharing('equal values are one, across sources', async () => {
  const shared = new SharedValues()
  const read = async (text: string) => {
    const documents = await documentsOf({ name, bytes: Buffer.from(text) }, defaultLimits, () => {}, shared)
    return documents[0]?.value as { readonly [name: string]: unknown }
  }
  const one = await read('a:\n  type: string\n  list: []\nb:\n  type: string\n  list: []\nc:\n- 1\n')
  const other = await read('d:\n  type: string\n  list: []\ne:\n- 1\nf:\n- "1"\n')
  assert.is(one['a'], one['b'])
  assert.is(one['a'], other['d'])
  assert.is(one['c'], other['e'])
  assert.is.not(one['c'], other['f'])
})

sharing('what differs in the order of names or the sign of zero is not equal', async () => {
  const { documents } = await inParts('a:\n  x: 0\n  z: 1\nb:\n  z: 1\n  x: 0\nc:\n  x: -0.0\n  z: 1\n')
  assert.is(documents[0]?.json, '{"a":{"x":0,"z":1},"b":{"z":1,"x":0},"c":{"x":0,"z":1}}')
  const { c = { x: 1 } } = (documents[0]?.value ?? {}) as { readonly c?: { readonly x: number } }
  assert.ok(Object.is(c.x, -0))
})

sharing('texts that look alike to a hash take no more time than others', () => {
  const shared = new SharedValues()
  const text = 'x'.repeat(1000)
  const made = Array.from({ length: 100_000 }, (_, index) => {
    const number = `${index}`.padStart(6, '0')
    return shared.mapping(['a'], [`${text.slice(0, 1)}${number}${text.slice(7)}`])
  })
  assert.is(new Set(made).size, 100_000)
})

sharing('names that mean something to JavaScript are names', async () => {
  const text = '__proto__:\n  valueOf: 1\n  toString: x\nconstructor: {}\n'
  const { documents } = await inParts(`${text}---\n${text}`)
  for (const { json } of documents) {
    assert.is(json, '{"__proto__":{"valueOf":1,"toString":"x"},"constructor":{}}')
  }
})

sharing('more values than are remembered', () => {
  const shared = new SharedValues()
  const made = Array.from({ length: 300_000 }, (_, index) => shared.mapping(['a', 'b'], [index, shared.sequence([])]))
  made.forEach((mapping, index) => assert.is(JSON.stringify(mapping), `{"a":${index},"b":[]}`))
})

sharing.run()
