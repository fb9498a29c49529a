import { spawn, type ChildProcess } from 'node:child_process'

const logLimit = 200_000

/** An operator that runs as a process of its own. It ends with the test's process group at the latest. */
export class OperatorProcess {
  readonly #child: ChildProcess
  readonly #exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  #log = ''
  #isStopping = false

  constructor(main: string, kubeconfig: string, env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, [main], {
      env: { ...process.env, ...env, KUBECONFIG: kubeconfig },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#log = (this.#log + chunk).slice(-logLimit)
      })
    }
    this.#exited = new Promise((resolve, reject) => {
      this.#child.once('error', reject)
      this.#child.once('close', (code, signal) => resolve({ code, signal }))
    })
  }

  /** What it printed. */
  get log(): string {
    return this.#log
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** To a program that listens. */
  send(message: object): void {
    this.#child.send(message)
  }

  onMessage(listener: (message: never) => void): void {
    this.#child.on('message', listener as (message: unknown) => void)
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** SIGTERM, and how it ended. Sent once, however often this is called: a second one would end it at once. */
  async stop(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    if (this.isRunning && !this.#isStopping) this.#child.kill('SIGTERM')
    this.#isStopping = true
    return await this.#exited
  }
}
