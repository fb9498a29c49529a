/** What an API server asks of a CRD beside its schemas, in the words of its own answers. */

import type { CustomResourceNames } from './custom-resource-definition.js'
import type { Field } from './field.js'

const label = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/
const subdomainRule =
  'must be a DNS-1123 subdomain: lower case letters, digits, `-` and `.`, beginning and ending with a letter or a digit, 253 at most'
const labelRule =
  'must be a DNS-1035 label: lower case letters, digits and `-`, beginning with a letter, ending with a letter or a digit, 63 at most'

function isSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text)
}

/** A number or `true` without quotation marks is the commonest fault in them. */
export function checkTexts(metadata: Field): void {
  for (const field of [metadata.get('labels'), metadata.get('annotations')]) {
    for (const name of Object.keys(field.object('warning') ?? {})) field.get(name).string('warning')
  }
}

/** `wanted` is what it has to be, where that is known. */
export function checkName(root: Field, name: string, wanted: string | undefined): void {
  const field = root.get('metadata').get('name')
  if (!name) field.warn('crd/name', 'metadata.name is required')
  else if (!isSubdomain(name)) field.warn('crd/name', `metadata.name ${subdomainRule}`)
  else if (wanted !== undefined && name !== wanted) {
    field.warn('crd/name', `metadata.name must be spec.names.plural+"."+spec.group: ${wanted}`)
  }
}

export function checkGroup(root: Field, group: string, isV1: boolean): void {
  const field = root.get('spec').get('group')
  if (!isSubdomain(group)) field.warn('crd/group', `spec.group ${subdomainRule}`)
  else if (!group.includes('.')) field.warn('crd/group', 'spec.group should be a domain with at least one dot')
  if (isV1) checkApproval(root, group)
}

export function checkNames(field: Field, names: CustomResourceNames): void {
  const checkLabel = (key: string, text: string) => {
    if (!label.test(text)) field.get(key).warn('crd/name', `spec.names.${key} ${labelRule}`)
  }
  checkLabel('plural', names.plural)
  checkLabel('singular', names.singular)
  checkLabel('kind', names.kind.toLowerCase())
  checkLabel('listKind', names.listKind.toLowerCase())
  if (names.kind === names.listKind)
    field.get('listKind').warn('crd/name', 'spec.names.kind and spec.names.listKind may not be the same')
  for (const key of ['shortNames', 'categories'] as const) {
    names[key].forEach((text, index) => {
      if (!label.test(text)) field.get(key).get(index).warn('crd/name', `spec.names.${key}[${index}] ${labelRule}`)
    })
  }
}

const approval = 'api-approved.kubernetes.io'

function checkApproval(root: Field, group: string): void {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group)) return
  const annotation = root.get('metadata').get('annotations').get(approval)
  const value = typeof annotation.value === 'string' ? annotation.value : undefined
  if (value?.startsWith('unapproved') || (value && URL.canParse(value) && new URL(value).host)) return
  annotation.warn(
    'crd/approval',
    !value
      ? `metadata.annotations: protected groups must have approval annotation "${approval}"`
      : `metadata.annotations: protected groups must have approval annotation "${approval}" with either a URL or a reason starting with "unapproved"`,
    'The groups k8s.io and kubernetes.io, and those below them, belong to the Kubernetes community.',
  )
}

export function checkVersions(spec: Field, versions: readonly Field[], isV1: boolean): void {
  const seen = new Set<string>()
  versions.forEach(field => {
    const name = field.get('name').value
    if (typeof name !== 'string' || name === '') return
    if (!label.test(name)) field.get('name').warn('crd/name', `${field.get('name').name} ${labelRule}`)
    if (seen.has(name))
      field.get('name').fail('crd/versions', `spec.versions must contain unique version names: ${name} is there twice`)
    seen.add(name)
  })
  if (!isV1) return
  if (versions.filter(field => field.get('storage').value === true).length !== 1) {
    spec.get('versions').warn('crd/versions', 'spec.versions must have exactly one version marked as storage version')
  }
}

/** `deprecationWarning` of a version. */
export function checkDeprecation(field: Field, deprecated: boolean): void {
  const at = field.get('deprecationWarning')
  const text = at.string('warning')
  if (text === undefined) return
  const warn = (message: string) => at.warn('crd/deprecation', `${at.name} ${message}`)
  if (!deprecated) warn('can only be set for deprecated versions')
  else if (text === '') warn('must not be an empty string')
  else if (Buffer.byteLength(text) > 256) warn('must be <= 256 characters long')
  else if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text)) warn('must only contain printable UTF-8 characters')
}

/** `spec.conversion`, of which types do not depend. */
export function checkConversion(spec: Field): void {
  const conversion = spec.get('conversion')
  if (!conversion.exists()) return
  const strategy = conversion.get('strategy').string('warning')
  if (strategy !== 'None' && strategy !== 'Webhook') {
    conversion.get('strategy').warn('crd/conversion', 'spec.conversion.strategy must be None or Webhook')
  }
  const webhook = conversion.get('webhook')
  if (strategy !== 'Webhook') {
    if (webhook.exists())
      webhook.warn('crd/conversion', `${webhook.name} should not be set when strategy is not set to Webhook`)
    return
  }
  const client = webhook.get('clientConfig')
  if (!client.exists()) {
    client.warn('crd/conversion', `${client.name} is required when strategy is set to Webhook`)
  } else {
    const [url, service] = [client.get('url'), client.get('service')]
    if (url.exists() === service.exists())
      client.warn('crd/conversion', `${client.name}: exactly one of url or service is required`)
    for (const key of service.exists() ? ['name', 'namespace'] : []) {
      if (!service.get(key).string('warning'))
        service.get(key).warn('crd/conversion', `${service.get(key).name} is required`)
    }
  }
  const reviews = webhook.get('conversionReviewVersions')
  if (!reviews.strings('warning').some(version => version === 'v1' || version === 'v1beta1')) {
    reviews.warn('crd/conversion', `${reviews.name} must include at least one of v1, v1beta1`)
  }
}
