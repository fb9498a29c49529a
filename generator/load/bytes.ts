import * as fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Limits } from './limits.js'

/** The content of a file, a named pipe or a device; nothing where there is more than the limit. */
export async function readBytes(file: string, limits: Limits): Promise<Uint8Array | undefined> {
  const found = fs.statSync(file)
  if (found.isFIFO()) return collect(readPipe(file, limits), limits.bytes)
  const descriptor = fs.openSync(file, 'r')
  try {
    if (!found.isFile()) return await collect(readChunks(descriptor), limits.bytes)
    return found.size > limits.bytes ? undefined : fs.readFileSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** All of it; nothing where that is more than the limit. */
export async function collect(
  stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    // Leaving the loop cancels the rest.
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const chunkSize = 65_536

/** A device does not tell its size before. */
function* readChunks(descriptor: number): Generator<Uint8Array> {
  for (;;) {
    const chunk = Buffer.allocUnsafe(chunkSize)
    const size = fs.readSync(descriptor, chunk)
    if (size === 0) return
    yield chunk.subarray(0, size)
  }
}

/** Opened without waiting: a pipe that nobody writes to would never be open. */
async function* readPipe(file: string, { pipeTimeoutMs }: Limits): AsyncGenerator<Uint8Array> {
  const descriptor = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK)
  try {
    let hasWriter = false
    for (let waited = 0; ;) {
      const chunk = readIfAny(descriptor)
      hasWriter ||= chunk?.length !== 0
      if (chunk?.length) yield chunk
      else if (chunk && hasWriter) return
      else {
        if (!hasWriter && waited >= pipeTimeoutMs) throw new Error('nobody writes to this pipe')
        await sleep(pollMs)
        waited += pollMs
      }
    }
  } finally {
    fs.closeSync(descriptor)
  }
}

const pollMs = 10

/** Empty where nobody writes, or nobody any more; nothing where somebody has not written yet. */
function readIfAny(descriptor: number): Uint8Array | undefined {
  const chunk = Buffer.allocUnsafe(chunkSize)
  try {
    return chunk.subarray(0, fs.readSync(descriptor, chunk))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined
    throw error
  }
}
