import { compareText } from '../diagnostic.js'
import type { Model, PropertyModel, TypeModel } from '../model/resource-model.js'
import { emitParts, type EmitPart, type ImportExtension } from '../option-values.js'
import { describeFolder } from './folder.js'
import { emitModelFile, emitSharedFile } from './model-file.js'
import { describeRegistration, type OperatorModules, type Registration } from './registration.js'
import type { SourceUnit } from './source-unit.js'
import { translateTypes } from './types.js'

export interface EmitOptions {
  /** Default: all. The client and the reconciler import the models, which must then be there from another run. */
  readonly parts?: ReadonlySet<EmitPart>
  /** Default `.js`. */
  readonly importExtension?: ImportExtension
  /** The module of the runtime, or a path to it relative to the output folder; default `opwright/runtime`. */
  readonly runtime?: string
  /** From the operator folder to the output folder, with `/`; default `../generated`. */
  readonly outputFromOperator?: string
  /** The name that the operator goes by, such as `sample-operator`; default `operator`. */
  readonly operatorName?: string
  /**
   * Which of the user's own files ({@link userFiles}) to write; default all. They are written once, so a run that finds
   * them there need not make them, nor load what makes them.
   */
  readonly userFiles?: ReadonlySet<string>
}

const RUNTIME = 'opwright/runtime'

const ALL: ReadonlySet<EmitPart> = new Set(emitParts)

/** Writes the files of a run: those of the tool sorted by path, then those of the user. Touches no disk. */
export async function emit(model: Model, options: EmitOptions = {}): Promise<SourceUnit[]> {
  const parts = options.parts ?? ALL
  const units: SourceUnit[] = []
  const add = (folder: string, file: string, text: string) =>
    units.push({ path: `${folder}/${file}.ts`, root: 'output', ownership: 'tool', text })

  // The models are plain text: what fills templates is loaded where there is something to fill.
  const client = parts.has('client') ? await import('./client-file.js') : undefined
  const reconciler = parts.has('reconciler') ? await import('./reconciler-file.js') : undefined
  const types = await translateTypes(parts.has('models') ? typesOf(model) : [])
  for (const version of model.versions) {
    const folder = describeFolder(version, extensionOf(options), options.runtime ?? RUNTIME)
    if (parts.has('models') && version.shared.length > 0) add(version.folder, 'shared', emitSharedFile(folder, types))
    for (const resource of version.resources) {
      const { files } = resource
      if (parts.has('models')) add(version.folder, files.model, emitModelFile(resource, folder, types))
      if (client) add(version.folder, files.client, client.emitClientFile(resource, folder))
      if (reconciler) add(version.folder, files.reconciler, reconciler.emitReconcilerFile(resource, folder))
    }
  }
  units.sort((a, b) => compareText(a.path, b.path))
  return [...units, ...(await emitUserFiles(model, options))]
}

/** The user's entry point. */
export const MAIN = 'main.ts'

/** The paths of the user's own files, relative to the operator folder, without making them. */
export function userFiles(model: Model, options: Pick<EmitOptions, 'parts'> = {}): string[] {
  if (!(options.parts ?? ALL).has('reconciler') || model.controllers.length === 0) return []
  return [...model.controllers.map(controller => `${controller.file}.ts`), MAIN]
}

/** What an entry point that is there already has to be told of the reconcilers that are made now: see `userFiles` of the options. */
export function newRegistrations(model: Model, options: EmitOptions): Registration[] {
  const wanted = new Set(userFiles(model, options).filter(path => options.userFiles?.has(path) ?? true))
  if (wanted.has(MAIN)) return []
  const modules = operatorModules(options)
  return model.controllers
    .filter(({ file }) => wanted.has(`${file}.ts`))
    .map(controller => describeRegistration(controller, modules))
}

async function emitUserFiles(model: Model, options: EmitOptions): Promise<SourceUnit[]> {
  const wanted = new Set(userFiles(model, options).filter(path => options.userFiles?.has(path) ?? true))
  if (wanted.size === 0) return []
  const { emitMainFile, emitUserReconciler } = await import('./operator-files.js')
  const modules = operatorModules(options)
  const files = model.controllers
    .map(controller => ({ path: `${controller.file}.ts`, controller }))
    .filter(({ path }) => wanted.has(path))
    .map(({ path, controller }) => ({ path, text: emitUserReconciler(controller, modules) }))
  if (wanted.has(MAIN)) {
    files.push({ path: MAIN, text: emitMainFile(model, options.operatorName ?? 'operator', modules) })
  }
  return files.map(file => ({ ...file, root: 'operator', ownership: 'user' }))
}

function extensionOf({ importExtension = '.js' }: EmitOptions): string {
  return importExtension === 'none' ? '' : importExtension
}

function operatorModules(options: EmitOptions): OperatorModules {
  const extension = extensionOf(options)
  const { outputFromOperator = '../generated', runtime = RUNTIME } = options
  const output = outputFromOperator.startsWith('.') ? outputFromOperator : `./${outputFromOperator}`
  return {
    generated: (folder, file) => `${output.replace(/\/$/, '')}/${folder}/${file}${extension}`,
    sibling: file => `./${file}${extension}`,
    runtime: runtime.startsWith('.') ? `${output}/${runtime}` : runtime,
  }
}

function* typesOf(model: Model): Iterable<TypeModel> {
  for (const version of model.versions) {
    yield* version.shared.flatMap(typesOfShape)
    for (const resource of version.resources) {
      yield* typesOfShape(resource)
      yield* resource.shapes.flatMap(typesOfShape)
    }
  }
}

function typesOfShape({ properties, extra }: { properties: readonly PropertyModel[]; extra?: TypeModel }): TypeModel[] {
  const types = properties.map(property => property.type)
  return extra ? [...types, extra] : types
}
