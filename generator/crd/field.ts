import type { Report, Severity } from '../diagnostic.js'
import type { Document, PathStep, ValuePath } from '../load/document.js'

/** A value of a document with its place. Reading it as what it is not is reported as `crd/type`, and answers nothing. */
export class Field {
  constructor(
    readonly document: Document,
    private readonly report: Report,
    readonly value: unknown,
    private readonly parent?: Field,
    private readonly step: PathStep = '',
  ) {}

  get path(): ValuePath {
    return this.parent ? [...this.parent.path, this.step] : []
  }

  get(step: PathStep): Field {
    const { value } = this
    const child =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PathStep, unknown>)[step]
        : undefined
    return new Field(this.document, this.report, child, this, step)
  }

  /** The same place, with another value for it. */
  withValue(value: unknown): Field {
    return new Field(this.document, this.report, value, this.parent, this.step)
  }

  /** null is as good as nothing, as it is for the API server. */
  exists(): boolean {
    return this.value !== undefined && this.value !== null
  }

  string(): string | undefined {
    return this.#as('a string', (value): value is string => typeof value === 'string')
  }

  boolean(): boolean | undefined {
    return this.#as('true or false', (value): value is boolean => typeof value === 'boolean')
  }

  object(): Readonly<Record<string, unknown>> | undefined {
    return this.#as('a mapping', isRecord)
  }

  /** Each with its place. */
  items(): Field[] {
    const items = this.#as('a list', (value): value is unknown[] => Array.isArray(value)) ?? []
    return items.map((_, index) => this.get(index))
  }

  strings(): string[] {
    return this.items().flatMap(item => item.string() ?? [])
  }

  warn(code: string, message: string, help?: string): void {
    this.#tell('warning', code, message, help)
  }

  fail(code: string, message: string, help?: string): void {
    this.#tell('error', code, message, help)
  }

  /** As the API server writes it: `spec.versions[0].name`. */
  get name(): string {
    return this.path.reduce<string>(
      (name, step) => (typeof step === 'number' ? `${name}[${step}]` : name === '' ? step : `${name}.${step}`),
      '',
    )
  }

  #as<T>(what: string, is: (value: unknown) => value is T): T | undefined {
    if (!this.exists()) return undefined
    if (is(this.value)) return this.value
    this.fail('crd/type', `${this.name} must be ${what}`)
    return undefined
  }

  #tell(severity: Severity, code: string, message: string, help: string | undefined): void {
    const { source } = this.document
    const position = this.document.position(this.path)
    this.report({ severity, code, message, file: source.name, position, ...(help && { help }) })
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
