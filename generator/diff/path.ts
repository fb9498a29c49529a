import type { ValuePath } from '../load/document.js'

/** A place within a schema as a field: `properties`, `spec`, `items` is `spec[]`. */
export function fieldPath(schemaPath: ValuePath): string {
  let text = ''
  for (let at = 0; at < schemaPath.length; at++) {
    const step = schemaPath[at]
    if (step === 'items') text += '[]'
    else if (step === 'additionalProperties') text += text === '' ? '*' : '.*'
    else if (step === 'properties') {
      const name = String(schemaPath[++at])
      if (!/^[\w$-]+$/.test(name)) text += `[${JSON.stringify(name)}]`
      else text += text === '' ? name : `.${name}`
    }
  }
  return text
}

/** The same for equal paths. */
export function pathKey(path: ValuePath): string {
  return JSON.stringify(path)
}
