// What is the user's, edited at random, and then a run for one more kind: a real one, in a folder on disk, that reads and writes as it
// does for a user. Every byte that was there is there afterwards. More rounds, or one of them again:
//
//   OPWRIGHT_ROUNDS=50000 npm test -- --no-build --time-limit 3600 fuzz/regeneration
//   OPWRIGHT_ROUNDS=1 OPWRIGHT_SEED=417 npm test -- --no-build fuzz/regeneration

import * as fs from 'node:fs'
import * as path from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bases, edits } from '../generator/operator/edits.js'
import { definition, Workspace } from '../generator/workspace.js'
import { pick, randomIntegers, type RandomInteger } from '../support/random.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 10_000)
const firstSeed = Number(process.env['OPWRIGHT_SEED'] ?? 1)

const main = 'operator/main.ts'
const reconciler = 'operator/widget-reconciler.ts'
const newKind = 'crds/gadget.json'

/** The files of the user, each with a character for a byte. */
type Files = ReadonlyMap<string, string>

const workspace = new Workspace()
const counts = { extended: 0, told: 0, silent: 0 }

test(`seeds ${firstSeed} to ${firstSeed + rounds - 1} lose no byte of what is the user’s`, async () => {
  workspace.write({ 'crds/widget.json': definition('Widget') })
  await workspace.generate({ inputs: ['crds'] })
  const start = workspace.files()
  for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
    const random = randomIntegers(seed)
    const before = editedFiles(start, random)
    write(before)
    workspace.write({ [newKind]: definition('Gadget') })
    const { outcome, files, notes } = await workspace.generate()

    const message = `seed ${seed}: ${JSON.stringify([...before])}`
    assert.is(outcome, 'done', message)
    const after = read()
    assert.equal([...after.keys()], [...before.keys(), 'operator/gadget-reconciler.ts'].sort(), message)
    for (const [file, text] of before) {
      if (file !== main || files.extended.length === 0) assert.ok(after.get(file) === text, `${file} of ${message}`)
    }
    const [was = '', is = ''] = [before.get(main), after.get(main)]
    if (files.extended.length > 0) {
      assert.equal(files.extended, [main])
      assert.ok(is.length > was.length && isLonger(was, is), `${message}\n${is}`)
    }
    // Who registers a kind of this name already is not told to.
    else assert.ok(notes.length === 1 || [...before.values()].some(text => text.includes('Gadget')), message)
    counts[files.extended.length > 0 ? 'extended' : notes.length > 0 ? 'told' : 'silent']++
    restore(start)
  }
  assert.equal(workspace.files(), start)
})

test('many were extended, and many were not', () => {
  if (process.env['OPWRIGHT_ROUNDS']) console.log(counts)
  if (rounds < 500) return
  const { extended, told, silent } = counts
  assert.ok(extended > rounds / 2 && told > rounds / 5 && silent > rounds / 500, JSON.stringify(counts))
})

function editedFiles(start: { readonly [file: string]: string }, random: RandomInteger): Files {
  const edited = (text: string, most: number) => {
    let result = text
    for (let count = random(most + 1); count > 0; count--) result = pick(edits, random)(result, random)
    // What is no UTF-8.
    return `${bytesOf(result)}${random(8) === 0 ? '//\xc3\x28' : ''}`
  }
  const entry = random(2) === 0 ? (start[main] ?? '') : pick(bases, random)
  const own = start[reconciler] ?? ''
  const files = pick<() => [string, string][]>(
    [
      () => [[reconciler, edited(own, 3)]],
      () => [
        [reconciler, edited(own, 3)],
        ['operator/helpers.ts', edited(pick(bases, random), 3)],
      ],
      // Moved.
      () => [['operator/widgets/reconciler.ts', edited(own.replaceAll('"../', '"../../'), 3)]],
      () => [],
    ],
    random,
  )()
  const isMoved = files.length === 0
  const text = isMoved ? `${entry}\n${own}` : entry
  return new Map<string, string>([...files, [main, edited(text, 4)] as const].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1')
}

function write(files: Files): void {
  if (!files.has(reconciler)) workspace.remove(reconciler)
  for (const [file, text] of files) {
    fs.mkdirSync(path.dirname(workspace.path(file)), { recursive: true })
    fs.writeFileSync(workspace.path(file), text, 'latin1')
  }
}

function read(): Files {
  const names = fs
    .readdirSync(workspace.path('operator'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(workspace.folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
  return new Map(names.sort().map(name => [name, fs.readFileSync(workspace.path(name), 'latin1')]))
}

/** As it was before the round. */
function restore(start: { readonly [file: string]: string }): void {
  const now = workspace.files()
  for (const file of Object.keys(now).filter(name => !(name in start))) workspace.remove(file)
  for (const [file, text] of Object.entries(start)) if (now[file] !== text) workspace.write({ [file]: text })
  fs.rmSync(workspace.path('operator/widgets'), { recursive: true, force: true })
}

/** Whether all of a text stands in another one in its order, with at most two pieces more. */
function isLonger(before: string, after: string): boolean {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  for (let end = start; end <= before.length; end++) {
    const rest = before.slice(end)
    if (!after.endsWith(rest) || after.length - rest.length < start) continue
    if (after.slice(start, after.length - rest.length).includes(before.slice(start, end))) return true
  }
  return false
}

test.after(() => workspace.dispose())

test.run()
