import * as fs from 'node:fs'
import { readBytes } from './load/bytes.js'
import type { Limits } from './load/limits.js'
import { hashFile } from './write/disk.js'

/**
 * What a process that goes on knows of files from run to run: one that nobody has touched since, as far as the file system tells, is
 * not read again.
 */
export class FileMemory {
  readonly #sources = new Remembered<Uint8Array>()
  readonly #hashes = new Remembered<string>()

  /** `now`: the time, as the file system has it. */
  constructor(private readonly now: () => number = Date.now) {}

  /** As {@link readBytes}. */
  readonly readBytes = async (file: string, limits: Limits): Promise<Uint8Array | undefined> => {
    const mark = markOf(file, this.now())
    return this.#sources.get(file, mark) ?? this.#sources.set(file, mark, await readBytes(file, limits))
  }

  /** As {@link hashFile}. */
  readonly hashFile = (file: string): string => {
    const mark = markOf(file, this.now())
    return this.#hashes.get(file, mark) ?? this.#hashes.set(file, mark, hashFile(file))
  }
}

/** By path. */
class Remembered<Content> {
  readonly #known = new Map<string, { readonly mark: string; readonly content: Content }>()

  get(file: string, mark: string | undefined): Content | undefined {
    const known = this.#known.get(file)
    return known && known.mark === mark ? known.content : undefined
  }

  set<Found extends Content | undefined>(file: string, mark: string | undefined, content: Found): Found {
    if (mark === undefined || content === undefined) this.#known.delete(file)
    else this.#known.set(file, { mark, content })
    return content
  }
}

/**
 * A file may be written again within one tick of the clock of its file system, which shows nothing then: what was touched so
 * recently is not remembered. The longest tick in use is that of FAT.
 */
const longestTickMs = 2000

/** Another one whenever the file may hold something else; nothing where that cannot be told. */
function markOf(file: string, now: number): string | undefined {
  const found = fs.statSync(file)
  const { dev, ino, size, mtimeMs, ctimeMs } = found
  const isSettled = Math.abs(now - Math.max(mtimeMs, ctimeMs)) > longestTickMs
  return found.isFile() && isSettled ? [dev, ino, size, mtimeMs, ctimeMs].join(' ') : undefined
}
