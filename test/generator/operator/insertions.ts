import { ts } from 'ts-morph'
import type { Registration } from '../../../generator/emit/registration.js'
import { insertRegistrations, type Insertion } from '../../../generator/operator/insert.js'

export function registration(kind: string, group = 'example.com'): Registration {
  const file = kind.toLowerCase()
  return {
    resource: {
      module: `../generated/${group}/v1/${file}.js`,
      name: kind,
      prefix: group === 'example.com' ? 'Example' : 'Other',
    },
    reconciler: { module: `./${file}-reconciler.js`, name: `My${kind}Reconciler` },
  }
}

/** Into `main.ts`, with other files of the operator folder by their paths. */
export function insert(
  text: string,
  registrations: readonly Registration[] = [registration('Gadget')],
  others: { readonly [path: string]: string } = {},
): Insertion {
  return insertRegistrations(ts, {
    main: { path: 'main.ts', text },
    others: Object.entries(others).map(([path, other]) => ({ path, text: other })),
    registrations,
    output: '../generated',
  })
}
