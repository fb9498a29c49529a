import { RequestError, type ApiRequests } from './api-server/requests.js'

export interface Refusal {
  /** What it is about: `spec.validation.openAPIV3Schema.properties[spec].type`. */
  readonly field: string
  readonly message: string
}

/** What a server has against a definition with this schema, without a trace there. */
export async function refusals(requests: ApiRequests, schema: unknown): Promise<readonly Refusal[]> {
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'triedrules.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'TriedRule', plural: 'triedrules' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  }
  try {
    await requests.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All', definition)
    return []
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 422) throw error
    return JSON.parse(error.body).details.causes
  }
}
