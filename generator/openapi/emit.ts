import { compareText } from '../diagnostic.js'
import { emit } from '../emit/emit.js'
import { layoutBanner } from '../emit/source-file.js'
import type { SourceUnit } from '../emit/source-unit.js'
import type { GroupVersionModel } from '../model/resource-model.js'
import { buildBuiltIns, type OpenApiOptions } from './build.js'
import type { OpenApiDocument } from './openapi-document.js'

export interface EmitBuiltInsOptions extends OpenApiOptions {
  /** The runtime's module, relative to the output folder. */
  readonly runtime: string
}

/** The models of the kinds that an API server has built in, and an `index.ts` for each group and version. */
export async function emitBuiltIns(
  documents: readonly OpenApiDocument[],
  options: EmitBuiltInsOptions,
): Promise<SourceUnit[]> {
  const model = buildBuiltIns(documents, options)
  const models = await emit(model, { parts: new Set(['models']), runtime: options.runtime })
  const indexes = model.versions.map((version): SourceUnit => ({
    path: `${version.folder}/index.ts`,
    root: 'output',
    ownership: 'tool',
    text: `${layoutBanner(options.source)}${exports(version)}`,
  }))
  return [...models, ...indexes]
}

function exports({ resources, shared }: GroupVersionModel): string {
  const files = [...resources.map(({ files }) => files.model), ...(shared.length > 0 ? ['shared'] : [])].sort(
    compareText,
  )
  return files.map(file => `export * from "./${file}.js";\n`).join('')
}
