import type { Field } from './field.js'

/** The fields of each part of a v1 CRD; nothing is said of the parts that are not named. */
interface Part {
  readonly [field: string]: Part | typeof any
}
const any = 'any'

const service = { name: any, namespace: any, path: any, port: any } as const
const metadata = (
  'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp ' +
  'deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields'
).split(' ')
const definition: Part = {
  apiVersion: any,
  kind: any,
  metadata: Object.fromEntries(metadata.map(name => [name, any])),
  status: any,
  spec: {
    group: any,
    scope: any,
    preserveUnknownFields: any,
    names: { kind: any, listKind: any, plural: any, singular: any, shortNames: any, categories: any },
    conversion: {
      strategy: any,
      webhook: { clientConfig: { url: any, service, caBundle: any }, conversionReviewVersions: any },
    },
    versions: {
      name: any,
      served: any,
      storage: any,
      deprecated: any,
      deprecationWarning: any,
      additionalPrinterColumns: { name: any, type: any, format: any, description: any, priority: any, jsonPath: any },
      selectableFields: { jsonPath: any },
      schema: { openAPIV3Schema: any },
      subresources: {
        status: {},
        scale: { specReplicasPath: any, statusReplicasPath: any, labelSelectorPath: any },
      },
    },
  },
}

/** Fields that v1beta1 had. */
const moved: ReadonlyMap<string, string> = new Map([
  ['spec.version', 'List it in spec.versions.'],
  ['spec.validation', 'Its place is the schema of each of spec.versions.'],
  ['spec.subresources', 'Its place is in each of spec.versions.'],
  ['spec.additionalPrinterColumns', 'Its place is in each of spec.versions.'],
])

/** What a server that validates fields strictly, as kubectl asks it to, knows nothing of; other servers pass over it. */
export function checkFields(root: Field): void {
  checkPart(root, definition)
}

function checkPart(field: Field, part: Part): void {
  if (!field.exists() || typeof field.value !== 'object') return
  if (Array.isArray(field.value)) {
    field.value.forEach((_, index) => checkPart(field.get(index), part))
    return
  }
  for (const name of Object.keys(field.value ?? {})) {
    const at = field.get(name)
    const known = Object.hasOwn(part, name) ? part[name] : undefined
    if (known === undefined) at.warn('crd/unknown-field', `${at.name} is an unknown field`, moved.get(at.name))
    else if (known !== any) checkPart(at, known)
  }
}
