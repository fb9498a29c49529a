import * as fs from 'node:fs'
import * as path from 'node:path'
import { makeFolder } from './folders.js'
import { temporaryName } from './pending.js'
import { attempt, codeOf } from './system-error.js'

/** Texts that stand beside the files that they are to become. */
export class Staging {
  /** In the order in which they were added. */
  readonly files: { readonly temporary: string; readonly file: string }[] = []
  readonly #madeFolders: string[] = []
  #count = 0

  makeFolder(folder: string): void {
    this.#madeFolders.push(...makeFolder(folder))
  }

  /** With the permissions of the file that it takes the place of, where they are given. */
  add(file: string, text: string, mode?: number): void {
    const folder = path.dirname(file)
    this.makeFolder(folder)
    const { temporary, descriptor } = this.#createTemporary(folder)
    this.files.push({ temporary, file })
    try {
      fs.writeFileSync(descriptor, text)
      if (mode !== undefined) fs.fchmodSync(descriptor, mode)
    } finally {
      fs.closeSync(descriptor)
    }
  }

  /** Never one that is there already, be it a link. */
  #createTemporary(folder: string): { readonly temporary: string; readonly descriptor: number } {
    for (;;) {
      const temporary = path.join(folder, temporaryName(this.#count++))
      try {
        return { temporary, descriptor: fs.openSync(temporary, 'wx') }
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error
      }
    }
  }

  /** As far as it goes: called when something has failed already. */
  discard(): void {
    for (const { temporary } of this.files) attempt(() => fs.rmSync(temporary, { force: true }))
  }

  /** Those that hold nothing. */
  removeMadeFolders(): void {
    for (const folder of this.#madeFolders.reverse()) attempt(() => fs.rmdirSync(folder))
  }
}
