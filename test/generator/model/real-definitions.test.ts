/** The definitions of real projects beside the repository, where they are there. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GroupVersionModel, TypeModel } from '../../../generator/model/resource-model.js'
import { buildAll, shapesOf } from './definition.js'
import { readRealSet } from './real-set.js'

const all = await readRealSet()

function* references(type: TypeModel): Generator<Extract<TypeModel, { kind: 'reference' }>> {
  if (type.kind === 'reference') yield type
  else if (type.kind === 'nullable') yield* references(type.of)
  else if (type.kind === 'array') yield* references(type.items)
  else if (type.kind === 'map') yield* references(type.values)
}

/** What is wrong with a folder, in words. */
function faults(version: GroupVersionModel): string[] {
  const found: string[] = []
  const say = (fault: string) => found.push(`${version.folder}: ${fault}`)
  const once = (what: string, names: readonly string[]) => {
    for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
      say(`${what} ${name} twice`)
  }
  const shapes = shapesOf(version)
  const names = [
    ...version.resources.flatMap(({ names }) => Object.values(names)),
    ...shapes.flatMap(({ names }) => [...new Set(Object.values(names))]),
  ]
  once('name', names)
  once(
    'file',
    version.resources.flatMap(({ files }) => Object.values(files)).map(file => file.toLowerCase()),
  )
  for (const name of names) if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) say(`${name} is no name`)
  for (const name of names) if (name.length > 90) say(`${name} cannot be read`)

  const modules = new Map([
    ['shared', new Set(version.shared.map(({ names }) => names.type))],
    ...version.resources.map(({ files, shapes }) => {
      return [files.model, new Set(shapes.map(({ names }) => names.type))] as const
    }),
  ])
  const check = (own: string, holders: readonly { readonly properties: readonly { readonly type: TypeModel }[] }[]) => {
    for (const { type } of holders.flatMap(({ properties }) => properties)) {
      for (const { module, names } of references(type)) {
        if (!modules.get(module)?.has(names.type)) say(`${names.type} is not in ${module}`)
        if (module !== own && module !== 'shared') say(`${own} refers to ${module}`)
      }
    }
  }
  check('shared', version.shared)
  for (const resource of version.resources) check(resource.files.model, [resource, ...resource.shapes])
  return found
}

if (all.length > 0) {
  const oneRun = all.filter(real => real.oneRun).map(({ definition }) => definition)

  test('all that go together make one model without a fault', () => {
    assert.ok(oneRun.length > 500)
    const { model, diagnostics } = buildAll(oneRun)
    assert.equal(model.versions.flatMap(faults), [])
    assert.is(new Set(model.versions.map(version => version.folder.toLowerCase())).size, model.versions.length)
    assert.is(new Set(model.controllers.map(({ file }) => file)).size, model.controllers.length)
    assert.is(new Set(model.controllers.map(({ className }) => className)).size, model.controllers.length)
    assert.equal(
      diagnostics.filter(({ code }) => code !== 'select/no-version'),
      [],
    )
  })

  test('each by itself makes a model without a fault', () => {
    for (const { definition } of all) {
      const { model } = buildAll([definition], { versions: 'all' })
      assert.equal(model.versions.flatMap(faults), [])
      assert.is(model.versions.length, definition.versions.length, definition.name)
    }
  })

  test('the order of input makes no difference', () => {
    const want = JSON.stringify(buildAll(oneRun).model)
    const shuffled = oneRun
      .map((_, index) => oneRun[(index * 211) % oneRun.length] ?? oneRun[0])
      .filter(each => each !== undefined)
    assert.is(new Set(shuffled).size, oneRun.length)
    for (const order of [[...oneRun].reverse(), shuffled]) assert.ok(JSON.stringify(buildAll(order).model) === want)
  })
} else {
  test.skip('the definitions of real projects are not beside the repository', () => {})
}

test.run()
