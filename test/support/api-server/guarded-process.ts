import { spawn, type ChildProcess } from 'node:child_process'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'

const guard = fileURLToPath(new URL('guard.sh', import.meta.url))

/** A program that ends with this process, however this process ends. What it prints goes to `<folder>/<name>.log`. */
export class GuardedProcess {
  readonly name: string
  readonly logFile: string
  /** Resolves when the program has ended, with its exit code: 128 + n where signal n ended it. */
  readonly exited: Promise<number>
  #exitCode: number | undefined
  readonly #guard: ChildProcess

  constructor(folder: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.name = path.basename(program)
    this.logFile = path.join(folder, `${this.name}.log`)
    const log = fs.openSync(this.logFile, 'a')
    const pidFile = path.join(folder, `${this.name}.pid`)
    // A process group of its own: a Ctrl-C in the terminal reaches this process and not the guard, which has to see it end.
    this.#guard = spawn('/bin/sh', [guard, pidFile, program, ...args], {
      stdio: ['pipe', log, log],
      detached: true,
      env,
    })
    fs.closeSync(log)
    this.#guard.stdin?.on('error', () => {}) // the program is gone: `exited` tells
    this.exited = new Promise((resolve, reject) => {
      this.#guard.once('error', reject)
      this.#guard.once('exit', (code, signal) => {
        this.#exitCode = code ?? (signal ? 128 : 0)
        resolve(this.#exitCode)
      })
    })
  }

  get exitCode(): number | undefined {
    return this.#exitCode
  }

  /** Sends a signal, by its name without SIG. */
  signal(name: 'TERM' | 'KILL' | 'STOP' | 'CONT'): void {
    this.#guard.stdin?.write(`${name}\n`)
  }

  /** Asks the program to stop, and kills it if it has not within 20 seconds. */
  async stop(): Promise<void> {
    this.#guard.stdin?.end()
    await this.exited
  }

  async kill(): Promise<void> {
    this.signal('KILL')
    await this.exited
  }

  /** The last lines that it printed. */
  tail(lines = 20): string {
    return fs.readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  }
}
