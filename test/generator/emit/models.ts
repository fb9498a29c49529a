/** Models made by hand, as small as a test allows. */
import type {
  ControllerModel,
  DocFact,
  DocModel,
  GroupVersionModel,
  Model,
  Presence,
  PropertyModel,
  ReferenceType,
  ResourceModel,
  ShapeModel,
  ShapeNames,
  TypeModel,
} from '../../../generator/model/resource-model.js'

export const string: TypeModel = { kind: 'string' }
export const number: TypeModel = { kind: 'number' }
export const unknown: TypeModel = { kind: 'unknown' }

export const required: Presence = { type: true, input: true, apply: false }
export const optional: Presence = { type: false, input: false, apply: false }
export const defaulted: Presence = { type: true, input: false, apply: false }
export const key: Presence = { type: true, input: true, apply: true }
export const statusPresence: Presence = { type: false, input: 'omitted', apply: 'omitted' }

export function doc(description?: string, facts: readonly DocFact[] = []): DocModel {
  return { ...(description !== undefined && { description }), facts }
}

export function property(name: string, type: TypeModel, presence = optional, docs: DocModel = doc()): PropertyModel {
  return { kind: 'property', name, type, presence, doc: docs }
}

/** Names of a shape whose views are all the same, or all different where `views` names them. */
export function shapeNames(type: string, ...views: ('input' | 'apply')[]): ShapeNames {
  return {
    type,
    input: views.includes('input') ? `${type}Input` : type,
    apply: views.includes('apply') ? `${type}Apply` : type,
  }
}

export function shape(names: ShapeNames, properties: readonly PropertyModel[], extra?: TypeModel): ShapeModel {
  return { kind: 'shape', names, doc: doc(), properties, ...(extra && { extra }) }
}

export function reference(names: ShapeNames, module: string, atomic = false): ReferenceType {
  return { kind: 'reference', names, module, atomic }
}

export function array(items: TypeModel, listType: 'atomic' | 'set' | 'map' = 'atomic'): TypeModel {
  return { kind: 'array', items, listType }
}

export function map(values: TypeModel, atomic = false): TypeModel {
  return { kind: 'map', values, atomic }
}

export function oneOf(...values: (string | number | boolean)[]): TypeModel {
  return { kind: 'enum', values }
}

export function nullable(of: TypeModel): TypeModel {
  return { kind: 'nullable', of }
}

export function resource(kind: string, overrides: Partial<ResourceModel> = {}): ResourceModel {
  const file = kind.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
  return {
    kind: 'resource',
    group: 'example.com',
    version: 'v1',
    apiVersion: 'example.com/v1',
    resourceKind: kind,
    listKind: `${kind}List`,
    plural: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    scope: 'Namespaced',
    storage: true,
    subresources: { status: false },
    source: 'crds/example.yaml',
    names: {
      type: kind,
      input: `${kind}Input`,
      apply: `${kind}Apply`,
      client: `${kind}Client`,
      ...(overrides.scope !== 'Cluster' && { namespaceClient: `${kind}NamespaceClient` }),
      reconciler: `${kind}Reconciler`,
    },
    files: { model: file, client: `${file}-client`, reconciler: `${file}-reconciler` },
    doc: doc(),
    metadataFacts: [],
    properties: [],
    shapes: [],
    ...overrides,
  }
}

export function folder(resources: readonly ResourceModel[], shared: readonly ShapeModel[] = []): GroupVersionModel {
  return {
    kind: 'group-version',
    group: 'example.com',
    version: 'v1',
    apiVersion: 'example.com/v1',
    folder: 'example.com/v1',
    resources,
    shared,
  }
}

export function controller(of: ResourceModel): ControllerModel {
  return {
    kind: 'controller',
    resource: of,
    folder: 'example.com/v1',
    className: `My${of.names.reconciler}`,
    file: of.files.reconciler,
  }
}

export function model(resources: readonly ResourceModel[], shared: readonly ShapeModel[] = []): Model {
  return { kind: 'model', versions: [folder(resources, shared)], controllers: resources.map(controller) }
}
