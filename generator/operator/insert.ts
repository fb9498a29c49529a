import type { ts as TypeScript } from 'ts-morph'
import type { Registration } from '../emit/registration.js'
import { findPlace, type FoundPlace } from './managers.js'
import { isRegistered } from './registered.js'
import { insertAfter, splice, type Edit } from './splice.js'
import { normalizeModule, UserSource, type Ts, type UserFile } from './user-source.js'

export interface InsertInput {
  /** The entry point, with a byte order mark if it has one. */
  readonly main: UserFile
  /** The other files of the operator folder. */
  readonly others: readonly UserFile[]
  readonly registrations: readonly Registration[]
  /** From the operator folder to the output folder. */
  readonly output: string
}

export interface Insertion {
  /** What goes into the entry point; every byte that was there stays. */
  readonly edits: readonly Edit[]
  /** With the edits: the text of the entry point as it was where there are none. */
  readonly text: string
  /** What has to be registered by hand, and why. */
  readonly left: readonly Left[]
}

export interface Left {
  readonly registration: Registration
  /** A clause about the entry point: `it has syntax errors`. */
  readonly reason: string
}

const mark = '\uFEFF'

/**
 * Registers controllers in an entry point that is there already, where they are not registered anywhere: an import below its last
 * one, and a call below the last one of its manager. Only where it is clear that this is right.
 */
export function insertRegistrations(ts: Ts, { main, others, registrations, output }: InsertInput): Insertion {
  const refuse = (reason: string) => registrations.map(registration => ({ registration, reason }))
  const unchanged = (left: readonly Left[]): Insertion => ({ edits: [], text: main.text, left })
  const offset = main.text.startsWith(mark) ? mark.length : 0
  const source = new UserSource(ts, main.path, main.text.slice(offset))
  if (hasSyntaxErrors(ts, source.tree)) return unchanged(refuse('it has syntax errors'))
  const sources = [source, ...others.map(({ path, text }) => new UserSource(ts, path, text))]

  const states = registrations.map(registration => ({ registration, is: isRegistered(registration, sources, output) }))
  const inDoubt = states.filter(({ is }) => is === 'perhaps')
  const left = inDoubt.map(({ registration }) => ({ registration, reason: 'it may be registered already' }))
  const missing = states.filter(({ is }) => is === 'no').map(({ registration }) => registration)
  if (missing.length === 0) return unchanged(left)

  const found = findPlace(source)
  if (!found.place)
    return unchanged([...left, ...missing.map(registration => ({ registration, reason: found.reason }))])
  const edits = editsFor(missing, found.place, source).map(({ at, text }) => ({ at: at + offset, text }))
  return { edits, text: splice(main.text, edits), left }
}

function hasSyntaxErrors(ts: Ts, tree: TypeScript.SourceFile): boolean {
  const host: TypeScript.CompilerHost = {
    getSourceFile: name => (name === tree.fileName ? tree : undefined),
    fileExists: name => name === tree.fileName,
    readFile: () => undefined,
    writeFile: () => {},
    getCurrentDirectory: () => '',
    getDefaultLibFileName: () => '',
    getCanonicalFileName: name => name,
    getNewLine: () => '\n',
    useCaseSensitiveFileNames: () => true,
  }
  const options = { noLib: true, noResolve: true, types: [] }
  return ts.createProgram([tree.fileName], options, host).getSyntacticDiagnostics(tree).length > 0
}

function editsFor(
  registrations: readonly Registration[],
  { manager, statement, isRegistration }: FoundPlace['place'] & {},
  source: UserSource,
): Edit[] {
  const { ts, tree } = source
  // There is one: what a manager is, is imported.
  const lastImport = tree.statements.findLast(each => ts.isImportDeclaration(each))
  const style = styleOf(lastImport?.getText(tree) ?? '')
  const names = new Names(source)
  const imports: string[] = []
  const use = ({ module, name, prefix = 'Imported' }: { module: string; name: string; prefix?: string }): string => {
    const present = names.imported(module, name)
    if (present !== undefined) return present
    const local = names.claim(name, prefix)
    const specifier = local === name ? name : `${name} as ${local}`
    imports.push(`import {${style.space}${specifier}${style.space}} from ${style.quote}${module}${style.quote}`)
    return local
  }
  const calls = registrations.map(({ resource, reconciler }) => {
    const kind = use(resource)
    return `${manager}.controller(${kind}, new ${use(reconciler)}())`
  })
  return [
    ...(lastImport && imports.length > 0 ? [insertAfter(lastImport, imports, source)] : []),
    insertAfter(statement, calls, source, isRegistration ? undefined : { isApart: true }),
  ]
}

function styleOf(line: string): { readonly quote: string; readonly space: string } {
  return { quote: /'[^']*'\s*;?$/.test(line) ? "'" : '"', space: /\{\S/.test(line) ? '' : ' ' }
}

/** What names mean in a file, and which are free in it. */
class Names {
  readonly #claimed = new Set<string>()

  constructor(private readonly source: UserSource) {}

  /** What the file calls it, if it has it as a value, and nothing else by that name. */
  imported(module: string, name: string): string | undefined {
    const { imports, names } = this.source
    const wanted = normalizeModule(module)
    for (const [local, imported] of imports) {
      const isIt = imported.module === wanted && imported.name === name && !imported.isType
      if (isIt && names.get(local) === 1) return local
    }
    return undefined
  }

  claim(name: string, prefix: string): string {
    let local = name
    while (this.source.names.has(local) || this.#claimed.has(local)) local = prefix + local
    this.#claimed.add(local)
    return local
  }
}
