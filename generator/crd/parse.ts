import type { Report } from '../diagnostic.js'
import type { Document } from '../load/document.js'
import {
  checkConversion,
  checkDeprecation,
  checkGroup,
  checkName,
  checkNames,
  checkTexts,
  checkVersions,
} from './acceptance.js'
import { countKinds, isDefinition, longestName } from './contents.js'
import type {
  CustomResourceDefinition,
  CustomResourceNames,
  CustomResourceVersion,
  ScaleSubresource,
} from './custom-resource-definition.js'
import { withoutRepetitions } from './duplicates.js'
import { Field } from './field.js'
import { keepUnknownFields, readKeptFields, type KeptFields } from './kept-fields.js'
import { Problems } from './problems.js'
import { isTooLarge } from './size.js'
import { checkFields } from './unknown-fields.js'
import { readSchema } from './schema.js'
import { checkStructure } from './structural.js'

export interface ParseOptions {
  /** Whether there are CRDs beside these documents: then none is no problem. Default false. */
  readonly isPart?: boolean
}

/**
 * Reads the CRDs among documents, and tells what an API server would say to them: as a warning where the types can still be
 * right, since an older server may have accepted it, and as an error where nothing faithful can be made of it. In the order of the
 * documents.
 */
export function parse(
  documents: readonly Document[],
  report: Report,
  { isPart = false }: ParseOptions = {},
): CustomResourceDefinition[] {
  const candidates = documents.filter(isDefinition)
  if (candidates.length === 0 && documents.length > 0 && !isPart) reportNone(documents, report)
  const definitions: CustomResourceDefinition[] = []
  let versions = 0
  const sizes = new WeakMap<object, number>()
  for (const document of candidates) {
    if (isTooLarge(document.value, sizes)) {
      reportLarge(document, report)
      continue
    }
    const definition = parseDefinition(document, report)
    if (!definition) continue
    definitions.push(definition)
    versions += definition.versions.length
    if (versions > mostVersions) {
      reportMany(document, report)
      return []
    }
  }
  return withoutRepetitions(definitions, report)
}

/** Of all definitions of a run. Each is a file or more, and a folder perhaps; 524 definitions of 53 projects have 700. */
const mostVersions = 10_000

function reportLarge({ source, position }: Document, report: Report): void {
  const message = 'a definition of more than 3 MiB, which no API server takes'
  report({ severity: 'error', code: 'crd/large', message, file: source.name, position: position([]) })
}

function reportMany({ source, position }: Document, report: Report): void {
  report({
    severity: 'error',
    code: 'crd/many',
    message: `here the definitions come to more than ${mostVersions} versions in all`,
    file: source.name,
    position: position([]),
    help: 'Generate from fewer of them at a time, each time with an --out of its own.',
  })
}

type ApiVersion = CustomResourceDefinition['apiVersion']

function reportNone(documents: readonly Document[], report: Report): void {
  const passedOver = countKinds(documents)
  const shown = passedOver.slice(0, 5).map(({ kind, count }) => `${count} ${kind}`)
  const others = passedOver.length > 5 ? ` and ${passedOver.length - 5} other kinds` : ''
  const message = `no CustomResourceDefinition was found, but ${shown.join(', ')}${others}`
  report({ severity: 'error', code: 'crd/none', message })
}

function parseDefinition(document: Document, report: Report): CustomResourceDefinition | undefined {
  const problems = new Problems(document, report)
  const definition = readDefinition(new Field(problems, document.value), document)
  problems.finish()
  return definition
}

/** All of it is read and checked before it is given up for what it lacks: the problems of a run are told together. */
function readDefinition(root: Field, document: Document): CustomResourceDefinition | undefined {
  const apiVersion = readApiVersion(root)
  if (!apiVersion) return undefined
  const spec = root.get('spec')
  if (!spec.object()) {
    if (!spec.exists()) spec.fail('crd/required', 'spec is required')
    return undefined
  }
  const isV1 = apiVersion === 'apiextensions.k8s.io/v1'
  const name = (root.get('metadata').object('warning') && root.get('metadata').get('name').string('warning')) ?? ''
  const group = required(spec.get('group'))
  const names = readNames(spec.get('names'))
  const scope = readScope(spec.get('scope'), isV1)
  const versionFields = readVersions(spec, isV1)
  const kept = readKeptFields(spec.get('preserveUnknownFields'), isV1)
  const versions = versionFields.flatMap(field => parseVersion(field, spec, kept, isV1) ?? [])
  checkTexts(root.get('metadata'))
  checkName(root, name, group && names && `${names.plural}.${group}`)
  if (group) checkGroup(root, group, isV1)
  if (names) checkNames(spec.get('names'), names)
  if (versionFields.length > 0) checkVersions(spec, versionFields, isV1)
  if (isV1) {
    checkConversion(spec)
    checkFields(root)
  }
  if (!group || !names || versions.length === 0) return undefined
  return {
    document,
    apiVersion,
    name,
    group,
    scope,
    names,
    versions: isV1 || versions.some(({ storage }) => storage) ? versions : firstStores(versions),
  }
}

function readApiVersion(root: Field): ApiVersion | undefined {
  const field = root.get('apiVersion')
  const apiVersion = field.string()
  if (apiVersion === 'apiextensions.k8s.io/v1') return apiVersion
  if (apiVersion === 'apiextensions.k8s.io/v1beta1') {
    field.warn('crd/v1beta1', `${apiVersion} is not served since Kubernetes 1.22`)
    return apiVersion
  }
  const help = 'Known are apiextensions.k8s.io/v1 and apiextensions.k8s.io/v1beta1.'
  if (!field.exists()) field.fail('crd/required', 'apiVersion is required', help)
  else if (apiVersion !== undefined) field.fail('crd/api-version', `apiVersion ${apiVersion} is not known`, help)
  return undefined
}

/** A name that nothing can be made without. */
function required(field: Field): string | undefined {
  const text = field.string()
  if (text !== undefined && text.length > longestName) {
    field.fail('crd/name', `${field.name} is longer than ${longestName} characters`)
    return undefined
  }
  if (text) return text
  if (!field.exists() || text === '') field.fail('crd/required', `${field.name} is required`)
  return undefined
}

function readNames(field: Field): CustomResourceNames | undefined {
  if (field.exists() && !field.object()) return undefined
  const kind = required(field.get('kind'))
  const plural = required(field.get('plural'))
  const listKind = field.get('listKind').string('warning')
  const singular = field.get('singular').string('warning')
  const shortNames = field.get('shortNames').strings('warning')
  const categories = field.get('categories').strings('warning')
  if (!kind || !plural) return undefined
  return {
    kind,
    plural,
    listKind: listKind || `${kind}List`,
    singular: singular || kind.toLowerCase(),
    shortNames,
    categories,
  }
}

function readScope(field: Field, isV1: boolean): CustomResourceDefinition['scope'] {
  const scope = field.string()
  if (scope === 'Namespaced' || scope === 'Cluster') return scope
  // v1beta1 fills it in; v1 does not, and then it is not known where the objects live.
  if (isV1 && !scope) field.fail('crd/required', 'spec.scope is required: Namespaced or Cluster')
  else if (scope) field.fail('crd/scope', `spec.scope must be Namespaced or Cluster, not ${JSON.stringify(scope)}`)
  return 'Namespaced'
}

/** v1beta1 may have a single `version` at the top. */
function readVersions(spec: Field, isV1: boolean): Field[] {
  const listed = spec.get('versions').items()
  if (listed.length > 0) return listed
  const single = spec.get('version')
  if (!isV1 && single.exists()) {
    return [single.withValue({ name: single.value, served: true, storage: true })]
  }
  if (!spec.get('versions').exists() || Array.isArray(spec.get('versions').value)) {
    spec.get('versions').fail('crd/required', 'spec.versions is required: at least one version')
  }
  return []
}

/** Old files leave `storage` out; the server then takes the first one. */
function firstStores(versions: readonly CustomResourceVersion[]): CustomResourceVersion[] {
  return versions.map((version, index) => ({ ...version, storage: index === 0 }))
}

function parseVersion(field: Field, spec: Field, kept: KeptFields, isV1: boolean): CustomResourceVersion | undefined {
  if (!field.object()) {
    if (!field.exists()) field.fail('crd/type', `${field.name} must be a mapping`)
    return undefined
  }
  const name = required(field.get('name'))
  const ofVersion = (key: string, top: string) => (isV1 || field.get(key).exists() ? field.get(key) : spec.get(top))
  const validation = ofVersion('schema', 'validation')
  const schemaField = validation.get('openAPIV3Schema')
  const isReadable = [validation, schemaField].every(each => !each.exists() || each.object())
  const read = isReadable && schemaField.exists() ? readSchema(schemaField) : undefined
  const subresources = ofVersion('subresources', 'subresources')
  subresources.object('warning')
  const status = subresources.get('status').object() !== undefined
  if (isV1 && isReadable) checkStructure(schemaField, read, status)
  const schema = read && keepUnknownFields(read, kept)
  const deprecated = field.get('deprecated').boolean('warning') ?? false
  if (isV1) checkDeprecation(field, deprecated)
  const deprecationWarning = field.get('deprecationWarning').string('warning')
  const scale = readScale(subresources.get('scale'))
  const served = field.get('served').boolean() ?? false
  const storage = field.get('storage').boolean() ?? false
  if (!name) return undefined
  return {
    name,
    served,
    storage,
    deprecated,
    ...(deprecationWarning ? { deprecationWarning } : {}),
    ...(schema ? { schema } : {}),
    schemaPath: schemaField.path,
    subresources: {
      status,
      ...(scale ? { scale } : {}),
    },
  }
}

const jsonPath = /^\.[^.\s]+(?:\.[^.\s]+)*$/

function readScale(field: Field): ScaleSubresource | undefined {
  if (!field.object('warning')) return undefined
  const read = (key: string, needed: boolean, ...roots: readonly string[]): string | undefined => {
    const path = field.get(key).string('warning')
    if (!path && !needed) return undefined
    if (!path) field.get(key).warn('crd/scale', `${field.get(key).name} is required`)
    else if (!jsonPath.test(path) || !roots.some(root => path.startsWith(root))) {
      field
        .get(key)
        .warn(
          'crd/scale',
          `${field.get(key).name} must be a JSON path that begins with ${roots.join(' or ')}, without array notation`,
        )
    }
    return path
  }
  const specReplicasPath = read('specReplicasPath', true, '.spec.')
  const statusReplicasPath = read('statusReplicasPath', true, '.status.')
  const labelSelectorPath = read('labelSelectorPath', false, '.spec.', '.status.')
  if (!specReplicasPath || !statusReplicasPath) return undefined
  return { specReplicasPath, statusReplicasPath, ...(labelSelectorPath ? { labelSelectorPath } : {}) }
}
