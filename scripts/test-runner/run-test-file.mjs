import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { verdict } from './verdict.mjs'

const observer = new URL('observe.mjs', import.meta.url).href
const outputLimit = 64 * 1024
/** How long to wait for output after the end of a process: one that it left behind may hold the pipe open. */
const outputGraceMs = 2000
const running = new Set()

/**
 * Runs a test file in a process, and a process group, of its own, and ends the group with it.
 *
 * `skip` declares the tests without running any, so that they are counted. The outcome has the form that verdict.mjs gives,
 * with the time that the file took and the end of what it printed.
 */
export async function runTestFile(file, { timeLimitMs, skip = false, env = {} }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-test-'))
  const recordFile = path.join(folder, 'record')
  const descriptor = fs.openSync(recordFile, 'a')
  const started = performance.now()
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', '--import', observer, file], {
      stdio: ['ignore', 'pipe', 'pipe', descriptor],
      env: { ...process.env, ...env, OPWRIGHT_TEST_SKIP: skip ? '1' : '' },
      detached: true,
    })
    running.add(child)
    const stdout = tail(child.stdout)
    const stderr = tail(child.stderr)
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      killGroup(child)
    }, timeLimitMs)
    const closed = once(child, 'close')
    const [code, signal] = await once(child, 'exit')
    clearTimeout(timer)
    killGroup(child)
    running.delete(child)
    await Promise.race([closed, sleep(outputGraceMs, undefined, { ref: false })])
    const exit = { code, signal, timedOut, timeLimitMs }
    const entries = readRecord(recordFile)
    return { ...verdict(entries, exit, skip), ms: performance.now() - started, stdout: stdout(), stderr: stderr() }
  } finally {
    fs.closeSync(descriptor)
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Ends every test file that is running. */
export function killRunning() {
  for (const child of running) killGroup(child)
}

function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

function tail(stream) {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', chunk => {
    text = (text + chunk).slice(-outputLimit)
  })
  return () => text
}

/** A process that is killed may leave half a line at the end. */
function readRecord(file) {
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  return lines.slice(0, -1).map(line => JSON.parse(line))
}
