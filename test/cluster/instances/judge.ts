/** What an API server says about objects, without keeping any of them. */

import { RequestError, type ApiRequests, type Json } from '../../support/api-server/requests.js'
import { until } from '../../support/until.js'
import type { CustomResourceDefinition } from '../../../generator/crd/custom-resource-definition.js'
import type { Round, Trial } from './objects.js'

const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** How many requests are under way at once. */
const workers = 8

export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T)
  }
  await Promise.all(Array.from({ length: workers }, worker))
}

/** Takes definitions away that others of the same name follow, and makes those of a round known. */
export async function install(requests: ApiRequests, { definitions, trials }: Round): Promise<void> {
  const versionsOf = ({ versions }: CustomResourceDefinition) =>
    versions.filter(version => trials.some(trial => trial.version === version)).map(({ name }) => name)
  await inParallel(definitions, async definition => {
    const item = `${collection}/${definition.name}`
    if (await requests.find(item)) {
      await requests.delete(item)
      await until(`${definition.name} is gone`, async () => (await requests.find(item)) === undefined)
    }
    await requests.create(collection, installable(definition.document.value as Json, versionsOf(definition)))
  })
  await inParallel(definitions, async definition => {
    const { name, group, names } = definition
    for (const version of versionsOf(definition)) {
      const path = `/apis/${group}/${version}/${names.plural}?limit=1`
      await until(`${name} is served`, () => requests.find(path).catch(() => undefined), 250)
    }
  })
}

/**
 * With the versions that are tried and no others: a server takes its time for each. They have one storage form, and nobody is
 * there to convert them.
 */
function installable({ apiVersion, kind, metadata, spec }: Json, tried: readonly string[]): Json {
  const { name, annotations } = metadata
  const kept: Json[] = spec.versions.filter((version: Json) => tried.includes(version.name))
  const stored = kept.find(version => version.storage) ?? kept[0]
  const versions = kept.map(version => ({ ...version, storage: version === stored }))
  const conversion = { strategy: 'None' }
  return { apiVersion, kind, metadata: { name, annotations }, spec: { ...spec, versions, conversion } }
}

export type Verdict =
  { readonly accepted: true; readonly returned: Json } | { readonly accepted: false; readonly causes: readonly Cause[] }

/** One thing that the server holds against an object. */
export interface Cause {
  /** `FieldValueRequired` and the like; `UnknownField` for what strict validation finds. */
  readonly reason: string
  readonly message: string
}

export function create(requests: ApiRequests, trial: Trial, object: Json): Promise<Verdict> {
  const sent = complete(object)
  return judge(() => requests.create(`${pathOf(trial)}?dryRun=All&fieldValidation=Strict`, sent))
}

export function apply(requests: ApiRequests, trial: Trial, object: Json): Promise<Verdict> {
  const sent = complete(object)
  const query = 'dryRun=All&fieldValidation=Strict&force=true&fieldManager=opwright-test'
  return judge(() =>
    requests.apply(`${pathOf(trial)}/${encodeURIComponent(sent.metadata.name ?? 'unnamed')}?${query}`, sent),
  )
}

function pathOf({ definition: { group, names, scope }, version }: Trial): string {
  const place = scope === 'Namespaced' ? 'namespaces/default/' : ''
  return `/apis/${group}/${version.name}/${place}${names.plural}`
}

/** Everything is tried in one namespace, and has a name. */
function complete(object: Json): Json {
  const { namespace: _namespace, ...metadata } = object.metadata ?? {}
  return { ...object, metadata: metadata.name || metadata.generateName ? metadata : { ...metadata, name: 'unnamed' } }
}

async function judge(send: () => Promise<Json>): Promise<Verdict> {
  try {
    return { accepted: true, returned: await send() }
  } catch (error) {
    if (!(error instanceof RequestError) || error.status >= 500 || error.status === 429) throw error
    return { accepted: false, causes: causesOf(error) }
  }
}

function causesOf({ message, status: code, body }: RequestError): Cause[] {
  const status = parse(body)
  if (code === 400 && /strict decoding error: .*unknown field/s.test(body)) return [{ reason: 'UnknownField', message }]
  const causes: Json[] = status?.details?.causes ?? []
  if (causes.length === 0) return [{ reason: status?.reason ?? String(code), message: status?.message ?? message }]
  return causes.map(cause => ({ reason: cause.reason ?? 'Unknown', message: `${cause.field}: ${cause.message}` }))
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
