import { RequestError, type ApiRequests } from './api-server/requests.js'
import { definitionAround } from './definition-around.js'

export interface Refusal {
  /** What it is about: `spec.validation.openAPIV3Schema.properties[spec].type`. */
  readonly field: string
  readonly message: string
}

/** What a server has against a definition with this schema, without a trace there. */
export async function refusals(requests: ApiRequests, schema: unknown): Promise<readonly Refusal[]> {
  const definition = definitionAround(schema, { kind: 'TriedRule', plural: 'triedrules' })
  try {
    await requests.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All', definition)
    return []
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 422) throw error
    return JSON.parse(error.body).details.causes
  }
}
