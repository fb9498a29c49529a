import type { ControllerModel, ResourceModel } from '../model/resource-model.js'

/** How the user's own files name what they import. */
export interface OperatorModules {
  /** The module of a file in the output folder: `../generated/example.com/v1/foo.js`. */
  generated(folder: string, file: string): string
  /** The module of a file beside it: `./foo-reconciler.js`. */
  sibling(file: string): string
  readonly runtime: string
}

/** What an entry point needs to know to register a controller. */
export interface Registration {
  /** `prefix` goes before the name where that is taken. */
  readonly resource: { readonly module: string; readonly name: string; readonly prefix: string }
  readonly reconciler: { readonly module: string; readonly name: string }
}

export function describeRegistration(
  { resource, folder, className, file }: ControllerModel,
  modules: OperatorModules,
): Registration {
  const module = modules.generated(folder, resource.files.model)
  return {
    resource: { module, name: resource.names.type, prefix: groupPrefix(resource) },
    reconciler: { module: modules.sibling(file), name: className },
  }
}

/** Tells kinds of one name apart: `networking.example.com` -> `Networking`. */
function groupPrefix({ group }: ResourceModel): string {
  const [label = ''] = group.split('.')
  return pascalCase(label) || 'Core'
}

function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^\d+/, '')
}
