import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The lines of each file that the compiler has something to say about, in one strict program, with the runtime as it is here. */
export function compile(files: ReadonlyMap<string, string>): Map<string, Set<number>> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-diff-')))
  try {
    for (const [file, text] of files) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      fs.writeFileSync(path.join(folder, file), text)
    }
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
    const config = path.join(folder, 'tsconfig.json')
    const compilerOptions = {
      noEmit: true,
      typeRoots: [path.join(root, 'node_modules', '@types')],
      paths: { 'opwright/runtime': [path.join(root, 'runtime', 'index.ts')] },
    }
    const extended = path.join(root, 'tsconfig.base.json')
    fs.writeFileSync(config, JSON.stringify({ extends: extended, include: ['**/*.ts'], compilerOptions }))
    const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
    const { stdout } = spawnSync(tsc, ['-p', config, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    })
    return linesOf(stdout)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function linesOf(output: string): Map<string, Set<number>> {
  const lines = new Map<string, Set<number>>()
  for (const line of output.split('\n')) {
    if (line === '' || line.startsWith(' ')) continue
    const [, file, number] = /^(.+?)\((\d+),\d+\): error TS/.exec(line) ?? []
    if (file === undefined) throw new Error(`the compiler says something else: ${line}`)
    lines.set(file, (lines.get(file) ?? new Set()).add(Number(number)))
  }
  return lines
}
