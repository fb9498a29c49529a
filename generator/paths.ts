import * as path from 'node:path'
import { isUrl, toName } from './load/input-names.js'

export { toName } from './load/input-names.js'

/** An input relative to one folder, made relative to another; URLs and `-` are the same everywhere. */
export function rebaseInput(input: string, from: string, to: string): string {
  return input === '-' || isUrl(input) ? input : toName(path.resolve(from, input), to)
}
