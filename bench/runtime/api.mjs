// The driver's own requests, which go through nothing that is measured.
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { join } from 'node:path'
import { apiVersion, definition, group, plural, record } from './record.mjs'

export class Api {
  #server
  #agent
  #headers

  /** `account` is a folder as a pod has it: `token`, `ca.crt`. */
  constructor(server, account) {
    this.#server = server
    const ca = readFileSync(join(account, 'ca.crt'))
    this.#agent = new https.Agent({ keepAlive: true, ca })
    this.#headers = { authorization: `Bearer ${readFileSync(join(account, 'token'), 'utf8')}` }
  }

  close() {
    this.#agent.destroy()
  }

  /** Answers with the text; rejects for what is no success. */
  send(method, path, body, type = 'application/json') {
    return new Promise((resolve, reject) => {
      const headers = { ...this.#headers, ...(body && { 'content-type': type }) }
      const request = https.request(new URL(path, this.#server), { method, agent: this.#agent, headers }, response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', chunk => (text += chunk))
        response.once('error', reject)
        response.once('end', () => {
          if (response.statusCode < 300) resolve(text)
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`))
        })
      })
      request.once('error', reject)
      request.end(body && JSON.stringify(body))
    })
  }

  /** Makes so many objects in each namespace. */
  async populate(namespaces) {
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    await this.send('POST', definitions, definition({ status: false }))
    await this.#until(async () => (await this.send('GET', `/apis/${apiVersion}`)).includes('"Record"'))
    await this.#until(() => this.send('GET', `/apis/${apiVersion}/${plural}?limit=1`))
    for (const [namespace, objects] of Object.entries(namespaces)) {
      await this.send('POST', '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      })
      await this.fill(namespace, objects)
    }
    const { spec } = definition({ status: true })
    await this.send('PATCH', `${definitions}/${plural}.${group}`, { spec }, 'application/merge-patch+json')
    const [namespace] = Object.entries(namespaces).find(([, objects]) => objects > 0)
    await this.#until(() => this.send('GET', `${pathOf(namespace)}/${record(0).metadata.name}/status`))
    // The server has begun to watch anew; until it knows all objects it answers lists and watches with 429.
    await this.#until(() => this.send('GET', `${pathOf(namespace)}?labelSelector=none`))
  }

  /** Makes so many objects, as fast as the server takes them. */
  async fill(namespace, objects) {
    await atOnce(objects, index => this.send('POST', pathOf(namespace), record(index)))
  }

  /** Gives every Deployment another number of replicas than its record has. */
  async scaleDeployments(namespace, objects) {
    const patch = { spec: { replicas: 0 } }
    const path = index => `${deploymentsOf(namespace)}/${record(index).metadata.name}`
    await atOnce(objects, index => this.send('PATCH', path(index), patch, 'application/merge-patch+json'))
  }

  /** Throws where not every object has its status and a Deployment as it is to be. */
  async checkDependents(namespace, objects, round) {
    const records = JSON.parse(await this.send('GET', pathOf(namespace))).items
    const deployments = JSON.parse(await this.send('GET', deploymentsOf(namespace))).items
    const replicas = new Map(deployments.map(({ metadata, spec }) => [metadata.name, spec.replicas]))
    const right = records.filter(
      ({ metadata, spec, status }) => status?.round === round && replicas.get(metadata.name) === spec.replicas,
    )
    if (right.length !== objects) throw new Error(`${right.length} of ${objects} objects are as they are to be`)
  }

  async clear(namespace) {
    for (const path of [deploymentsOf(namespace), pathOf(namespace)]) await this.send('DELETE', path)
  }

  /** Makes so many changes, each of another object, `perSecond`. Resolves when the last one has been answered. */
  async change(namespace, count, perSecond) {
    const start = performance.now()
    const answers = []
    for (let index = 0; index < count; index++) {
      const early = start + (index * 1000) / perSecond - performance.now()
      if (early > 0) await new Promise(resolve => setTimeout(resolve, early))
      const patch = { spec: { changedAt: performance.timeOrigin + performance.now() } }
      const path = `${pathOf(namespace)}/${record(index).metadata.name}`
      answers.push(this.send('PATCH', path, patch, 'application/merge-patch+json'))
    }
    await Promise.all(answers)
  }

  /** How many requests about the objects the server has had, watches and lists among them. */
  async requests() {
    const metrics = await this.send('GET', '/metrics')
    const lines = metrics.split('\n').filter(line => line.startsWith('apiserver_request_total{'))
    return lines
      .filter(line => line.includes(`resource="${plural}"`))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
  }

  /** As the server tells it, averaged over a page. */
  async bytesPerObject(namespace) {
    const text = await this.send('GET', `${pathOf(namespace)}?limit=100`)
    return Buffer.byteLength(text) / JSON.parse(text).items.length
  }

  async #until(attempt) {
    const start = performance.now()
    for (;;) {
      try {
        if (await attempt()) return
      } catch (error) {
        if (performance.now() - start > longestWaitMs) throw error
      }
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}

/** A server takes its time to read 50,000 objects again, where others keep the machine busy. */
const longestWaitMs = 180_000

/** Calls for each index, 24 at a time. */
async function atOnce(count, call) {
  let next = 0
  const worker = async () => {
    while (next < count) await call(next++)
  }
  await Promise.all(Array.from({ length: 24 }, worker))
}

const deploymentsOf = namespace => `/apis/apps/v1/namespaces/${namespace}/deployments`
const pathOf = namespace => `/apis/${apiVersion}/namespaces/${namespace}/${plural}`
