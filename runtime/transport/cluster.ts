/** One certificate or key, or several, as PEM. */
export type Pem = string | Uint8Array | (string | Uint8Array)[]

/** What a connection needs to trust the server, and to be trusted. The names are those of `tls.connect`. */
export interface TlsOptions {
  readonly ca?: Pem
  readonly cert?: Pem
  readonly key?: Pem
  readonly rejectUnauthorized?: boolean
  readonly servername?: string
}

/** Proves who sends a request. */
export interface Authentication {
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly tls: TlsOptions
  /** Where connections go through a proxy: the `http.Agent` that makes those. */
  readonly proxy?: () => object
}

/** Where the API server is, and who we are there. */
export interface Cluster {
  readonly server: URL
  /** The namespace that is meant where none is named: the pod's own, or that of the kubeconfig's context. */
  readonly namespace: string
  /** Large answers may be compressed. That pays off on slow networks only. */
  readonly compression: boolean
  /** Credentials as they are now; others than those that the server has refused, where there are others. */
  authenticate(refused?: Authentication): Promise<Authentication>
  /** How long an answer is good, in milliseconds; it is asked for sooner when the server refuses it. */
  readonly authenticationMs: number
}
