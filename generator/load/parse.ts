import { loadAll as loadAllYaml, YAMLException, type LoadOptions } from 'js-yaml'
import type { Position, Report } from '../diagnostic.js'
import type { SourceText } from './document.js'
import type { Limits } from './limits.js'
import { kubectlSchema } from './schema.js'

/** The values of a source, one for each of its documents; none where it cannot be read, which is reported. */
export function parseValues({ name, text }: SourceText, limits: Limits, report: Report): unknown[] {
  const values = parseJson(text) ?? parseYaml(name, text, limits, report)
  return values.filter(value => {
    const problem = excess(value, limits)
    if (problem) report({ severity: 'error', file: name, ...problem })
    return !problem
  })
}

/** Nothing where the text is not one JSON value: YAML can say what is wrong with it, and where. */
function parseJson(text: string): unknown[] | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    return [JSON.parse(text)]
  } catch {
    return undefined
  }
}

function parseYaml(name: string, text: string, limits: Limits, report: Report): unknown[] {
  try {
    return loadAll(text, limits)
  } catch (error) {
    const problem = asProblem(error)
    if (problem.message !== 'duplicated mapping key') {
      report({ severity: 'error', code: 'yaml/syntax', file: name, ...problem })
      return []
    }
    // kubectl takes the last one without a word.
    report({
      severity: 'warning',
      code: 'yaml/duplicate-key',
      file: name,
      ...problem,
      message: 'this key stands twice in its mapping: the last one counts',
    })
  }
  try {
    return loadAll(text, limits, { json: true })
  } catch (error) {
    report({ severity: 'error', code: 'yaml/syntax', file: name, ...asProblem(error) })
    return []
  }
}

/** Reads as kubectl does. Also called with a listener, for positions. */
export function loadAll(text: string, limits: Limits, options: LoadOptions = {}): unknown[] {
  const values: unknown[] = []
  const withDepth: LoadOptions & { maxDepth: number } = {
    ...options,
    maxDepth: limits.depth,
    schema: kubectlSchema,
  }
  loadAllYaml(text, value => values.push(value), withDepth)
  return values
}

function asProblem(error: unknown): { readonly message: string; readonly position?: Position } {
  if (error instanceof YAMLException) {
    const { reason, mark } = error
    const message = reason.replace(/\s+/g, ' ')
    return mark ? { message, position: { line: mark.line + 1, column: mark.column + 1 } } : { message }
  }
  if (error instanceof RangeError) return { message: 'nested too deeply' }
  throw error
}

/**
 * Aliases make a small text stand for a huge value, or for one that holds itself. Shared parts are counted as often as they
 * stand there, and visited once.
 */
function excess(root: unknown, limits: Limits): { readonly code: string; readonly message: string } | undefined {
  const sizes = new Map<object, number>()
  const open = new Set<object>()
  let problem: { code: string; message: string } | undefined
  const sizeOf = (value: unknown, depth: number): number => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      problem = { code: 'yaml/number', message: `${value} is no number of JSON` }
    }
    if (typeof value !== 'object' || value === null || problem) return 1
    const known = sizes.get(value)
    if (known !== undefined) return known
    if (open.has(value)) problem = { code: 'yaml/alias', message: 'an alias stands inside the value that it repeats' }
    else if (depth > limits.depth)
      problem = { code: 'yaml/depth', message: `nested deeper than ${limits.depth} levels` }
    if (problem) return 1
    open.add(value)
    let size = 1
    for (const child of Array.isArray(value) ? value : Object.values(value)) size += sizeOf(child, depth + 1)
    open.delete(value)
    sizes.set(value, size)
    if (size > limits.values) {
      problem = { code: 'yaml/alias', message: `more than ${limits.values} values when its aliases are written out` }
    }
    return size
  }
  sizeOf(root, 0)
  return problem
}
