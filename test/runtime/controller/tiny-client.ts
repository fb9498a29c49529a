import type { AnyResource, StoredObject } from '../../../runtime/api/resource.js'
import type { ListerWatcher, WatchEvent } from '../../../runtime/client/list-watch.js'
import type { Transport } from '../../../runtime/transport/transport.js'

export function tinyClient(transport: Transport): any {
  const call = async (method: any, path: string, body?: unknown, signal?: AbortSignal) => {
    const response = await transport.send({
      method,
      path,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    let text = ''
    for await (const chunk of response.body) text += chunk
    const answer = JSON.parse(text)
    if (response.status >= 400)
      throw Object.assign(new Error(answer.message), { status: response.status, reason: answer.reason })
    return answer
  }
  const base = ({ apiVersion, group, plural }: AnyResource, namespace?: string) =>
    `${group === '' ? '/api' : '/apis'}/${apiVersion}/${namespace ? `namespaces/${namespace}/` : ''}${plural}`
  return {
    for(resource: AnyResource) {
      const of = (namespace?: string) => ({
        get: (name: string, { signal }: any = {}) =>
          call('GET', `${base(resource, namespace)}/${name}`, undefined, signal),
        patch: (name: string, { merge }: any, { signal }: any = {}) =>
          call('PATCH', `${base(resource, namespace)}/${name}`, merge, signal),
        create: (object: any, { signal }: any = {}) =>
          call(
            'POST',
            base(resource, namespace),
            { apiVersion: resource.apiVersion, kind: resource.kind, ...object },
            signal,
          ),
        namespace: (name: string) => of(name),
      })
      return of()
    },
    listerWatcher(resource: AnyResource, { namespace }: { namespace?: string }): ListerWatcher<StoredObject> {
      const path = base(resource, namespace)
      return {
        list: async ({ signal }) => call('GET', path, undefined, signal),
        async *watch({ resourceVersion, signal, onOpen }): AsyncGenerator<WatchEvent<StoredObject>> {
          const { body } = await transport.send({
            method: 'GET',
            path: `${path}?watch=true&resourceVersion=${resourceVersion}`,
            ...(signal && { signal }),
          })
          onOpen?.()
          for await (const chunk of body) for (const line of String(chunk).split('\n')) if (line) yield JSON.parse(line)
        },
      }
    },
  }
}
