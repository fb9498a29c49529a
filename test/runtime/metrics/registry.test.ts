import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Registry } from '../../../runtime/metrics/registry.js'

test('the text format, family by family', () => {
  const registry = new Registry()
  const counter = registry.counter('requests_total', 'All of them.\nC:\\')
  counter({ code: '200', path: 'a"b\\c\nd' }).value++
  counter({ code: '200', path: 'a"b\\c\nd' }).value += 2
  counter({ code: '500', path: '' })
  registry.gauge('nothing', 'Not known here.', () => [])
  registry.gauge('odd', 'Numbers.', () => [
    { value: Number.NaN },
    { labels: { sign: '+' }, value: Infinity },
    { labels: { sign: '-' }, value: -Infinity },
    { labels: { sign: '' }, value: 0.5 },
  ])
  registry.gauge('elsewhere_total', 'Counted elsewhere.', () => [{ value: 7 }], 'counter')
  const histogram = registry.histogram('seconds', 'How long.', [1e-8, 0.5, 2])
  for (const value of [0, 0.5, 0.6, 3]) histogram({ name: 'x' }).observe(value)
  assert.is(
    registry.render(),
    `# HELP requests_total All of them.\\nC:\\\\
# TYPE requests_total counter
requests_total{code="200",path="a\\"b\\\\c\\nd"} 3
requests_total{code="500",path=""} 0
# HELP nothing Not known here.
# TYPE nothing gauge
# HELP odd Numbers.
# TYPE odd gauge
odd NaN
odd{sign="+"} +Inf
odd{sign="-"} -Inf
odd{sign=""} 0.5
# HELP elsewhere_total Counted elsewhere.
# TYPE elsewhere_total counter
elsewhere_total 7
# HELP seconds How long.
# TYPE seconds histogram
seconds_bucket{name="x",le="1e-8"} 1
seconds_bucket{name="x",le="0.5"} 2
seconds_bucket{name="x",le="2"} 3
seconds_bucket{name="x",le="+Inf"} 4
seconds_sum{name="x"} 4.1
seconds_count{name="x"} 4
`,
  )
  assert.not.match(registry.render(new Set(['seconds'])), 'seconds')
})

test('a family is there once', () => {
  const registry = new Registry()
  registry.counter('a_total', '')
  assert.throws(() => registry.gauge('a_total', '', () => []), 'a_total is there twice')
})

test.run()
