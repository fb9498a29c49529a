import { createHash } from 'node:crypto'
import * as http from 'node:http'
import * as https from 'node:https'
import type { Authentication } from './cluster.js'

/** API servers close a connection that has been idle for 90 seconds: it must not be used at that very moment. */
const idleMs = 60_000

const options = { keepAlive: true, keepAliveMsecs: 30_000, timeout: idleMs, scheduling: 'lifo' } as const

/** One keep-alive agent; another one takes its place when certificates change. */
export class Agents {
  readonly #secure: boolean
  #current: { readonly identity: string; readonly agent: http.Agent } | undefined
  #last: Authentication | undefined

  constructor(secure: boolean) {
    this.#secure = secure
  }

  for(authentication: Authentication): http.Agent {
    if (this.#current && this.#last === authentication) return this.#current.agent
    const identity = identityOf(authentication)
    if (this.#current?.identity !== identity) {
      this.close()
      this.#current = { identity, agent: this.#make(authentication) }
    }
    this.#last = authentication
    return this.#current.agent
  }

  /** Closes the connections that carry no request. */
  dropIdle(): void {
    const sockets = Object.values(this.#current?.agent.freeSockets ?? {}).flat()
    for (const socket of sockets) socket?.destroy()
  }

  /** Closes each connection as soon as it carries no request. The next request gets a new agent. */
  close(): void {
    if (this.#current) this.#current.agent.maxFreeSockets = 0
    this.dropIdle()
    this.#current = undefined
  }

  #make({ tls, proxy }: Authentication): http.Agent {
    if (proxy) {
      const agent = proxy() as http.Agent
      return Object.assign(agent, { keepAlive: true, keepAliveMsecs: options.keepAliveMsecs })
    }
    return this.#secure ? new https.Agent({ ...options, ...(tls as https.AgentOptions) }) : new http.Agent(options)
  }
}

function identityOf({ tls, proxy }: Authentication): string {
  const hash = createHash('sha256')
  for (const [name, value] of Object.entries(tls).sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${Buffer.isBuffer(value) ? value.toString('base64') : JSON.stringify(value)}\0`)
  }
  return `${hash.digest('hex')}${proxy ? ' proxy' : ''}`
}
