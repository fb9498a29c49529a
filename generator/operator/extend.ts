import { MAIN } from '../emit/emit.js'
import type { Registration } from '../emit/registration.js'
import type { Left } from './insert.js'
import { readFiles } from './read-files.js'

export interface ExtendOptions {
  /** Absolute folders. */
  readonly roots: { readonly operator: string; readonly output: string }
  readonly outputFromOperator: string
}

/** What becomes of the user's entry point. */
export interface Extension {
  /** Absent where nothing is inserted. */
  readonly insertion?: { readonly path: string; readonly before: string; readonly text: string }
  readonly left: readonly Left[]
}

/** Finds where in the user's entry point new controllers are to be registered. Writes nothing. */
export async function extendMain(
  registrations: readonly Registration[],
  { roots, outputFromOperator }: ExtendOptions,
): Promise<Extension> {
  if (registrations.length === 0) return { left: [] }
  const files = readFiles(roots)
  const main = files.find(({ path }) => path === MAIN)
  if (!main) {
    const reason = 'it is not there, or is no file in UTF-8'
    return { left: registrations.map(registration => ({ registration, reason })) }
  }
  const others = files.filter(file => file !== main && mayConcern(file.text, registrations))
  const [{ ts }, { insertRegistrations }] = await Promise.all([import('ts-morph'), import('./insert.js')])
  const { edits, text, left } = insertRegistrations(ts, { main, others, registrations, output: outputFromOperator })
  return { ...(edits.length > 0 && { insertion: { path: MAIN, before: main.text, text } }), left }
}

/** Spares most files being parsed. */
function mayConcern(text: string, registrations: readonly Registration[]): boolean {
  return text.includes('controller') || registrations.some(({ resource }) => text.includes(resource.name))
}
