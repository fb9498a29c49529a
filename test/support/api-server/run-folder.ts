import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { isAlive } from './lock.js'

const base = path.join(os.tmpdir(), `opwright-api-server-${os.userInfo().username}`)

/** A folder for one control plane, named after this process. Folders of processes that are gone are swept first. */
export function makeRunFolder(): string {
  fs.mkdirSync(base, { recursive: true, mode: 0o700 })
  sweep()
  return fs.mkdtempSync(path.join(base, `${process.pid}-`))
}

/** The guards end what a dead process leaves; this is for what is left where a guard was killed as well. */
function sweep(): void {
  for (const name of fs.readdirSync(base)) {
    const folder = path.join(base, name)
    if (isAlive(Number.parseInt(name, 10))) continue
    for (const file of listOrNothing(folder).filter(entry => entry.endsWith('.pid')))
      endLeftover(path.join(folder, file), folder)
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** A process id may be another program's by now: only one that was started with this folder in its arguments is ended. */
function endLeftover(pidFile: string, folder: string): void {
  try {
    const pid = fs.readFileSync(pidFile, 'utf8').trim()
    const command = execFileSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' })
    if (command.includes(folder)) process.kill(Number(pid), 'SIGKILL')
  } catch {
    // It is gone, as it should be.
  }
}

function listOrNothing(folder: string): string[] {
  try {
    return fs.readdirSync(folder)
  } catch {
    return [] // another process sweeps as well
  }
}
