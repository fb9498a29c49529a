import type { CustomResourceDefinition } from '../../../generator/crd/custom-resource-definition.js'
import { compare } from '../../../generator/diff/compare.js'
import type { Finding, KindDiff } from '../../../generator/diff/schema-diff.js'
import { emit } from '../../../generator/emit/emit.js'
import { build } from '../../../generator/model/build.js'
import type { GroupVersionModel, Model, ResourceModel } from '../../../generator/model/resource-model.js'
import { compile } from './compile.js'
import { disagreements, type Said } from './disagreements.js'
import { writeProgram, type Program, type Use } from './programs.js'

export interface Pair {
  readonly name: string
  readonly before: readonly CustomResourceDefinition[]
  readonly after: readonly CustomResourceDefinition[]
}

export interface Proof {
  /** Where the claims of the comparison and the compiler differ, a line each. */
  readonly disagreements: readonly string[]
  readonly claims: number
  readonly probes: number
  readonly failures: number
  /** Lines that do not compile against the old types. */
  readonly ignored: number
}

/**
 * Compares each pair, and has programs that use the old types compiled against the new ones: all in one run of the compiler. A line
 * that does not compile against the old types either is no use of them, and does not count.
 */
export async function prove(pairs: readonly Pair[]): Promise<Proof> {
  const sources = new Sources()
  const programs: { name: string; program: Program; old: string; now: string; claims: readonly Said[] }[] = []
  const imports: { name: string; file: string; isClaimed: boolean }[] = []
  for (const { name, before, after } of pairs) {
    const diffs = compareAll(before, after)
    const [was, is] = [modelOf(before), modelOf(after)]
    const [oldTypes, newTypes] = [await sources.addTypes(was), await sources.addTypes(is)]
    for (const [folder, resource] of resourcesOf(was)) {
      const known = `${name} ${resource.version}`
      const file = sources.addProgram(newTypes, importOf(resource, folder))
      imports.push({ name: known, file, isClaimed: findingsOf(diffs, resource).some(saysImport) })
      const [newFolder, found] = resourcesOf(is).find(([, each]) => isSame(each, resource)) ?? []
      if (!newFolder || !found) continue
      const claims = claimsOf(diffs, resource)
      const combined = claims.filter(({ isOfChoice }) => isOfChoice).map(each => each.path)
      const write = (target: ResourceModel, path: string): Program =>
        writeProgram(resource, folder, `./${path}/${target.files.model}.js`, target, combined)
      const program = write(found, newFolder.folder)
      const old = sources.addProgram(oldTypes, write(resource, folder.folder).text)
      programs.push({
        name: known,
        program,
        old,
        now: sources.addProgram(newTypes, program.text),
        claims,
      })
    }
  }
  const failing = compile(sources.files)
  const results = programs.map(({ name, program, old, now, claims }) => {
    const baseline = failing.get(old) ?? new Set()
    const probes = new Map([...program.probes].filter(([line]) => !baseline.has(line)))
    const failures = [...(failing.get(now) ?? [])].flatMap(line => probes.get(line) ?? [])
    const ignored = [...baseline].flatMap(line => program.probes.get(line) ?? [])
    const found = disagreements(claims, failures, ignored, [...program.probes.values()])
    return { found: found.map(line => `${name}: ${line}`), claims, failures, probes, ignored: baseline.size }
  })
  const importing = imports.flatMap(({ name, file, isClaimed }) => {
    if (failing.has(file) === isClaimed) return []
    return `${name}: ${isClaimed ? 'does compile' : 'not claimed'}: import`
  })
  const written = new Set([...programs.flatMap(({ old, now }) => [old, now]), ...imports.map(({ file }) => file)])
  const generated = [...failing.keys()].filter(file => !written.has(file))
  const sum = (count: (result: (typeof results)[number]) => number) =>
    results.reduce((total, result) => total + count(result), 0)
  return {
    disagreements: [
      ...generated.map(file => `${file} does not compile`),
      ...importing,
      ...results.flatMap(({ found }) => found),
    ],
    claims: sum(({ claims }) => claims.length),
    probes: sum(({ probes }) => probes.size),
    failures: sum(({ failures }) => failures.length),
    ignored: sum(({ ignored }) => ignored),
  }
}

/** All that one run of the compiler is given. Equal types are there once, and so are equal programs that use them. */
class Sources {
  readonly files = new Map<string, string>()
  readonly #known = new Map<string, string>()

  /** The folder of the types of a model. */
  async addTypes(model: Model): Promise<string> {
    const units = await emit(model, { parts: new Set(['models']) })
    return this.#once(JSON.stringify(units), folder => {
      for (const { path, text } of units) this.files.set(`${folder}/${path}`, text)
    })
  }

  /** The file of a program beside the types that it uses. */
  addProgram(types: string, text: string): string {
    const number = this.#once(`${types} ${text}`, each => this.files.set(`${types}/${each}.ts`, text))
    return `${types}/${number}.ts`
  }

  /** The number of what is known under a key. */
  #once(key: string, add: (number: string) => void): string {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const number = String(this.#known.size)
    this.#known.set(key, number)
    add(number)
    return number
  }
}

export function compareAll(
  before: readonly CustomResourceDefinition[],
  after: readonly CustomResourceDefinition[],
): KindDiff[] {
  return compare(before, after, { versions: 'all', conventions: false }, ({ message }) => {
    throw new Error(message)
  })
}

function modelOf(definitions: readonly CustomResourceDefinition[]): Model {
  return build(definitions, { versions: 'all' }, () => {})
}

function resourcesOf({ versions }: Model): (readonly [GroupVersionModel, ResourceModel])[] {
  return versions.flatMap(folder => folder.resources.map(resource => [folder, resource] as const))
}

function isSame(a: ResourceModel, b: ResourceModel): boolean {
  return a.apiVersion === b.apiVersion && a.plural === b.plural
}

const uses: readonly string[] = ['read', 'switch', 'write', 'apply', 'apply-status', 'client'] satisfies Use[]

/** What is claimed to break for the types of a kind. */
function claimsOf(diffs: readonly KindDiff[], resource: ResourceModel): Said[] {
  return findingsOf(diffs, resource).flatMap(finding => claimsOfFinding(finding))
}

/** Of a kind in one version, those that are about all of its versions too. */
function findingsOf(diffs: readonly KindDiff[], { group, version, plural }: ResourceModel): Finding[] {
  return diffs
    .filter(diff => diff.group === group && diff.plural === plural && (diff.version ?? version) === version)
    .flatMap(({ findings }) => findings)
}

function saysImport({ typescript }: Finding): boolean {
  return typescript.some(({ use, breaks }) => use === 'import' && breaks)
}

/** A program that imports what a kind has, by its old names and from its old file. */
function importOf({ names: { type, input, apply }, files }: ResourceModel, { folder }: GroupVersionModel): string {
  return `export { ${type}, type ${input}, type ${apply} } from './${folder}/${files.model}.js'`
}

function claimsOfFinding({ path, changes, typescript }: Finding): Said[] {
  const [code = ''] = changes.map(change => change.code)
  return typescript
    .filter(({ breaks, use }) => breaks && uses.includes(use))
    .map(({ use, message }): Said => {
      if (use === 'client') return { use, path: [clientPaths[code] ?? code] }
      // The scope is that of `metadata`, which no schema has.
      const place = code === 'scope/changed' ? ['properties', 'metadata'] : schemaPath(path)
      const isOfOthers = message.includes('fields that are not named')
      return {
        use: use as Use,
        path: isOfOthers ? [...place, 'additionalProperties'] : place,
        isOfChoice: message.includes('combination'),
      }
    })
}

const clientPaths: { readonly [code: string]: string } = {
  'scope/changed': 'scope',
  'subresource/status-removed': 'status',
  'subresource/scale-removed': 'scale',
}

/** `spec.list[].x` as the steps of a schema. */
export function schemaPath(path: string): string[] {
  const tokens = path.match(/\[\]|\["(?:[^"\\]|\\.)*"\]|\*|[^.[\]*]+/g) ?? []
  return tokens.flatMap(token => {
    if (token === '[]') return ['items']
    if (token === '*') return ['additionalProperties']
    return ['properties', token.startsWith('[') ? (JSON.parse(token.slice(1, -1)) as string) : token]
  })
}
