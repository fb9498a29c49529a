import type { GroupVersionModel } from '../model/resource-model.js'

/** What the files of one folder have in common. */
export interface Folder {
  readonly model: GroupVersionModel
  /** The module of a file in the folder, `./foo.js`, or of one in another folder of the output, `../../core/v1/shared.js`. */
  sibling(file: string): string
  /** `opwright/runtime`, or a path to it. */
  readonly runtime: string
  /** Every name that a file of the folder declares. Imports keep clear of all of them, so that a new kind moves nothing. */
  readonly declared: ReadonlySet<string>
  /** The files of the folder that declare types. */
  readonly modelFiles: ReadonlySet<string>
}

export function describeFolder(model: GroupVersionModel, extension: string, runtime: string): Folder {
  const up = '../'.repeat(model.folder.split('/').length)
  return {
    model,
    sibling: file => `${file.startsWith('../') ? '' : './'}${file}${extension}`,
    runtime: runtime.startsWith('.') ? up + runtime.replace(/^\.\//, '') : runtime,
    declared: new Set(declaredNames(model)),
    modelFiles: new Set(['shared', ...model.resources.map(resource => resource.files.model)]),
  }
}

function* declaredNames({ shared, resources }: GroupVersionModel): Iterable<string> {
  for (const { names } of shared) yield* [names.type, names.input, names.apply]
  for (const resource of resources) {
    yield* Object.values(resource.names)
    for (const { names } of resource.shapes) yield* [names.type, names.input, names.apply]
  }
}
