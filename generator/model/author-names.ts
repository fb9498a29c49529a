import type { DraftShape } from './draft.js'
import type { Place } from './places.js'
import type { Prose, ProseVotes } from './prose-votes.js'
import { commonTail, singular } from './words.js'

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
/** Each name is held against each field; real schemas take a thousandth of that. */
const mostCompared = 1_000_000

/** The name that the author of a schema has for a type, where it can be told. A single word would not be understood by itself. */
export function authorName({ prose }: DraftShape, places: readonly Place[]): string | undefined {
  // An item that is described and not named is one of another type.
  const ofItems = named(prose.asItem)
  return (ofItems.includes('') ? undefined : agreed(ofItems)) ?? nameOfFields(prose.asProperty, places)
}

/**
 * A field's own comment begins with the name of the field. What says more than that is the name of a type if it says so of most
 * fields; so is what fields of several names begin with, all that are described, although none of them is called so.
 */
function nameOfFields(prose: ProseVotes, places: readonly Place[]): string | undefined {
  const fields = places.map(({ segment }) => segment)
  const names = named(prose)
  if (names.length * fields.length > mostCompared) return undefined
  const extended = (name: string) => fields.filter(field => extendsField(name, field)).length
  const more = agreed(names.filter(name => extended(name) > 0))
  const ended = (name: string) => fields.filter(field => endsIn(field, name)).length
  // What one field is called, and not all end in, is said of that field alone.
  const isOwn = (name: string) => isField(name, fields) && ended(name) < fields.length
  if (more !== undefined && !isOwn(more) && 2 * (extended(more) + ended(more)) > fields.length) return more
  const isOfSeveral = new Set(fields).size > 1 && prose.described > 1 && !names.some(isOwn)
  return isOfSeveral ? agreed(names) : undefined
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

/** Whether it is what a field is called, in whatever case and number. */
function isField(name: string, fields: readonly string[]): boolean {
  const key = (text: string) => singular(text).toLowerCase()
  return fields.some(field => key(field) === key(name))
}

function endsIn(field: string, name: string): boolean {
  return field.toLowerCase().endsWith(name.toLowerCase())
}

/** `VaultAuth` for `auth`, `TargetReference` for `targetRef`. */
function extendsField(name: string, segment: string): boolean {
  if (name.toLowerCase() === segment.toLowerCase()) return false
  const [type = '', field = ''] = [name, segment].map(each => each.replace(/Reference$/, 'Ref').toLowerCase())
  return type.endsWith(field)
}
