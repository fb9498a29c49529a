import { isDeepStrictEqual } from 'node:util'
import type { Report } from '../diagnostic.js'
import type { CustomResourceDefinition } from './custom-resource-definition.js'

/**
 * Two definitions may not claim one kind, or one plural, of a group: an API server holds only one of them. The same definition given
 * twice is one.
 */
export function withoutRepetitions(
  definitions: readonly CustomResourceDefinition[],
  report: Report,
): CustomResourceDefinition[] {
  const claimed = new Map<string, CustomResourceDefinition>()
  return definitions.filter(definition => {
    const { group, names, document } = definition
    const claims = [`kind ${names.kind}`, `plural ${names.plural}`].map(claim => `${claim} of ${group}`)
    const claim = claims.find(each => claimed.has(each))
    const other = claim === undefined ? undefined : claimed.get(claim)
    if (!other) {
      for (const each of claims) claimed.set(each, definition)
      return true
    }
    if (isDeepStrictEqual(other.document.value, document.value)) return false
    const path = ['spec', 'names', claim?.startsWith('kind') ? 'kind' : 'plural']
    const { line } = other.document.position(path)
    report({
      severity: 'error',
      code: 'crd/duplicate',
      message: `the ${claim} is claimed by ${other.document.source.name}:${line} as well`,
      file: document.source.name,
      position: document.position(path),
      help: 'Leave one of the two out of the input.',
    })
    return false
  })
}
