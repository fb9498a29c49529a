// Runs one program that is measured. It finds what it is asked for in its environment:
//
//   BENCH_SERVER     URL of the API server
//   BENCH_ACCOUNT    folder with `token`, `ca.crt`, `namespace`, as a pod has it
//   BENCH_NAMESPACE  the namespace that it keeps
//   BENCH_MODE       sync        keeps the objects
//                    idle        an operator with all that it serves, for no objects
//                    noop        reconciles each object once and does nothing
//                    write       writes the status of each object once: `round` is to be BENCH_ROUND
//                    latency     reconciles what the driver changes
//                    dependents  keeps a Deployment for each object, and writes its status once
//   BENCH_WORKERS    how many reconciles at once
//   BENCH_EXPECTED   how many reconciles, writes or changes there will be
//
// and prints a line of JSON when something has come to pass: {"event":"synced","objects":N,"stallMs":M}; after BENCH_EXPECTED of what its
// mode is about {"event":"done","ms":M} (from the first to the last), with {"event":"warm","ms":M} after two thirds of them, or
// {"event":"done","p50":M,"p99":M}; with dependents {"event":"made"} and {"event":"repaired"}.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

export class Contestant {
  #child
  #events = new Map()
  #waiting = new Map()
  #started = performance.now()
  #ended
  #errors = ''
  /** It ends with this process, however that ends. */
  #kill = () => this.#child.kill('SIGKILL')

  constructor({ command, args = [] }, environment) {
    this.#child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.stderr.on('data', chunk => (this.#errors = (this.#errors + chunk).slice(-2000)))
    createInterface({ input: this.#child.stdout }).on('line', line => {
      const event = { ...JSON.parse(line), afterMs: performance.now() - this.#started }
      this.#events.set(event.event, event)
      this.#waiting.get(event.event)?.resolve(event)
    })
    process.once('exit', this.#kill)
    this.#ended = new Promise(resolve => this.#child.once('close', resolve))
    void this.#ended.then(code => {
      const error = new Error(`${command} ${args.join(' ')} has ended with ${code}: ${this.#errors}`)
      for (const { reject } of this.#waiting.values()) reject(error)
    })
  }

  /** The event of this name, with `afterMs` since the start of the process. */
  async event(name, timeoutMs = 300_000) {
    if (this.#events.has(name)) return this.#events.get(name)
    let timer
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no ${name} within ${timeoutMs / 1000} s: ${this.#errors}`)), timeoutMs)
    })
    const event = new Promise((resolve, reject) => this.#waiting.set(name, { resolve, reject }))
    return Promise.race([event, late]).finally(() => clearTimeout(timer))
  }

  /** Resident memory now and at its highest, in MB. */
  memory() {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    const megabytes = field => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)[1]) / 1024
    return { resident: megabytes('VmRSS'), peak: megabytes('VmHWM') }
  }

  /** Seconds of CPU since the start, in 100ths. */
  cpu() {
    const fields = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  }

  async stop() {
    this.#kill()
    await this.#ended
    process.off('exit', this.#kill)
  }
}
