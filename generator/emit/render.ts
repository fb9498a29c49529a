import type Handlebars from 'handlebars'
import runtime from 'handlebars/runtime.js'
import { templates } from './templates.js'

export interface ClientClass {
  readonly doc: string
  readonly heading: string
  /** The first line of the constructor, and its only statement. */
  readonly head: string
  readonly super: string
  readonly methods: readonly ClientMethod[]
}

export interface ClientMethod {
  readonly doc: string
  readonly head: string
  readonly body: string
}

/** What each template has holes for: flat, and made safe before. */
export interface Views {
  readonly client: {
    readonly banner: string
    readonly imports: string
    readonly classes: readonly ClientClass[]
  }
  readonly main: {
    readonly imports: string
    readonly create: string
    readonly name: string
    readonly flags: string
    readonly controllers: readonly string[]
  }
  readonly reconciler: {
    readonly banner: string
    readonly imports: string
    readonly doc: string
    readonly type: string
    readonly resource: string
    readonly name: string
    readonly interface: string
    readonly reconcile: string
    readonly finalize: string
    readonly reportError: string
  }
  readonly 'user-reconciler': {
    readonly imports: string
    readonly name: string
    readonly base: string
    readonly reconcile: string
    readonly object: string
    readonly steps: readonly string[]
  }
}

/** The package declares no types for the file that holds its runtime alone. */
const { template: instantiate } = runtime as unknown as typeof Handlebars

const compiled = new Map<string, Handlebars.TemplateDelegate>()

/** Fills a template of `templates/`. */
export function render<Name extends keyof Views>(name: Name, view: Views[Name]): string {
  let template = compiled.get(name)
  if (!template) compiled.set(name, (template = instantiate(templates[name])))
  return template(view)
}
