import type { GroupVersionModel, ResourceModel } from '../model/resource-model.js'
import { layoutParameters } from './layout.js'
import { declaredNames } from './model-file.js'
import { render } from './render.js'
import { layoutBanner, SourceFile, type ModuleNames } from './source-file.js'
import { identifier } from './text.js'
import { variableName } from './variable-name.js'

/** `<kind>-reconciler.ts`: the typed base of the user's reconciler. */
export function emitReconcilerFile(resource: ResourceModel, folder: GroupVersionModel, modules: ModuleNames): string {
  const file = new SourceFile(declaredNames(folder))
  const type = file.value(modules.sibling(resource.files.model), resource.names.type)
  const context = file.type(modules.runtime, 'Context', 'Runtime')
  const parameters = [
    `${variableName(type)}: ${file.type(modules.runtime, 'Cached', 'Runtime')}<${type}>`,
    `context: ${context}`,
  ]
  const result = `: Promise<${file.type(modules.runtime, 'Result', 'Runtime')}>;`
  return render('reconciler', {
    type,
    name: identifier(resource.names.reconciler),
    interface: file.type(modules.runtime, 'Reconciler', 'Runtime'),
    reconcile: layoutParameters('abstract reconcile', parameters, result, 2),
    finalize: layoutParameters('finalize?', parameters, result, 2),
    banner: layoutBanner(resource.source),
    imports: file.layoutImports(),
  })
}
