import type { ResourceModel } from '../model/resource-model.js'
import type { Folder } from './folder.js'
import { layoutTypeArguments } from './layout.js'
import { render } from './render.js'
import { layoutBanner, SourceFile } from './source-file.js'
import { identifier } from './text.js'

/** `<kind>-client.ts`: a client that has exactly the methods that the CRD allows. */
export function emitClientFile(resource: ResourceModel, folder: Folder): string {
  const file = new SourceFile(folder.declared)
  const model = folder.sibling(resource.files.model)
  const names = [
    file.value(model, resource.names.type),
    file.type(model, resource.names.input),
    file.type(model, resource.names.apply),
  ]
  const base = resource.scope === 'Namespaced' ? 'NamespacedResourceClient' : 'ClusterResourceClient'
  return render('client', {
    type: resource.names.type,
    heading: layoutTypeArguments(
      `export class ${identifier(resource.names.client)} extends ${file.value(folder.runtime, base, 'Runtime')}`,
      names,
      ' {',
    ),
    client: file.type(folder.runtime, 'Client', 'Runtime'),
    banner: layoutBanner(resource.source),
    imports: file.layoutImports(),
  })
}
