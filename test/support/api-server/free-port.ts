import * as fs from 'node:fs'
import * as net from 'node:net'
import * as os from 'node:os'
import * as path from 'node:path'

/** Longer than a server takes from drawing its port to listening on it. */
const reservationMs = 2 * 60 * 1000

/**
 * A loopback port that nobody listens on, reserved among the processes of this machine that draw theirs here:
 * two servers that start at once never draw the same one. Others may: who starts on it must be ready to draw again.
 */
export async function freePort(folder = path.join(os.tmpdir(), 'opwright-ports')): Promise<number> {
  fs.mkdirSync(folder, { recursive: true })
  for (;;) {
    const port = await unusedPort()
    if (reserve(path.join(folder, String(port)))) return port
  }
}

function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function reserve(file: string): boolean {
  const age = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  if (age < reservationMs) return false
  fs.rmSync(file, { force: true })
  try {
    fs.writeFileSync(file, '', { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
