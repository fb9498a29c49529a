import type { Transport } from '../../runtime/transport/transport.js'

/** A transport that notes the requests about single objects, and creations: `PATCH /api/v1/namespaces/default/configmaps/x`. */
export function countingTransport(transport: Transport): Transport & { readonly requests: string[] } {
  const requests: string[] = []
  return {
    requests,
    send(request) {
      const [path = ''] = request.path.split('?', 1)
      const isCollection = request.method === 'GET' && /\/(?:[a-z]+s)$/.test(path)
      if (!isCollection) requests.push(`${request.method} ${path}`)
      return transport.send(request)
    },
    close: () => transport.close(),
  }
}
