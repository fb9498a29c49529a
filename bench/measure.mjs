// Times Node commands as whole processes. See README.md beside this file.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** A command that takes longer than this is timed once after the run that is not counted, and over the second, that one counts. */
const longRunMs = 5_000
const veryLongRunMs = 20_000

/** `work` is the folder that commands run in; of those in it named `out-...`, each run finds a new, empty one. */
export function createMeasure({ work, runs, timeoutMs }) {
  /** Runs a command several times; the median counts. It is made anew for each run, from a name that differs. */
  async function measure(name, command, { once = false } = {}) {
    const first = await time(command('first'))
    if (!first.ok || once || first.ms > veryLongRunMs) return { name, ...first }
    const timed = []
    for (let run = 0; run < (first.ms > longRunMs ? 1 : runs); run++) timed.push(await time(command(`run${run}`)))
    const failed = timed.find(result => !result.ok)
    if (failed) return { name, ...failed }
    timed.sort((a, b) => a.ms - b.ms)
    return { name, ...timed[Math.floor(timed.length / 2)] }
  }

  function time(args) {
    for (const folder of readdirSync(work)) {
      if (folder.startsWith('out-')) rmSync(join(work, folder), { recursive: true })
    }
    for (const arg of args) if (arg.startsWith(join(work, 'out-'))) mkdirSync(arg, { recursive: true })
    return new Promise(done => {
      const start = performance.now()
      // A group of its own: what the command has started is stopped with it.
      const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
      let isStopped = false
      const timer = globalThis.setTimeout(() => {
        isStopped = true
        process.kill(-child.pid, 'SIGKILL')
      }, timeoutMs)
      let output = ''
      let peakKb = 0
      const keep = chunk => (output = (output + chunk).slice(-4000))
      child.stdout.on('data', keep)
      child.stderr.on('data', keep)
      const sample = setInterval(() => (peakKb = Math.max(peakKb, peakMemory(child.pid))), 20)
      child.on('close', (code, signal) => {
        clearInterval(sample)
        clearTimeout(timer)
        const ms = performance.now() - start
        const ok = code === 0
        const error = isStopped ? `not done after ${timeoutMs / 1000} s` : (signal ?? firstError(output))
        done({ ok, ms, peakKb, isStopped, error: ok ? '' : error, output })
      })
    })
  }

  /** From a change of what a command follows until all that it makes of that is there; the median of several changes. */
  async function measureChanges(name, args, { isReady, change, isDone }) {
    const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] })
    const closed = once(child, 'close')
    let told = ''
    child.stderr.on('data', chunk => (told += chunk))
    const until = async condition => {
      const start = performance.now()
      while (!condition()) {
        if (performance.now() - start > timeoutMs || child.exitCode !== null) throw new Error(`${name}: ${told}`)
        await setTimeout(1)
      }
      return performance.now() - start
    }
    try {
      await until(() => isReady(told))
      const times = []
      for (let run = 0; run <= 2 * runs; run++) {
        await setTimeout(500)
        change(`change${run}`)
        times.push(await until(() => isDone(`change${run}`)))
      }
      // The first one loads what later ones have.
      const [, ...counted] = times
      counted.sort((a, b) => a - b)
      return { name, ok: true, ms: counted[Math.floor(counted.length / 2)], peakKb: peakMemory(child.pid) }
    } finally {
      child.kill()
      await closed
    }
  }

  return { measure, measureChanges, time }
}

/** The high-water mark of a process's resident memory, where the system tells it. */
function peakMemory(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function firstError(output) {
  const line = output.split('\n').find(text => /error/i.test(text)) ?? output.trim().split('\n')[0] ?? ''
  return line.replace(/\|/g, '/').trim().slice(0, 100)
}
