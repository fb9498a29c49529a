import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Finding, KindDiff } from '../../../generator/diff/schema-diff.js'
import { readObjects } from '../crd/read.js'
import { allCases, pairOf } from './cases.js'
import { compareAll } from './proof.js'
import { field, widget } from './widget.js'

for (const [name, cases] of Object.entries(allCases)) {
  const table = suite(name)
  for (const { name: what, edit, from, want } of cases) {
    table(what, async () => {
      assert.equal(brief(compareAll(...(await pairOf(edit, from)))), want)
    })
  }
  table.run()
}

const hostile = suite('types that are none')

for (const type of ['constructor', 'toString', '__proto__', '']) {
  hostile(`${JSON.stringify(type)} becomes a text and back`, async () => {
    const before = widget()
    const after = widget()
    field(before, 'spec')['properties'].extra = { type }
    field(after, 'spec')['properties'].extra = { type: 'string' }
    const [old, now] = [await readObjects(before), await readObjects(after)]
    for (const pair of [
      [old, now],
      [now, old],
    ] as const) {
      const found = compareAll(pair[0].definitions, pair[1].definitions)
      assert.equal(
        found.flatMap(({ findings }) => findings.map(({ path }) => path)),
        ['spec.extra'],
      )
    }
  })
}

hostile.run()

const digits = suite('numbers beyond 2^53')

digits('are told without digits that nobody wrote', async () => {
  const [old, now] = await pairOf(crd =>
    Object.assign(field(crd, 'spec.replicas'), { maximum: 2 ** 63, enum: [2 ** 60] }),
  )
  const [found] = compareAll(old, now)
  assert.equal(
    found?.findings[0]?.changes.map(({ message }) => message),
    ['only about 1.153e18 is allowed, anything was', 'maximum is 9223372036854775807, was 5'],
  )
})

digits.run()

/** As cases have it. */
function brief(diffs: readonly KindDiff[]): string[] {
  return diffs.flatMap(({ version, findings }) =>
    findings.map(finding => {
      const uses = new Set(finding.typescript.filter(({ breaks }) => breaks).map(({ use }) => use))
      const codes = finding.changes.map(({ code }) => code).join(' ')
      const place = version === undefined ? '' : `${version} ${finding.path}`
      const stored = finding.stored === 'valid' ? '' : ` ${finding.stored}`
      return `${place} ${codes}${stored}${isAlone(finding) ? '!' : ''}${uses.size > 0 ? `: ${[...uses].join(' ')}` : ''}`
    }),
  )
}

function isAlone({ changes, stored }: Finding): boolean {
  return stored === 'valid' && changes.some(({ breaks }) => breaks)
}
