import * as fs from 'node:fs'
import { readBytes } from './load/bytes.js'
import type { Limits } from './load/limits.js'
import { hashFile } from './write/disk.js'
import type { ManifestUnit } from './write/manifest.js'
import { parseManifest, type ReadManifest } from './write/read-manifest.js'

/**
 * What a process that goes on knows of files from run to run: one that nobody has touched since, as far as the file system tells, is
 * not read again.
 */
export class FileMemory {
  readonly #sources = new Remembered<Uint8Array>()
  readonly #hashes = new Remembered<string>()
  #manifest: ReadManifest | undefined

  /** `now`: the time, as the file system has it. */
  constructor(private readonly now: () => number = Date.now) {}

  /** As {@link readBytes}. */
  readonly readBytes = async (file: string, limits: Limits): Promise<Uint8Array | undefined> => {
    const mark = markOf(fs.statSync(file), this.now())
    return this.#sources.get(file, mark) ?? this.#sources.set(file, mark, await readBytes(file, limits))
  }

  /** As {@link hashFile}. */
  readonly hashFile = (file: string, found: fs.Stats): string => {
    const mark = markOf(found, this.now())
    return this.#hashes.get(file, mark) ?? this.#hashes.set(file, mark, hashFile(file))
  }

  /** As {@link parseManifest}. A text that is known gives the very object that it was made from, and all that is known of its parts holds. */
  readonly parseManifest = (text: string): ReadManifest['content'] => {
    if (this.#manifest?.text !== text) this.#manifest = { text, content: parseManifest(text) }
    return this.#manifest.content
  }

  /** What a run is about to write is most often what the next one reads. */
  readonly keepManifest = ({ text, content }: ManifestUnit): void => {
    this.#manifest = { text, content }
  }
}

/** By path. */
class Remembered<Content> {
  readonly #known = new Map<string, { readonly mark: Mark; readonly content: Content }>()

  get(file: string, mark: Mark | undefined): Content | undefined {
    const known = this.#known.get(file)
    return known && mark && isSame(known.mark, mark) ? known.content : undefined
  }

  set<Found extends Content | undefined>(file: string, mark: Mark | undefined, content: Found): Found {
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

/** Another one whenever the file may hold something else. */
type Mark = Pick<fs.Stats, 'dev' | 'ino' | 'size' | 'mtimeMs' | 'ctimeMs'>

/** Nothing where it cannot be told whether the file will hold something else. */
function markOf(found: fs.Stats, now: number): Mark | undefined {
  const { dev, ino, size, mtimeMs, ctimeMs } = found
  const isSettled = Math.abs(now - Math.max(mtimeMs, ctimeMs)) > longestTickMs
  return found.isFile() && isSettled ? { dev, ino, size, mtimeMs, ctimeMs } : undefined
}

function isSame(one: Mark, other: Mark): boolean {
  return (
    one.dev === other.dev &&
    one.ino === other.ino &&
    one.size === other.size &&
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs
  )
}
