import * as path from 'node:path'
import type { ts as TypeScript } from 'ts-morph'

export type Ts = typeof TypeScript

/** A file of the user, by its path in the operator folder. */
export interface UserFile {
  readonly path: string
  readonly text: string
}

/** A name that a file has from another one. */
export interface Imported {
  /** Relative to the operator folder and without its extension, where the import is relative; else as it stands. */
  readonly module: string
  /** What it is called there; `*` for all of it. */
  readonly name: string
  readonly isType: boolean
}

/** What there is to know of a file of the user without its being compiled. */
export class UserSource {
  readonly tree: TypeScript.SourceFile
  /** By their names in this file. */
  readonly imports = new Map<string, Imported>()
  /** What it takes from others, be it to pass it on. */
  readonly references: Imported[] = []
  /** The first argument of each `anything.controller(...)`. */
  readonly registered: (TypeScript.Expression | undefined)[] = []
  /** Every name that means something by itself, and how often it is declared. */
  readonly names = new Map<string, number>()

  constructor(
    readonly ts: Ts,
    readonly path: string,
    /** Without a byte order mark. */
    text: string,
  ) {
    this.tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
    this.#visit(this.tree)
  }

  /** What an expression stands for that names an import: `Foo`, or `v1.Foo`. */
  resolve(expression: TypeScript.Node | undefined): Imported | undefined {
    const { ts } = this
    if (!expression) return undefined
    if (ts.isIdentifier(expression)) return this.#importOf(expression)
    const [scope, name] = ts.isPropertyAccessExpression(expression)
      ? [expression.expression, expression.name]
      : ts.isQualifiedName(expression)
        ? [expression.left, expression.right]
        : []
    if (!scope || !name || !ts.isIdentifier(scope)) return undefined
    const all = this.#importOf(scope)
    return all?.name === '*' ? { ...all, name: name.text } : undefined
  }

  /** Nothing for a name that is declared more than once: it is not told which one is meant. */
  #importOf({ text }: TypeScript.Identifier): Imported | undefined {
    return this.names.get(text) === 1 ? this.imports.get(text) : undefined
  }

  #visit(node: TypeScript.Node): void {
    const { ts } = this
    if (ts.isIdentifier(node)) this.#count(node)
    else if (ts.isImportDeclaration(node)) this.#addImports(node)
    else if (ts.isExportDeclaration(node)) this.#addReExports(node)
    else if (ts.isCallExpression(node)) this.#addCall(node)
    ts.forEachChild(node, child => this.#visit(child))
  }

  #count(node: TypeScript.Identifier): void {
    const { ts } = this
    const { parent, text } = node
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      (ts.isImportSpecifier(parent) && parent.propertyName === node)
    if (isMember) return
    const isMentioned = ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent)
    const isDeclared = !isMentioned && 'name' in parent && parent.name === node
    this.names.set(text, (this.names.get(text) ?? 0) + (isDeclared ? 1 : 0))
  }

  #addImports({ importClause, moduleSpecifier, parent }: TypeScript.ImportDeclaration): void {
    const { ts } = this
    // Elsewhere it is an error that is not one of syntax.
    if (!ts.isSourceFile(parent)) return
    const module = this.#moduleOf(moduleSpecifier)
    if (module === undefined || !importClause) return
    const isTypeOnly = importClause.phaseModifier === ts.SyntaxKind.TypeKeyword
    const add = (local: string, name: string, isType = isTypeOnly) => {
      const imported = { module, name, isType }
      this.imports.set(local, imported)
      this.references.push(imported)
    }
    const { name, namedBindings } = importClause
    if (name) add(name.text, 'default')
    if (!namedBindings) return
    if (ts.isNamespaceImport(namedBindings)) return add(namedBindings.name.text, '*')
    for (const { name: local, propertyName = local, isTypeOnly: isType } of namedBindings.elements) {
      add(local.text, propertyName.text, isTypeOnly || isType)
    }
  }

  #addReExports({ exportClause, moduleSpecifier, isTypeOnly }: TypeScript.ExportDeclaration): void {
    const module = this.#moduleOf(moduleSpecifier)
    if (module === undefined) return
    const names =
      exportClause && this.ts.isNamedExports(exportClause)
        ? exportClause.elements.map(({ name, propertyName = name }) => propertyName.text)
        : ['*']
    for (const name of names) this.references.push({ module, name, isType: isTypeOnly })
  }

  #addCall({ expression, arguments: [first] }: TypeScript.CallExpression): void {
    const { ts } = this
    if (
      expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(expression) && expression.text === 'require')
    ) {
      const module = this.#moduleOf(first)
      if (module !== undefined) this.references.push({ module, name: '*', isType: false })
    } else if (isControllerAccess(ts, expression)) this.registered.push(first)
  }

  #moduleOf(specifier: TypeScript.Expression | undefined): string | undefined {
    if (!specifier || !this.ts.isStringLiteralLike(specifier)) return undefined
    return normalizeModule(specifier.text, path.posix.dirname(this.path))
  }
}

/** As modules are compared: relative to the operator folder, without an extension. */
export function normalizeModule(module: string, folder = '.'): string {
  if (!/^\.{1,2}(?:\/|$)/.test(module)) return module
  return path.posix.join(folder, module).replace(/\.[cm]?[jt]sx?$/, '')
}

function isControllerAccess(ts: Ts, node: TypeScript.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'controller'
  return (
    ts.isElementAccessExpression(node) &&
    ts.isStringLiteralLike(node.argumentExpression) &&
    node.argumentExpression.text === 'controller'
  )
}
