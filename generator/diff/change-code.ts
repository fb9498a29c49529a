/** What changed, as `area/what`. A version may add some; what one of them means does not change. */
export type ChangeCode = FieldCode | LimitCode | AlternativeCode | KeepingCode | VersionCode | KindCode | ConventionCode

/** `field/undeclared`: the schema says nothing of it any more, and does not drop it; `declared` is the opposite. */
type FieldCode =
  | `field/${'added' | 'required-added' | 'removed' | 'declared' | 'undeclared'}`
  | `required/${'added' | 'removed'}`
  | `default/${'added' | 'removed' | 'changed'}`
  | `type/${'changed' | 'widened'}`
  | `nullable/${'allowed' | 'forbidden'}`
  | `enum/${'introduced' | 'lifted' | 'value-added' | 'value-removed'}`
  /** Whether `@deprecated` stands at it. */
  | `field/${'deprecated' | 'undeprecated'}`
  /** Types alone, by what changed around them. */
  | 'types/changed'
  /** Descriptions, titles and examples: once for a version. */
  | 'words/changed'

/** Another `pattern` or `format` is `tightened`: which of two takes more is not decided. */
type LimitCode = `${LimitArea}/${'tightened' | 'loosened'}`

export type LimitArea =
  | `${'' | 'exclusive-'}${'minimum' | 'maximum'}`
  | `${'min' | 'max'}-${'length' | 'items' | 'properties'}`
  | 'multiple-of'
  | 'unique-items'
  | 'pattern'
  | 'format'

/** `rule` is of CEL; `transition-added` is one about the old value, which refuses updates and nothing stored. */
type AlternativeCode =
  `${AlternativeArea}/${'changed' | 'loosened'}` | `rule/${'added' | 'transition-added' | 'removed' | 'answer-changed'}`

export type AlternativeArea = 'all-of' | 'any-of' | 'one-of' | 'not'

/** What a server keeps of what no schema names, and how it merges what is applied. */
type KeepingCode =
  | `unknown-fields/${'kept' | 'dropped'}`
  | `${'values' | 'items'}/${'changed' | 'loosened'}`
  | `embedded-resource/${'added' | 'removed'}`
  | `${'list-type' | 'list-map-keys' | 'map-type'}/changed`

type VersionCode =
  | PassageCode
  | `version/${'added' | 'removed' | 'served' | 'unserved' | 'deprecated' | 'undeprecated' | 'storage-changed'}`
  | 'version/deprecation-warning-changed'
  | `subresource/${'status-added' | 'status-removed' | 'scale-added' | 'scale-removed' | 'scale-changed'}`
  | `printer-column/${'added' | 'removed' | 'changed' | 'moved'}`
  | `selectable-field/${'added' | 'removed'}`

/**
 * Without a conversion, of a served version and the one that objects are stored as, where it was not so before. What is `written` through
 * the one is stored as the other, and what is `stored` is read through it: a value is `dropped` on the way, may be `unfit` where it comes
 * to, or is not there because the default of the version that is read is `unfilled`.
 */
type PassageCode = `conversion/${'written' | 'stored'}-${'dropped' | 'unfit'}` | 'conversion/stored-unfilled'

type KindCode =
  | `kind/${'added' | 'removed'}`
  | 'scope/changed'
  | `names/${'kind' | 'list-kind' | 'singular'}-changed`
  | `names/${'short-name' | 'category'}-${'added' | 'removed'}`
  | `conversion/${'strategy-changed' | 'changed'}`

/** What is new and goes against the API conventions of Kubernetes; told where it is asked for. */
export type ConventionCode =
  | `convention/${'boolean' | 'float' | 'unsigned' | 'map' | 'list-type' | 'conditions' | 'status-subresource'}`
  | 'convention/rule-cost'
