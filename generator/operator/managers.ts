import type { ts as TypeScript } from 'ts-morph'
import type { UserSource } from './user-source.js'

/** After which statement a controller can be registered, and with what. */
export interface RegistrationPlace {
  /** What the manager is called there. */
  readonly manager: string
  readonly statement: TypeScript.Statement
  /** Whether the statement registers a controller too. */
  readonly isRegistration: boolean
}

export type FoundPlace =
  { readonly place: RegistrationPlace; readonly reason?: never } | { readonly reason: string; readonly place?: never }

/** A manager in the block that it is declared in: there its name means nothing else. */
interface Manager {
  readonly name: string
  /** Absent for a parameter. */
  readonly creation?: TypeScript.Statement
  /** The last one that registers a controller at this level: one that is nested may not be carried out, or often. */
  readonly lastRegistration?: TypeScript.Statement
}

/** Only where it is not in doubt: one manager, made by `Manager.create` or declared to be a `Manager`. */
export function findPlace(source: UserSource): FoundPlace {
  const managers = findManagers(source)
  const registering = managers.filter(({ lastRegistration }) => lastRegistration)
  const candidates = registering.length > 0 ? registering : managers.filter(({ creation }) => creation)
  const [found] = candidates
  if (!found) return { reason: 'no statement `const manager = await Manager.create(...)` was found in it' }
  if (candidates.length > 1) return { reason: 'it has several managers' }
  const { name: manager, lastRegistration, creation } = found
  const statement = lastRegistration ?? creation
  if (!statement) return { reason: 'its manager is made elsewhere' }
  return { place: { manager, statement, isRegistration: lastRegistration !== undefined } }
}

function findManagers(source: UserSource): Manager[] {
  const { ts, tree } = source
  const managers: Manager[] = []
  const visit = (node: TypeScript.Node): void => {
    if (ts.isSourceFile(node) || ts.isBlock(node)) managers.push(...managersOf(node, source))
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return managers
}

function managersOf(block: TypeScript.SourceFile | TypeScript.Block, source: UserSource): Manager[] {
  const { ts } = source
  const { statements, parent } = block
  const parameters = parent && ts.isFunctionLike(parent) ? parent.parameters : []
  const received = parameters.flatMap(({ name, type }) =>
    ts.isIdentifier(name) && isManagerType(type, source) ? [{ name: name.text }] : [],
  )
  const declared = statements.flatMap(statement =>
    !ts.isVariableStatement(statement)
      ? []
      : statement.declarationList.declarations.flatMap(({ name, type, initializer }) => {
          if (!ts.isIdentifier(name)) return []
          if (isCreation(initializer, source)) return [{ name: name.text, creation: statement }]
          return isManagerType(type, source) ? [{ name: name.text }] : []
        }),
  )
  return [...received, ...declared].map(manager => {
    const lastRegistration = statements.findLast(statement => registersWith(manager.name, statement, source))
    return { ...manager, ...(lastRegistration && { lastRegistration }) }
  })
}

/** `await Manager.create(...)` */
function isCreation(initializer: TypeScript.Expression | undefined, source: UserSource): boolean {
  const { ts } = source
  if (!initializer || !ts.isAwaitExpression(initializer)) return false
  const call = initializer.expression
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false
  const { expression, name } = call.expression
  return name.text === 'create' && source.resolve(expression)?.name === 'Manager'
}

function isManagerType(type: TypeScript.TypeNode | undefined, source: UserSource): boolean {
  return type !== undefined && source.ts.isTypeReferenceNode(type) && source.resolve(type.typeName)?.name === 'Manager'
}

/** `manager.controller(...)`, with whatever is called on its answer, or `const x = manager.controller(...)`. */
function registersWith(manager: string, statement: TypeScript.Statement, { ts }: UserSource): boolean {
  const begins = (expression: TypeScript.Expression | undefined): boolean => {
    if (!expression) return false
    if (ts.isPropertyAccessExpression(expression)) {
      const { expression: object, name } = expression
      if (ts.isIdentifier(object)) return object.text === manager && name.text === 'controller'
      return begins(object)
    }
    return ts.isCallExpression(expression) && begins(expression.expression)
  }
  if (ts.isExpressionStatement(statement)) return begins(statement.expression)
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(({ initializer }) => begins(initializer))
  )
}
