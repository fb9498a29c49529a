import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tsc = path.join(root, 'node_modules', '.bin', 'tsc')

/** Compiles what was generated against the declarations of the runtime. */
export class Compiler {
  private constructor(private readonly declarations: string) {}

  /** Puts the declarations into a folder, which is made. */
  static async create(declarations: string): Promise<Compiler> {
    fs.mkdirSync(declarations)
    const problems = await run(declarations, {
      include: [path.join(root, 'runtime')],
      compilerOptions: { ...common, declaration: true, emitDeclarationOnly: true, rootDir: root, outDir: declarations },
    })
    if (problems !== '') throw new Error(problems)
    return new Compiler(declarations)
  }

  /** What the compiler has to say of the projects in a folder, all of it in one strict program; each line begins with a project. */
  async problemsIn(folder: string): Promise<string[]> {
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
    const output = await run(folder, {
      include: ['*/generated/**/*.ts', '*/operator/**/*.ts'],
      compilerOptions: {
        ...common,
        noEmit: true,
        allowImportingTsExtensions: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        skipLibCheck: false,
        paths: { 'opwright/runtime': [path.join(this.declarations, 'runtime', 'index.d.ts')] },
      },
    })
    return output.split('\n').filter(line => line !== '' && !line.startsWith(' '))
  }
}

const common = { typeRoots: [path.join(root, 'node_modules', '@types')] }

async function run(folder: string, config: object): Promise<string> {
  const file = path.join(folder, 'tsconfig.json')
  fs.writeFileSync(file, JSON.stringify({ extends: path.join(root, 'tsconfig.base.json'), ...config }))
  const child = spawn(tsc, ['-p', file, '--pretty', 'false'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  return output
}
