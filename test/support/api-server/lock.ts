import * as fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Runs `work` while no other process of this machine holds the lock; a lock whose holder is gone is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!acquire(file)) await sleep(500)
  try {
    return await work()
  } finally {
    fs.rmSync(file, { force: true })
  }
}

/** The file is linked into place with its content, so that nobody ever reads a lock without a holder. */
function acquire(file: string): boolean {
  const candidate = `${file}.${process.pid}`
  fs.writeFileSync(candidate, String(process.pid))
  try {
    fs.linkSync(candidate, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    removeIfAbandoned(file)
    return false
  } finally {
    fs.rmSync(candidate, { force: true })
  }
}

/** Renamed before it is removed: of several that find it abandoned, one succeeds, and none removes the next holder's. */
function removeIfAbandoned(file: string): void {
  try {
    const holder = Number(fs.readFileSync(file, 'utf8'))
    if (isAlive(holder)) return
    const abandoned = `${file}.abandoned-${process.pid}`
    fs.renameSync(file, abandoned)
    if (Number(fs.readFileSync(abandoned, 'utf8')) !== holder) fs.linkSync(abandoned, file)
    fs.rmSync(abandoned, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
