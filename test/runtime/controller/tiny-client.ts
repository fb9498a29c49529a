import type { AnyResource, StoredObject } from '../../../runtime/api/resource.js'
import type { Client } from '../../../runtime/client/client.js'
import type { ListerWatcher, WatchEvent } from '../../../runtime/client/list-watch.js'
import type { Transport, TransportRequest } from '../../../runtime/transport/transport.js'

/** The least of a client that a controller needs. */
export function tinyClient(transport: Transport): Client {
  const call = async (method: TransportRequest['method'], path: string, signal?: AbortSignal, body?: unknown) => {
    const response = await transport.send({
      method,
      path,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    let text = ''
    for await (const chunk of response.body) text += chunk
    const answer = JSON.parse(text)
    if (response.status >= 400) throw Object.assign(new Error(answer.message), { status: response.status })
    return answer
  }
  const pathOf = ({ apiVersion, group, plural }: AnyResource, namespace?: string) =>
    `${group === '' ? '/api' : '/apis'}/${apiVersion}/${namespace ? `namespaces/${namespace}/` : ''}${plural}`
  const requests = (resource: AnyResource, namespace?: string) => ({
    get: (name: string, { signal }: { signal: AbortSignal }) =>
      call('GET', `${pathOf(resource, namespace)}/${name}`, signal),
    patch: (name: string, { merge }: { merge: object }, { signal }: { signal: AbortSignal }) =>
      call('PATCH', `${pathOf(resource, namespace)}/${name}`, signal, merge),
    namespace: (name: string) => requests(resource, name),
  })
  const client = {
    for: (resource: AnyResource) => requests(resource),
    listerWatcher(resource: AnyResource, { namespace }: { namespace?: string }): ListerWatcher {
      const path = pathOf(resource, namespace)
      return {
        list: ({ signal }) => call('GET', path, signal),
        async *watch({ resourceVersion, signal, onOpen }): AsyncGenerator<WatchEvent<StoredObject>> {
          const address = `${path}?watch=true&resourceVersion=${resourceVersion}`
          const { body } = await transport.send({ method: 'GET', path: address, ...(signal && { signal }) })
          onOpen?.()
          for await (const chunk of body) for (const line of String(chunk).split('\n')) if (line) yield JSON.parse(line)
        },
      }
    },
  }
  return client as unknown as Client
}
