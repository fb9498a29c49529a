import type { Severity } from '../diagnostic.js'
import type { PathStep, ValuePath } from '../load/document.js'
import type { Problems } from './problems.js'

/**
 * A value of a document with its place. Reading it as what it is not is reported as `crd/type`, and answers nothing. That is an
 * error, except where the types do not depend on it.
 */
export class Field {
  constructor(
    private readonly found: Problems,
    readonly value: unknown,
    private readonly parent?: Field,
    private readonly step: PathStep = '',
  ) {}

  /** How many there are in the document so far. */
  get problems(): number {
    return this.found.count
  }

  get path(): ValuePath {
    const path: PathStep[] = []
    this.#appendTo(path)
    return path
  }

  #appendTo(path: PathStep[]): void {
    if (!this.parent) return
    this.parent.#appendTo(path)
    path.push(this.step)
  }

  get(step: PathStep): Field {
    const { value } = this
    const child =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PathStep, unknown>)[step]
        : undefined
    return new Field(this.found, child, this, step)
  }

  /** The same place, with another value for it. */
  withValue(value: unknown): Field {
    return new Field(this.found, value, this.parent, this.step)
  }

  /** null is as good as nothing, as it is for the API server. */
  exists(): boolean {
    return this.value !== undefined && this.value !== null
  }

  string(severity: Severity = 'error'): string | undefined {
    return this.#as('a string', isText, severity)
  }

  boolean(severity: Severity = 'error'): boolean | undefined {
    return this.#as('true or false', value => typeof value === 'boolean', severity)
  }

  object(severity: Severity = 'error'): Readonly<Record<string, unknown>> | undefined {
    return this.#as('a mapping', isRecord, severity)
  }

  /** Each with its place. */
  items(severity: Severity = 'error'): Field[] {
    const items = this.#as('a list', isList, severity) ?? []
    return items.map((_, index) => this.get(index))
  }

  strings(severity: Severity = 'error'): string[] {
    return this.items(severity).flatMap(item => item.string(severity) ?? [])
  }

  warn(code: string, message: string, help?: string): void {
    this.found.tell('warning', code, this.path, message, help)
  }

  fail(code: string, message: string, help?: string): void {
    this.found.tell('error', code, this.path, message, help)
  }

  /** As the API server writes it: `spec.versions[0].name`. */
  get name(): string {
    return this.path.reduce<string>(
      (name, step) => (typeof step === 'number' ? `${name}[${step}]` : name === '' ? step : `${name}.${step}`),
      '',
    )
  }

  #as<T>(what: string, is: (value: unknown) => value is T, severity: Severity): T | undefined {
    if (!this.exists()) return undefined
    if (is(this.value)) return this.value
    this.found.tell(severity, 'crd/type', this.path, `${this.name} must be ${what}`)
    return undefined
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** `Array.isArray`, which knows no lists that may not be changed. */
export function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
