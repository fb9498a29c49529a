import * as path from 'node:path'
import { FileMemory } from '../file-memory.js'
import { isUrl } from '../load/input-names.js'
import { UsageError, type GenerateOptions } from '../options.js'
import { recordedInputs } from '../settings.js'
import type { OutputOptions } from './arguments.js'
import { InputWatcher } from './input-watcher.js'
import { inLine, type Terminal } from './terminal.js'

/**
 * Generates at once and after each change of the inputs, until it is interrupted. Answers the exit status: 0 then, and that of the first run
 * where it says so little that there is nothing to watch.
 *
 * @param generateOnce - Generates and tells about it; answers an exit status.
 */
export async function runWatch(
  { inputs: given = [], out = 'generated' }: GenerateOptions,
  { quiet }: OutputOptions,
  terminal: Terminal,
  generateOnce: (memory?: FileMemory) => Promise<number>,
): Promise<number> {
  const cwd = process.cwd()
  const output = path.resolve(cwd, out)
  const inputs = given.length > 0 ? given : recordedInputs(output, cwd)
  if (!inputs) return generateOnce()
  if (inputs.includes('-')) throw new UsageError('--watch cannot follow standard input')
  const files = inputs.filter(input => !isUrl(input))
  if (files.length === 0) throw new UsageError('--watch cannot follow URLs, and there is no other input')

  const say = (text: string) => terminal.err.write(`opwright: ${inLine(text)}\n`)
  const onProblem = (folder: string, error: unknown) => {
    say(`${folder} cannot be watched: ${error instanceof Error ? error.message : String(error)}`)
  }
  const memory = new FileMemory()
  const watcher = new InputWatcher({ cwd, output, onProblem })
  const interrupted = terminal.interrupted().then(() => 'interrupted' as const)
  try {
    watcher.follow(files)
    await generateOnce(memory)
    if (!quiet) say(`watching ${files.join(', ')}; Ctrl-C ends it`)
    while ((await Promise.race([interrupted, watcher.changed()])) !== 'interrupted') {
      watcher.follow(files)
      await generateOnce(memory).catch((error: unknown) => {
        // What was recorded may be gone.
        if (!(error instanceof UsageError)) throw error
        say(error.message)
      })
    }
    return 0
  } finally {
    watcher.close()
  }
}
