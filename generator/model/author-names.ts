import type { DraftShape } from './draft.js'
import type { Place } from './places.js'
import type { Prose } from './prose-votes.js'
import { commonTail } from './words.js'

/**
 * Go comments begin with the name of what they describe, and controller-gen makes descriptions of them: those of list items
 * and map values, and those of fields without a comment of their own, name the type that the schema was made from.
 */
const comment = new RegExp(
  '^(?:(?:An?|The)\\s+)?`?(?<name>[A-Z][A-Za-z0-9]*)`?\\s+(?:allows?|are|attaches|can|captures|configures?|contains?|' +
    'controls|corresponds|defines?|describes?|determines|enables|expresses|extends?|grants|groups|holds?|identifies|' +
    'indicates|is|keeps|maps|overrides|points|provides?|records|references?|refers?|reports|represents?|selects?|' +
    'serves|shows|specifies|specify)\\b',
)

const longest = 60

/** The name that the author of a schema has for a type, where it can be told. A single word would not be understood by itself. */
export function authorName(
  { prose: { asItem, asProperty } }: DraftShape,
  places: readonly Place[],
): string | undefined {
  // A field's own comment begins with the name of the field: what says more than that is the name of a type.
  const ofFields = named(asProperty).filter(name => places.some(({ segment }) => extendsField(name, segment)))
  // An item that is described and not named is one of another type.
  const ofItems = named(asItem)
  return (ofItems.includes('') ? undefined : agreed(ofItems)) ?? agreed(ofFields)
}

/** Of each description, the name that it begins with; an empty one where it begins with none. */
function named(prose: Iterable<Prose>): string[] {
  return [...prose].flatMap(({ description }) =>
    description === undefined ? [] : (comment.exec(description)?.groups?.['name'] ?? ''),
  )
}

/** Types that are alike and go by several names, `TCPRouteRule` and `UDPRouteRule`, have in common what these end in. */
function agreed(names: readonly string[]): string | undefined {
  const words = commonTail(names)
  const name = words.join('')
  return words.length > 1 && /^[A-Z]/.test(name) && name.length <= longest ? name : undefined
}

/** `VaultAuth` for `auth`, `TargetReference` for `targetRef`. */
function extendsField(name: string, segment: string): boolean {
  if (name.toLowerCase() === segment.toLowerCase()) return false
  const [type = '', field = ''] = [name, segment].map(each => each.replace(/Reference$/, 'Ref').toLowerCase())
  return type.endsWith(field)
}
