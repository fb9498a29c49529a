import type { ResourceModel } from '../model/resource-model.js'
import { layoutText } from './doc.js'
import type { Folder } from './folder.js'
import { layoutInitializer, layoutParameters } from './layout.js'
import { render } from './render.js'
import { layoutBanner, SourceFile } from './source-file.js'
import { identifier } from './text.js'
import { variableName } from './variable-name.js'

/** `<kind>-reconciler.ts`: the typed base of the user's reconciler. */
export function emitReconcilerFile(resource: ResourceModel, folder: Folder): string {
  const file = new SourceFile(folder.declared)
  const type = file.value(folder.sibling(resource.files.model), resource.names.type)
  const context = file.type(folder.runtime, 'Context', 'Runtime')
  const object = `${variableName(type)}: ${file.type(folder.runtime, 'Cached', 'Runtime')}<${type}>`
  const parameters = [object, `context: ${context}`]
  const result = `: Promise<${file.type(folder.runtime, 'Result', 'Runtime')}>;`
  const words = `The base of a reconciler for {@link ${type}}. Extend it, and register yours:`
  const registration = `manager.controller(${type}, new My${type}Reconciler())`
  return render('reconciler', {
    doc: layoutText(words, 0, { code: [registration] }),
    type,
    resource: layoutInitializer('readonly resource', type, 2),
    name: identifier(resource.names.reconciler),
    interface: file.type(folder.runtime, 'Reconciler', 'Runtime'),
    reconcile: layoutParameters('abstract reconcile', parameters, result, 2),
    finalize: layoutParameters('finalize?', parameters, result, 2),
    reportError: layoutParameters(
      'reportError?',
      [object, 'error: unknown', `context: ${context}`],
      ': Promise<void>;',
      2,
    ),
    banner: layoutBanner(resource.source),
    imports: file.layoutImports(),
  })
}
