/** A server takes for CEL what is taken for it here, and estimates what it costs as is done here. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readExpression } from '../../generator/crd/cel-parser.js'
import { badRules, goodRules, ruleSchema } from '../generator/crd/cel-rules.js'
import { readObjects } from '../generator/crd/read.js'
import { costlySchemas, schemaOfCosts, tooMany } from '../generator/crd/rule-costs.js'
import { ruleVerdicts } from '../generator/crd/rule-verdicts.js'
import { definitionAround } from '../support/definition-around.js'
import { refusals, type Refusal } from '../support/refusals.js'
import { pick, randomIntegers, type RandomInteger } from '../support/random.js'
import { TestCluster } from '../support/test-cluster.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 10)
const seed = Number(process.env['OPWRIGHT_SEED'] ?? 1)
/** So many rules go to the server at a time. */
const many = 50

let cluster: TestCluster

test.before(() => {
  cluster = TestCluster.ofThisRun()
})

test.after(() => {
  cluster.requests.close()
})

test('a server takes the good rules', async () => {
  for (let start = 0; start < goodRules.length; start += many) {
    const rules = goodRules.slice(start, start + many)
    const answers = await answersTo(rules)
    assert.equal(
      rules.filter((_, index) => answers[index]),
      [],
    )
  }
})

test('a server finds that the bad ones are no CEL', async () => {
  for (let start = 0; start < badRules.length; start += many) {
    const rules = badRules.slice(start, start + many)
    const answers = await answersTo(rules)
    assert.equal(
      rules.filter((_, index) => !isSyntax(answers[index])),
      [],
    )
  }
})

test(`${rounds * many} mutants of them are CEL for both or for none`, async () => {
  const random = randomIntegers(seed)
  const parents = [...goodRules, ...badRules].filter(rule => rule.length < 300)
  for (let round = 0; round < rounds; round++) {
    const rules = Array.from({ length: many }, () => mutant(pick(parents, random), random)).filter(rule => rule.trim())
    const answers = await answersTo(rules)
    rules.forEach((rule, index) => {
      const read = readExpression(rule)
      const isRefused = isSyntax(answers[index])
      const told = 'problem' in read ? read.problem : 'nothing'
      assert.is('problem' in read, isRefused, `${rule}\ntold here: ${told}\nby the server: ${answers[index]}`)
    })
  }
})

for (const [what, spec, ...want] of ruleVerdicts) {
  test(`a server takes a rule or not: ${what}`, async () => {
    const found = await refusals(cluster.requests, { type: 'object', properties: { spec } })
    const fields = found.map(({ field }) =>
      field
        .split('.')
        .at(-1)
        ?.replace(/\[\d+\]$/, ''),
    )
    assert.equal([...new Set(fields)], want)
  })
}

test(`of ${rounds * many} mutants with other names in them a server refuses what is told of`, async () => {
  const random = randomIntegers(seed)
  const parents = goodRules.filter(rule => rule.length < 300)
  const names = parents.flatMap(rule => rule.match(name) ?? []).concat('other', 'oldSelf')
  let count = 0
  for (let round = 0; round < rounds; round++) {
    const rules = Array.from({ length: many }, () => renamed(pick(parents, random), names, random)).filter(isCel)
    const [answers, told] = [await answersTo(rules), await toldOf(rules)]
    rules.forEach((rule, index) => {
      if (!told.has(index)) return
      count++
      assert.match(answers[index] ?? 'taken', /compilation failed|must evaluate to a bool/, rule)
    })
  }
  assert.ok(count > 2 * rounds, `${count} rules`)
})

test('a server estimates what each rule costs as is done here', async () => {
  const found = await refusals(cluster.requests, { type: 'object', properties: { spec: schemaOfCosts() } })
  const expensive = found.filter(({ message }) => message.includes('estimated rule cost exceeds'))
  assert.equal(expensive.map(({ field }) => /\[(rule\d+[a-z]+)\]/.exec(field)?.[1]).sort(), [...tooMany].sort())
})

for (const [what, spec, ...want] of costlySchemas) {
  test(`a server estimates what the rules of a schema cost as is done here: ${what}`, async () => {
    const found = await refusals(cluster.requests, { type: 'object', properties: { spec } })
    assert.equal(found.flatMap(expenseIn).sort(), want)
  })
}

/** In the words of the table. */
function expenseIn({ field, message }: Refusal): string[] {
  const [, factor] = /factor of (more than \d+|[\d.]+)x/.exec(message) ?? []
  if (factor === undefined) return []
  const place = field
    .replace('spec.validation.openAPIV3Schema', '')
    .replace(/\.x-kubernetes-validations.*$/, '')
    .replaceAll('.items', '[]')
    .replaceAll('.additionalProperties', '.*')
    .replaceAll(/\.properties\[([^\]]*)\]/g, '.$1')
  const times = Number(factor)
  const shown = times < 1.1 ? 'a little more than' : `${Number.isNaN(times) ? factor : times.toFixed(1)} times`
  return [`${place.slice(1)}: ${shown}`]
}

/** What the server says to each rule; undefined where it takes it. */
async function answersTo(rules: readonly string[]): Promise<(string | undefined)[]> {
  const validations = rules.map(rule => ({ rule, message: 'no' }))
  const schema = {
    type: 'object',
    properties: { spec: { ...ruleSchema, 'x-kubernetes-validations': validations } },
  }
  const found = await refusals(cluster.requests, schema)
  return rules.map((_, index) => found.find(({ field }) => field.endsWith(`validations[${index}].rule`))?.message)
}

/** The rules, by their numbers, that are warned of. */
async function toldOf(rules: readonly string[]): Promise<Set<number>> {
  const validations = rules.map(rule => ({ rule, message: 'no' }))
  const spec = { ...ruleSchema, 'x-kubernetes-validations': validations }
  const { diagnostics } = await readObjects(definitionAround({ type: 'object', properties: { spec } }))
  return new Set(
    diagnostics.flatMap(({ code, message }) =>
      code === 'structural/validations' ? [Number(/validations\[(\d+)\]/.exec(message)?.[1])] : [],
    ),
  )
}

/** Types are another matter, and what a rule costs. */
function isSyntax(answer: string | undefined): boolean {
  const errors = [...(answer?.matchAll(/ERROR: <input>:\S+ ([^\n]*)/g) ?? [])].map(([, error]) => error ?? '')
  return errors.some(error => syntaxErrors.test(error)) || /recursion|exceeds limit/.test(answer ?? '')
}

const syntaxErrors =
  /^Syntax error|reserved identifier|simple (?:name|identifier)|not an identifier|has\(\) macro|unescape|literal$|code point|overwrites|duplicate variable/

const pieces = [
  ...'( ) [ ] { } . ? : , ! - \' " ` \\ + % / * = == && || // 1 .5 0x u e5 r b in for true has( all(x, .? [? {?'.split(
    ' ',
  ),
  '"""',
  "'''",
  '\\n',
  '\\u0041',
  ' ',
  '\n',
  '\t',
  '\r',
]

function mutant(rule: string, random: RandomInteger): string {
  const start = random(rule.length + 1)
  const end = start + random(4)
  return (
    rule.slice(0, start) + (random(3) === 0 ? '' : pick(pieces, random)) + rule.slice(random(2) === 0 ? start : end)
  )
}

const name = /[A-Za-z_]\w*/g

function isCel(rule: string): boolean {
  return 'expression' in readExpression(rule)
}

/** With another name in the place of one, or no more than a part of it. */
function renamed(rule: string, names: readonly string[], random: RandomInteger): string {
  const part = random(4) === 0 ? pick(rule.split(/ (?:==|!=|&&|\|\||[<>?:]) /), random) : rule
  const places = [...part.matchAll(name)]
  if (places.length === 0) return part
  const { 0: found, index } = pick(places, random)
  return part.slice(0, index) + pick(names, random) + part.slice(index + found.length)
}

test.run()
