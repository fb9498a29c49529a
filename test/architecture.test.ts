// The rules of ARCHITECTURE.md about who may import whom, as a program that names file and line.

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What all may import, since it imports none of them. */
const common = ['generator/diagnostic', 'generator/option-values']

/** What each stage may import beside its own files and what is common: types of those before it. */
const stages = {
  load: [],
  crd: ['load'],
  model: ['load', 'crd'],
  emit: ['crd', 'model'],
  format: ['emit'],
  operator: ['emit'],
  write: ['emit'],
  openapi: ['crd', 'model', 'emit'],
} as const

/** From left to right: each imports those before it. */
const layers = [
  'api',
  'transport',
  'client',
  'leader-election',
  'cache',
  'queue',
  'controller',
  'metrics',
  'manager',
] as const

interface Import {
  readonly file: string
  readonly line: number
  /** A path relative to the root, or the name of a package. */
  readonly target: string
  readonly isType: boolean
  readonly isDynamic: boolean
}

function importsBelow(folder: string): Import[] {
  const files = fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => path.posix.join(folder, file.split(path.sep).join('/')))
  return files.flatMap(importsOf)
}

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  const found: Import[] = []
  const statement =
    /^(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gms
  for (const { 1: type, 2: from, 3: dynamic, index } of text.matchAll(statement)) {
    const module = from ?? dynamic ?? ''
    const target = module.startsWith('.') ? path.posix.join(path.posix.dirname(file), module) : module
    found.push({
      file,
      line: text.slice(0, index).split('\n').length,
      target,
      isType: type !== undefined,
      isDynamic: !from,
    })
  }
  return found
}

/** Fails with every place at which a rule is broken. */
function expectNone(imports: readonly Import[], isBroken: (each: Import) => boolean): void {
  const broken = imports.filter(isBroken).map(({ file, line, target }) => `${file}:${line} imports ${target}`)
  assert.is(broken.length, 0, broken.join('\n'))
}

const isInside = (target: string, folder: string) => target.startsWith(`${folder}/`)

test('imports are found', () => {
  assert.ok(importsBelow('generator').length > 100)
  assert.ok(importsBelow('runtime').some(({ target }) => target === '@kubernetes/client-node'))
})

test('generator and runtime do not import each other', () => {
  expectNone(importsBelow('generator'), ({ target }) => isInside(target, 'runtime') || target.startsWith('opwright'))
  expectNone(importsBelow('runtime'), ({ target }) => isInside(target, 'generator'))
})

test('generated code, the built-in kinds and the sample import the runtime alone', () => {
  for (const folder of ['generated', 'sample-operator']) {
    expectNone(importsBelow(folder), ({ target }) => {
      const isOwn = isInside(target, 'generated') || isInside(target, 'sample-operator')
      return !isOwn && !/^opwright\/(?:runtime|kubernetes\/.+)$/.test(target)
    })
  }
  expectNone(
    importsBelow('kubernetes'),
    ({ target }) => !isInside(target, 'kubernetes') && !isInside(target, 'runtime'),
  )
})

test('nothing in the package imports its tests', () => {
  for (const folder of ['generator', 'runtime', 'kubernetes', 'sample-operator']) {
    expectNone(importsBelow(folder), ({ target }) => isInside(target, 'test'))
  }
})

test('what is common to all stages imports nothing of the generator', () => {
  expectNone(
    common.flatMap(file => importsOf(`${file}.ts`)),
    ({ target }) => isInside(target, 'generator'),
  )
})

for (const [stage, before] of Object.entries(stages)) {
  test(`${stage} imports the stages before it`, () => {
    const allowed = [stage, ...before].map(folder => `generator/${folder}`)
    expectNone(
      importsBelow(`generator/${stage}`),
      ({ target }) =>
        isInside(target, 'generator') &&
        !common.includes(target.replace(/\.js$/, '')) &&
        !allowed.some(folder => isInside(target, folder)),
    )
  })
}

for (const [index, layer] of layers.entries()) {
  test(`${layer} imports the layers before it`, () => {
    const allowed = layers.slice(0, index + 1).map(folder => `runtime/${folder}`)
    expectNone(
      importsBelow(`runtime/${layer}`),
      ({ target }) => isInside(target, 'runtime') && !allowed.some(folder => isInside(target, folder)),
    )
  })
}

// test/runtime/index.test.ts holds the runtime to the same.
test('what is heavy is imported where it is used, not at the start', () => {
  const heavy = ['ts-morph', 'prettier', 'json-schema-to-typescript', 'tinyglobby']
  expectNone(
    importsBelow('generator'),
    ({ target, isType, isDynamic }) => heavy.includes(target) && !isType && !isDynamic,
  )
})

test.run()
