import { literal } from '../emit/text.js'
import type { Extension } from './extend.js'

/**
 * What the entry point was not given: a note for each reason, with what is to be added by hand.
 *
 * @param main - What the user calls the entry point.
 */
export function leftToRegister({ left }: Extension, main: string): string[] {
  return [...new Set(left.map(({ reason }) => reason))].map(reason => {
    const registrations = left.filter(each => each.reason === reason).map(({ registration }) => registration)
    const lines = [
      ...registrations.flatMap(({ resource, reconciler }) => [
        `import { ${resource.name} } from ${literal(resource.module)};`,
        `import { ${reconciler.name} } from ${literal(reconciler.module)};`,
      ]),
      ...registrations.map(({ resource, reconciler }) => {
        return `manager.controller(${resource.name}, new ${reconciler.name}());`
      }),
    ]
    return `${main} needs your hand, because ${reason}; add what is new there:${lines.map(line => `\n  ${line}`).join('')}`
  })
}
