/**
 * Typed clients. What every kind has is in the runtime's base classes; what only some kinds have is written out, so that a
 * client has exactly the methods that the CRD allows:
 *
 * - `ClusterResourceClient`: a kind that is in no namespace;
 * - `NamespacedResourceClient`: a kind in all namespaces, without the methods that need a name;
 * - `NamespaceResourceClient`: a kind in one namespace.
 *
 * Each has `client`, `status` and `scale` for its subclasses.
 */

import type { ResourceModel } from '../model/resource-model.js'
import { layoutText } from './doc.js'
import type { Folder } from './folder.js'
import { layoutParameters, layoutTypeArguments } from './layout.js'
import { render, type ClientClass, type ClientMethod } from './render.js'
import { layoutBanner, SourceFile } from './source-file.js'
import { identifier } from './text.js'
import { variableName } from './variable-name.js'

/** `<kind>-client.ts` */
export function emitClientFile(resource: ResourceModel, folder: Folder): string {
  const writer = new ClientWriter(resource, folder)
  const classes = resource.scope === 'Cluster' ? [writer.clusterClass()] : writer.namespacedClasses()
  return render('client', {
    classes,
    banner: layoutBanner(resource.source),
    imports: writer.file.layoutImports(),
  })
}

class ClientWriter {
  readonly file: SourceFile
  private readonly views: readonly [type: string, input: string, apply: string]

  constructor(
    private readonly resource: ResourceModel,
    private readonly folder: Folder,
  ) {
    const { files, names } = resource
    const models = folder.sibling(files.model)
    this.file = new SourceFile(folder.declared)
    this.views = [
      this.file.value(models, names.type),
      this.file.type(models, names.input),
      this.file.type(models, names.apply),
    ]
  }

  clusterClass(): ClientClass {
    const [type] = this.views
    return {
      doc: layoutText(`Requests about {@link ${type}} objects.`, 0),
      heading: this.heading(this.resource.names.client, 'ClusterResourceClient'),
      head: layoutParameters('constructor', [this.clientParameter()], ' {', 2),
      super: layoutParameters('super', ['client', type], ';', 4),
      methods: [...this.byObject(), ...this.byName()],
    }
  }

  namespacedClasses(): ClientClass[] {
    const [type] = this.views
    const { client, namespaceClient: inNamespace = client } = this.resource.names
    return [
      {
        doc: layoutText(`Requests about the {@link ${type}} objects of all namespaces.`, 0),
        heading: this.heading(client, 'NamespacedResourceClient'),
        head: layoutParameters('constructor', [this.clientParameter()], ' {', 2),
        super: layoutParameters('super', ['client', type], ';', 4),
        methods: [
          {
            doc: layoutText('Requests about the objects of one namespace.', 2),
            head: layoutParameters('namespace', ['name: string'], `: ${inNamespace} {`, 2),
            body: layoutParameters(`return new ${inNamespace}`, ['this.client', 'name'], ';', 4),
          },
          ...this.byObject(),
        ],
      },
      {
        doc: layoutText(`Requests about the {@link ${type}} objects of one namespace.`, 0),
        heading: this.heading(inNamespace, 'NamespaceResourceClient'),
        head: layoutParameters('constructor', [this.clientParameter(), 'namespace: string'], ' {', 2),
        super: layoutParameters('super', ['client', type, 'namespace'], ';', 4),
        methods: [...this.byObject(), ...this.byName()],
      },
    ]
  }

  /** The methods that find the name and the namespace in the object that they are given. */
  private byObject(): ClientMethod[] {
    const { status, scale } = this.resource.subresources
    const [type] = this.views
    const object = variableName(type)
    const methods: ClientMethod[] = []
    if (status) {
      // As a parameter on a line of its own, whose comma is written with the others.
      const head = `configuration: ${this.runtime('StatusApply')}`
      const configuration = layoutTypeArguments(head, [`typeof ${type}`], ',', 4).slice(0, -1)
      methods.push(
        this.method(
          `Replaces the status of an object. Whatever else of it has changed is left out.`,
          'replaceStatus',
          [`${object}: ${this.runtime('DeepReadonly')}<${type}>`, `options?: ${this.runtime('ReplaceOptions')}`],
          type,
          `this.status.replace(${object}, options)`,
        ),
        this.method(
          'Applies a part of the status, which the field manager owns from then on.',
          'applyStatus',
          [configuration, `options?: ${this.runtime('ApplyOptions')}`],
          type,
          'this.status.apply(configuration, options)',
        ),
      )
    }
    if (scale) {
      const result = this.runtime('Scale')
      methods.push(
        this.method(
          'Replaces the scale of the object that the scale names.',
          'replaceScale',
          [`scale: ${this.runtime('DeepReadonly')}<${result}>`, `options?: ${this.runtime('ReplaceOptions')}`],
          result,
          'this.scale.replace(scale, options)',
        ),
      )
    }
    return methods
  }

  private byName(): ClientMethod[] {
    const { status, scale } = this.resource.subresources
    const [type] = this.views
    const methods: ClientMethod[] = []
    const patchParameters = (of: string) => [
      'name: string',
      `patch: ${this.runtime('Patch')}<${of}>`,
      `options?: ${this.runtime('PatchOptions')}`,
    ]
    const getParameters = () => ['name: string', `options?: ${this.runtime('GetOptions')}`]
    if (status) {
      methods.push(
        this.method(
          'The object, read with the rights of those who may see its status.',
          'getStatus',
          getParameters(),
          type,
          'this.status.get(name, options)',
        ),
        this.method(
          'Changes a part of the status.',
          'patchStatus',
          patchParameters(type),
          type,
          'this.status.patch(name, patch, options)',
        ),
      )
    }
    if (scale) {
      const result = this.runtime('Scale')
      methods.push(
        this.method(
          'The number of replicas that is asked for, and the number there is.',
          'getScale',
          getParameters(),
          result,
          'this.scale.get(name, options)',
        ),
        this.method(
          'Changes a part of the scale.',
          'patchScale',
          patchParameters(result),
          result,
          'this.scale.patch(name, patch, options)',
        ),
      )
    }
    return methods
  }

  private method(doc: string, name: string, parameters: readonly string[], result: string, call: string): ClientMethod {
    const head = layoutParameters(name, parameters, `: Promise<${result}> {`, 2)
    return { doc: layoutText(doc, 2), head, body: `return ${call};` }
  }

  private clientParameter(): string {
    return `client: ${this.runtime('Client')}`
  }

  private heading(name: string, base: string): string {
    const parent = this.file.value(this.folder.runtime, base, 'Runtime')
    return layoutTypeArguments(`export class ${identifier(name)} extends ${parent}`, this.views, ' {')
  }

  private runtime(name: string): string {
    return this.file.type(this.folder.runtime, name, 'Runtime')
  }
}
