/** One TypeScript program that holds objects against the types generated for them. */

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { emit } from '../../../generator/emit/emit.js'
import { build } from '../../../generator/model/build.js'
import type { Model, ResourceModel } from '../../../generator/model/resource-model.js'
import type { Json } from '../../support/api-server/requests.js'
import type { Round, Trial } from './objects.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export type View = 'type' | 'input' | 'apply'

export class Program {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-instances-'))
  readonly #models: Model[] = []
  /** By file: the lines of the program, and what to call each that is wrong. */
  readonly #files = new Map<string, { imports: Set<string>; lines: string[]; keys: string[] }>()

  /** Writes what is generated for the definitions of a round. */
  async generate(index: number, { definitions }: Round): Promise<void> {
    const model = build(definitions, { versions: 'served' }, () => {})
    this.#models[index] = model
    for (const unit of await emit(model, { parts: new Set(['models']) })) {
      const target = path.join(this.#folder, `round-${index}`, unit.path)
      fs.mkdirSync(path.dirname(target), { recursive: true })
      fs.writeFileSync(target, unit.text)
    }
  }

  /** Adds an object that must have the type. `key` tells it from all others. */
  add(round: number, trial: Trial, view: View, object: Json, key: string): void {
    const { folder, resource } = this.#find(round, trial)
    const file = `round-${round}/${folder}/${resource.files.model}-objects.ts`
    const own = this.#files.get(file) ?? { imports: new Set(), lines: [], keys: [] }
    this.#files.set(file, own)
    const name = resource.names[view]
    own.imports.add(`import type { ${name} } from "./${resource.files.model}.js";`)
    // A line each, whatever TypeScript takes for the end of one.
    const text = JSON.stringify(object).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
    own.lines.push(`export const o${own.lines.length} = ${text} satisfies ${name};`)
    own.keys.push(key)
  }

  /** What the compiler has to say, by the keys of the objects. */
  compile(): Map<string, string> {
    const starts = new Map<string, number>()
    for (const [file, { imports, lines }] of this.#files) {
      starts.set(file, imports.size + 1)
      fs.writeFileSync(path.join(this.#folder, file), [...imports, ...lines].join('\n'))
    }
    fs.writeFileSync(path.join(this.#folder, 'package.json'), '{ "type": "module" }')
    const compilerOptions = {
      noEmit: true,
      typeRoots: [path.join(root, 'node_modules', '@types')],
      paths: { 'opwright/runtime': [path.join(root, 'runtime', 'index.ts')] },
    }
    const config = { extends: path.join(root, 'tsconfig.base.json'), compilerOptions, include: ['**/*.ts'] }
    fs.writeFileSync(path.join(this.#folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
    const { stdout, status } = spawnSync(tsc, ['-p', this.#folder, '--pretty', 'false'], {
      cwd: this.#folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    })
    const found = new Map<string, string>()
    for (const error of stdout.split(/\n(?=\S)/)) {
      const [, file = '', line = ''] = /^(.+?)\((\d+),\d+\): error /.exec(error) ?? []
      const key = this.#files.get(file)?.keys[Number(line) - (starts.get(file) ?? 0)]
      if (key === undefined) {
        if (error.trim() !== '')
          throw new Error(`the compiler complains about what is no object: ${error.slice(0, 2000)}`)
      } else if (!found.has(key)) found.set(key, error.slice(error.indexOf('error ')))
    }
    if (status !== 0 && found.size === 0) throw new Error(`the compiler ended with ${status}`)
    return found
  }

  close(): void {
    fs.rmSync(this.#folder, { recursive: true, force: true })
  }

  #find(round: number, { definition, version }: Trial): { folder: string; resource: ResourceModel } {
    for (const { group, version: name, folder, resources } of this.#models[round]?.versions ?? []) {
      if (group !== definition.group || name !== version.name) continue
      const resource = resources.find(({ plural }) => plural === definition.names.plural)
      if (resource) return { folder, resource }
    }
    throw new Error(`nothing is generated for ${definition.name} ${version.name}`)
  }
}
