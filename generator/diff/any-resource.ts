import type { PropertyModel, TypeModel } from '../model/resource-model.js'

/** What is known of an embedded resource of which no schema says more. */
export const anyResource: { readonly properties: readonly PropertyModel[]; readonly extra: TypeModel } = {
  properties: [
    member('apiVersion', { kind: 'string' }, true),
    member('kind', { kind: 'string' }, true),
    member('metadata', { kind: 'object-meta' }, false),
  ],
  extra: { kind: 'unknown' },
}

function member(name: string, type: TypeModel, required: boolean): PropertyModel {
  const presence = { type: required, input: required, apply: false }
  return { kind: 'property', name, type, doc: { facts: [] }, presence }
}
