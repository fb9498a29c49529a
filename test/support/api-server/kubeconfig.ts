/** A kubeconfig with one context, as JSON, which is YAML too. */
export function kubeconfig(access: { url: string; ca: Buffer; user: string; token: string }): string {
  const { url, ca, user, token } = access
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: url, 'certificate-authority-data': ca.toString('base64') } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user } }],
    'current-context': 'test',
  }
  return `${JSON.stringify(config, undefined, 2)}\n`
}
