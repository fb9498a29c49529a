import type { GroupVersionModel, ResourceModel } from '../model/resource-model.js'
import { layoutTypeArguments } from './layout.js'
import { declaredNames } from './model-file.js'
import { render } from './render.js'
import { layoutBanner, SourceFile, type ModuleNames } from './source-file.js'
import { identifier } from './text.js'

/** `<kind>-client.ts`: a client that has exactly the methods that the CRD allows. */
export function emitClientFile(resource: ResourceModel, folder: GroupVersionModel, modules: ModuleNames): string {
  const file = new SourceFile(declaredNames(folder))
  const model = modules.sibling(resource.files.model)
  const names = [
    file.value(model, resource.names.type),
    file.type(model, resource.names.input),
    file.type(model, resource.names.apply),
  ]
  const base = resource.scope === 'Namespaced' ? 'NamespacedResourceClient' : 'ClusterResourceClient'
  return render('client', {
    type: resource.names.type,
    heading: layoutTypeArguments(
      `export class ${identifier(resource.names.client)} extends ${file.value(modules.runtime, base, 'Runtime')}`,
      names,
      ' {',
    ),
    client: file.type(modules.runtime, 'Client', 'Runtime'),
    banner: layoutBanner(resource.source),
    imports: file.layoutImports(),
  })
}
