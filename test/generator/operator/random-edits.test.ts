// Entry points that were edited at random, and then a new kind: in memory, every word of them. `test/fuzz/regeneration.test.ts` has
// whole runs on disk.

import { ts } from 'ts-morph'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Insertion } from '../../../generator/operator/insert.js'
import { pick, randomIntegers } from '../../support/random.js'
import { bases, edits } from './edits.js'
import { insert, registration } from './insertions.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 10_000)

/** What was inserted, taken out again where it should be. */
function withoutInserted({ text, edits: inserted }: Insertion): string {
  let left = text
  for (const { at, text: added } of inserted.toSorted((a, b) => a.at - b.at)) {
    assert.is(left.slice(at, at + added.length), added)
    left = left.slice(0, at) + left.slice(at + added.length)
  }
  return left
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('main.ts', text.replace(/^\uFEFF/, ''), ts.ScriptTarget.Latest, true)
}

/** As the parser itself has it, by what TypeScript does not publish. */
function isBrokenCode(text: string): boolean {
  const { parseDiagnostics } = parse(text) as unknown as { readonly parseDiagnostics: readonly unknown[] }
  return parseDiagnostics.length > 0
}

/** The words of the code in their order, each with what it is a part of; not those of statements that begin in one of the ranges. */
function wordsOf(text: string, except: readonly { readonly from: number; readonly to: number }[] = []): string[] {
  const mark = text.startsWith('\uFEFF') ? 1 : 0
  const tree = parse(text)
  const words: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node)) {
      const start = node.getStart(tree) + mark
      if (except.some(({ from, to }) => start >= from && start < to)) return
    }
    const count = words.push(String(node.kind))
    ts.forEachChild(node, visit)
    if (words.length === count) words.push(node.getText(tree))
  }
  visit(tree)
  return words
}

function rangesOf({ edits: inserted }: Insertion): { readonly from: number; readonly to: number }[] {
  let shift = 0
  return inserted
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) => {
      const from = at + shift
      shift += text.length
      return { from, to: from + text.length }
    })
}

test(`${rounds} entry points that were edited at random lose nothing`, () => {
  const seen = { inserted: 0, registered: 0, broken: 0, refused: 0 }
  for (let seed = 1; seed <= rounds; seed++) {
    const random = randomIntegers(seed)
    let text = pick(bases, random)
    for (let count = 1 + random(4); count > 0; count--) text = pick(edits, random)(text, random)
    const kinds = [registration('Gadget'), ...(random(4) === 0 ? [registration('Thing')] : [])]
    const message = `seed ${seed}: ${JSON.stringify(text)}`

    const insertion = insert(text, kinds)
    const isBroken = isBrokenCode(text)
    if (insertion.edits.length === 0) {
      assert.is(insertion.text, text, message)
      if (isBroken) seen.broken++
      else seen[insertion.left.length > 0 ? 'refused' : 'registered']++
      continue
    }
    seen.inserted++
    assert.not.ok(isBroken, message)
    assert.is(withoutInserted(insertion), text, message)
    assert.not.ok(isBrokenCode(insertion.text), `${message}\n${insertion.text}`)
    assert.equal(wordsOf(insertion.text, rangesOf(insertion)), wordsOf(text), `${message}\n${insertion.text}`)
    const again = insert(insertion.text, kinds)
    assert.is(again.text, insertion.text, `${message}\n${insertion.text}`)
    assert.equal(again.left, insertion.left, `${message}\n${insertion.text}`)
  }
  for (const [what, count] of Object.entries(seen)) assert.ok(count > rounds / 200, `${what}: ${count} of ${rounds}`)
  if (process.env['OPWRIGHT_ROUNDS']) console.log(seen)
})

test.run()
