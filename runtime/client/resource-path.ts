import type { AnyResource } from '../api/resource.js'

/** What a request is about. Without a name: the collection. Without a namespace: all of them, or a kind that is in none. */
export interface Target {
  readonly resource: AnyResource
  readonly namespace?: string | undefined
  readonly name?: string | undefined
  readonly subresource?: 'status' | 'scale' | undefined
}

/** `/apis/apps/v1/namespaces/default/deployments/x/status` */
export function formatPath({ resource, namespace, name, subresource }: Target): string {
  const { group, apiVersion, plural } = resource
  const parts = [
    `${group === '' ? '/api' : '/apis'}/${apiVersion}`,
    ...(namespace === undefined ? [] : ['namespaces', segment(namespace, 'namespace')]),
    plural,
    ...(name === undefined ? [] : [segment(name, 'name')]),
    ...(subresource === undefined ? [] : [subresource]),
  ]
  return parts.join('/')
}

/** `deployments.apps/status default/x`, for messages. */
export function formatTarget({ resource, namespace, name, subresource }: Target): string {
  const { group, plural } = resource
  const kind = `${plural}${group === '' ? '' : `.${group}`}${subresource ? `/${subresource}` : ''}`
  if (name !== undefined) return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
  return namespace === undefined ? kind : `${kind} in ${namespace}`
}

/** What Kubernetes accepts as one part of a path. An empty name would mean the whole collection. */
function segment(text: string, what: string): string {
  if (typeof text !== 'string' || text === '' || text === '.' || text === '..' || /[/%]/.test(text)) {
    throw new TypeError(`${JSON.stringify(text) ?? String(text)} is no ${what} of an object`)
  }
  return encodeURIComponent(text)
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** `?limit=500&watch=true`, without what is absent or empty; or nothing. */
export function formatQuery(query: Query): string {
  let parameters: URLSearchParams | undefined
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') (parameters ??= new URLSearchParams()).set(name, String(value))
  }
  return parameters ? `?${parameters.toString()}` : ''
}
