import type { Registration } from '../emit/registration.js'
import { normalizeModule, type Imported, type UserSource } from './user-source.js'

/**
 * Whether a kind is registered in the files of the user, in whatever way that is written. `perhaps` where a kind is taken from
 * its module and something is registered of which it cannot be told what it is.
 */
export function isRegistered(
  { resource }: Registration,
  sources: readonly UserSource[],
  output: string,
): 'yes' | 'perhaps' | 'no' {
  const module = normalizeModule(resource.module)
  const folder = `${normalizeModule(output.startsWith('.') ? output : `./${output}`)}/`
  const isKnown = (imported: Imported) => imported.module.startsWith(folder) || imported.module.startsWith('opwright/')
  const isThis = (imported: Imported) => imported.module === module && imported.name === resource.name

  const registered = sources.flatMap(source => source.registered.map(argument => source.resolve(argument)))
  if (registered.some(imported => imported && isThis(imported))) return 'yes'
  const isInDoubt = registered.some(imported => !imported || !isKnown(imported))
  const isTaken = sources
    .flatMap(({ references }) => references)
    .some(found => !found.isType && (found.module === module || (found.name === resource.name && !isKnown(found))))
  return isInDoubt && isTaken ? 'perhaps' : 'no'
}
