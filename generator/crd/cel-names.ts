/** The names that CEL has for properties, most of which are their own, and for types. */

const reserved = new Set(
  (
    'as break const continue else false for function if import in let loop package namespace null return true var void ' +
    'while'
  ).split(' '),
)

const escapes: { readonly [text: string]: string } = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
}

/** What CEL calls a property, and what newer servers call it as well; nothing where it has no name for it. */
export function celNamesOf(property: string): readonly string[] {
  if (reserved.has(property)) return [`__${property}__`, property]
  if (!/^[A-Za-z_./-][\w./-]*$/.test(property)) return []
  return [property.replaceAll(/__|[./-]/g, text => escapes[text] ?? '')]
}

/** Of types, and of packages that have some: those too that a later server may know. */
const types: ReadonlySet<string> = new Set(
  (
    'bool bytes double int list map null_type string type uint dyn any timestamp duration optional_type ' +
    'google kubernetes net cel math base64 proto lists regex'
  ).split(' '),
)

export function isTypeName(name: string): boolean {
  return types.has(name.replace(/^\./, ''))
}
