// What each dependency costs to import: time and resident memory above a bare Node, median of `--runs`. See README.md beside this file.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '7' } } })
const runs = Number(options.runs)
const modules = [
  'js-yaml',
  'json-schema-to-typescript',
  'handlebars/runtime.js',
  'ts-morph',
  '@kubernetes/client-node',
  'prettier',
  'picocolors',
  'tinyglobby',
  'opwright/runtime',
]

if (!existsSync(join(root, 'dist/esm/runtime'))) throw new Error('dist is missing: run npm run build')
const bare = measure('')
console.log('| import | time, ms | resident memory, MB |\n|---|---|---|')
for (const name of modules) {
  const { ms, megabytes } = measure(`await import(${JSON.stringify(name)})`)
  console.log(`| ${name} | ${ms.toFixed(0)} | ${(megabytes - bare.megabytes).toFixed(0)} |`)
}

function measure(statement) {
  const program = `
    const start = performance.now()
    ${statement}
    const ms = performance.now() - start
    console.log(JSON.stringify({ ms, megabytes: process.memoryUsage.rss() / 1e6 }))`
  const results = Array.from({ length: runs }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: root,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout)
  })
  const median = key => results.map(result => result[key]).toSorted((a, b) => a - b)[Math.floor(runs / 2)]
  return { ms: median('ms'), megabytes: median('megabytes') }
}
