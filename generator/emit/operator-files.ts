import type { Project, StructureKind } from 'ts-morph'
import { wrap } from './prose.js'
import type { ControllerModel, Model, ResourceModel } from '../model/resource-model.js'
import { layoutParameters } from './layout.js'
import { render } from './render.js'
import { SourceFile } from './source-file.js'
import { identifier, literal } from './text.js'
import { variableName } from './variable-name.js'

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

/** `main.ts`: starts the operator. */
export function emitMainFile(model: Model, operatorName: string, modules: OperatorModules): string {
  const file = new SourceFile(new Set(['main', 'manager', 'error', 'console', 'process']))
  const manager = file.value(modules.runtime, 'Manager')
  const controllers = model.controllers.map(controller => {
    const { resource, reconciler } = describeRegistration(controller, modules)
    const type = file.value(resource.module, resource.name, resource.prefix)
    const instance = `new ${file.value(reconciler.module, reconciler.name)}()`
    return layoutParameters('manager.controller', [type, instance], ';', 2)
  })
  return render('main', {
    manager: `const manager = await ${manager}.create({ name: ${literal(operatorName)} });`,
    controllers,
    imports: file.layoutImports(),
  })
}

/** `<kind>-reconciler.ts`, once for each controller: the user's reconciler, which does nothing yet. */
export async function emitUserReconcilers(
  controllers: readonly ControllerModel[],
  modules: OperatorModules,
): Promise<string[]> {
  if (controllers.length === 0) return []
  const { IndentationText, Project, StructureKind } = await import('ts-morph')
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces },
  })
  return controllers.map(controller => layoutReconciler(controller, modules, project, StructureKind.Class))
}

function layoutReconciler(
  controller: ControllerModel,
  modules: OperatorModules,
  project: Project,
  kind: StructureKind.Class,
): string {
  const { resource, folder, className } = controller
  const file = new SourceFile(new Set([className]))
  const type = file.type(modules.generated(folder, resource.files.model), resource.names.type)
  const base = file.value(modules.generated(folder, resource.files.reconciler), resource.names.reconciler)
  const cached = file.type(modules.runtime, 'Cached')
  const context = file.type(modules.runtime, 'Context')
  const result = file.type(modules.runtime, 'Result')
  const variable = variableName(type)

  // In one structure: whatever is added to a file later, ts-morph parses all of it again for.
  const source = project.createSourceFile(`${controller.file}.ts`, {
    statements: [
      file.layoutImports(),
      {
        kind,
        name: identifier(className),
        extends: base,
        isExported: true,
        methods: [
          {
            name: 'reconcile',
            hasOverrideKeyword: true,
            isAsync: true,
            parameters: [{ name: layoutReconcileParameters(`${variable}: ${cached}<${type}>`, context, result) }],
            returnType: `Promise<${result}>`,
            statements: firstSteps(resource, variable).join('\n'),
          },
        ],
      },
    ],
  })
  const text = source.getFullText()
  source.forget()
  return text
}

/** What is between the parentheses: ts-morph itself would have it in one line, however long. */
function layoutReconcileParameters(object: string, context: string, result: string): string {
  const head = 'override async reconcile'
  const laidOut = layoutParameters(head, [object, `{ log }: ${context}`], `: Promise<${result}> {`, 2)
  return laidOut.slice(head.length + 1, laidOut.lastIndexOf(')')).replace(/\n +/g, '\n')
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

/** A body that does nothing yet and says what comes next. */
function firstSteps({ properties, subresources, names }: ResourceModel, variable: string): string[] {
  const wishes = properties.some(property => property.name === 'spec') ? `${variable}.spec` : variable
  const steps = [
    `Compare what ${wishes} asks for with what is there. \`cache\`, beside \`log\`, reads without a request.`,
    'Create and change what is missing with `client`. For a kind that you create objects of, add `.owns(Kind)` in main.ts.',
    ...(subresources.status ? [`Tell how it went in the status: \`new ${names.client}(client)\` writes it.`] : []),
    'Return `{ requeueAfterMs: 60_000 }` to look again later. An error is tried again after a delay.',
  ]
  const lines = [
    'log.info("Nothing to do yet", {',
    `  generation: ${variable}.metadata.generation,`,
    '});',
    '',
    '// Next steps:',
    ...steps.flatMap(step => wrap(step, 70).map((line, index) => `// ${index === 0 ? '-' : ' '} ${line}`)),
  ]
  return lines
}
