import { wrap } from './prose.js'
import type { ControllerModel, Model, ResourceModel } from '../model/resource-model.js'
import { layoutParameters } from './layout.js'
import { describeRegistration, type OperatorModules } from './registration.js'
import { render } from './render.js'
import { SourceFile } from './source-file.js'
import { identifier, literal } from './text.js'
import { variableName } from './variable-name.js'

/** `main.ts`: starts the operator. */
export function emitMainFile(model: Model, operatorName: string, modules: OperatorModules): string {
  const reconcilers = model.controllers.map(({ className }) => className)
  const file = new SourceFile(new Set(['main', 'manager', 'error', 'console', 'process', ...reconcilers]))
  const manager = file.value(modules.runtime, 'Manager')
  const flags = file.value(modules.runtime, 'managerFlags')
  const controllers = model.controllers.map(controller => {
    const { resource, reconciler } = describeRegistration(controller, modules)
    const type = file.value(resource.module, resource.name, resource.prefix)
    const instance = `new ${file.value(reconciler.module, reconciler.name)}()`
    return layoutParameters('manager.controller', [type, instance], ';', 2)
  })
  return render('main', {
    create: `${manager}.create`,
    name: literal(operatorName),
    flags,
    controllers,
    imports: file.layoutImports(),
  })
}

/** `<kind>-reconciler.ts`, once for each controller: the user's reconciler, which does nothing yet. */
export function emitUserReconciler({ resource, folder, className }: ControllerModel, modules: OperatorModules): string {
  const file = new SourceFile(new Set([className]))
  const type = file.type(modules.generated(folder, resource.files.model), resource.names.type)
  const base = file.value(modules.generated(folder, resource.files.reconciler), resource.names.reconciler)
  const object = variableName(type)
  const parameters = [
    `${object}: ${file.type(modules.runtime, 'Cached')}<${type}>`,
    `{ log }: ${file.type(modules.runtime, 'Context')}`,
  ]
  const rest = `: Promise<${file.type(modules.runtime, 'Result')}> {`
  return render('user-reconciler', {
    imports: file.layoutImports(),
    name: identifier(className),
    base,
    reconcile: layoutParameters('override async reconcile', parameters, rest, 2),
    object,
    steps: nextSteps(resource, object),
  })
}

/** The lines of a comment that says what comes next. */
function nextSteps({ properties, subresources, names }: ResourceModel, object: string): string[] {
  const wishes = properties.some(property => property.name === 'spec') ? `${object}.spec` : object
  const steps = [
    `Compare what ${wishes} asks for with what is there. \`cache\`, beside \`log\`, reads without a request.`,
    'Create and change what is missing with `client`. For a kind that you create objects of, add `.owns(Kind)` in main.ts.',
    ...(subresources.status ? [`Tell how it went in the status: \`new ${names.client}(client)\` writes it.`] : []),
    'Return `{ requeueAfterMs: 60_000 }` to look again later. An error is tried again after a delay.',
  ]
  return steps.flatMap(step => wrap(step, 70).map((line, index) => `${index === 0 ? '-' : ' '} ${line}`))
}
