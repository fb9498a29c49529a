/** Definitions of a made-up kind, each with one thing changed, and what is to be said to each. */

export interface Verdict {
  readonly what: string
  readonly definition: unknown
  /** The codes of the diagnostics, sorted. Of a v1 definition that is accepted there are none. */
  readonly codes: readonly string[]
}

type Data = { readonly [key: string]: unknown }

/** A definition that every server accepts, with other fields in its `spec`, and a schema for the `spec` of its objects. */
function widget(spec: Data = {}, metadata: Data = {}): Data {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com', ...metadata },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [version()],
      ...spec,
    },
  }
}

function version(fields: Data = {}): Data {
  return { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } }, ...fields }
}

const root = (schema: Data, fields: Data = {}) =>
  widget({ versions: [version({ schema: { openAPIV3Schema: schema }, ...fields })] })
const rootOf = (fields: Data) => root({ type: 'object', ...fields })
/** The schema of `spec.it` of a widget. */
const field = (schema: unknown) => rootOf({ properties: { spec: { type: 'object', properties: { it: schema } } } })
const names = (fields: Data) => widget({ names: { kind: 'Widget', plural: 'widgets', ...fields } })
const group = (name: string, annotations: Data = {}) =>
  widget({ group: name }, { name: `widgets.${name}`, annotations })
const versions = (...each: Data[]) => widget({ versions: each.map(fields => version(fields)) })
const webhook = (fields: Data) => widget({ conversion: { strategy: 'Webhook', webhook: fields } })
const scale = (fields: Data) =>
  versions({
    subresources: { scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', ...fields } },
  })
const list = (fields: Data, items: Data = { type: 'object', properties: { name: { type: 'string' } } }) =>
  field({ type: 'array', items, ...fields })
const map = (item: Data, keys: readonly string[] = ['name']) =>
  list({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys }, item)
const rule = (fields: Data) => field({ type: 'string', 'x-kubernetes-validations': [{ rule: 'true', ...fields }] })
const string = { type: 'string' }
const named = { type: 'object', properties: { name: string }, required: ['name'] }

const cases: readonly (readonly [what: string, definition: Data, ...codes: string[]])[] = [
  ['the plainest', widget()],

  ['no name', widget({}, { name: '' }), 'crd/name'],
  ['another name', widget({}, { name: 'widgets.example.org' }), 'crd/name'],
  ['a group without a dot', group('example'), 'crd/group'],
  ['a group that is no domain', group('example..com'), 'crd/group', 'crd/name'],
  ['a group in upper case', group('Example.com'), 'crd/group', 'crd/name'],
  ['no group', group(''), 'crd/name', 'crd/required'],
  ['no scope', widget({ scope: '' }), 'crd/required'],
  ['an unknown scope', widget({ scope: 'Namespace' }), 'crd/scope'],
  ['no kind', names({ kind: '' }), 'crd/required'],
  ['no plural', names({ plural: '' }), 'crd/required'],
  ['a kind with a dot', names({ kind: 'Wid.get', listKind: 'WidgetList', singular: 'widget' }), 'crd/name'],
  [
    'a kind that begins with a digit',
    names({ kind: '3Widget', singular: 'widget', listKind: 'WidgetList' }),
    'crd/name',
  ],
  ['a singular in upper case', names({ singular: 'Widget' }), 'crd/name'],
  ['a kind in lower case', names({ kind: 'widget' })],
  ['a listKind that is the kind', names({ listKind: 'Widget' }), 'crd/name'],
  ['a listKind with a space', names({ listKind: 'Widget List' }), 'crd/name'],
  ['a short name in upper case', names({ shortNames: ['w', 'W'] }), 'crd/name'],
  ['a category with a dot', names({ categories: ['all', 'a.b'] }), 'crd/name'],

  ['a protected group', group('widgets.k8s.io'), 'crd/approval'],
  ['k8s.io itself', group('k8s.io'), 'crd/approval'],
  ['a group that only looks protected', group('widgets-k8s.io')],
  ['an unapproved protected group', group('x.kubernetes.io', { 'api-approved.kubernetes.io': 'unapproved, a test' })],
  [
    'an approved group',
    group('x.k8s.io', { 'api-approved.kubernetes.io': 'https://github.com/kubernetes/enhancements/1' }),
  ],
  ['an approval that is no URL', group('x.k8s.io', { 'api-approved.kubernetes.io': 'yes' }), 'crd/approval'],
  ['an approval without a host', group('x.k8s.io', { 'api-approved.kubernetes.io': 'mailto:me' }), 'crd/approval'],
  ['an empty approval', group('x.k8s.io', { 'api-approved.kubernetes.io': '' }), 'crd/approval'],

  ['two versions', versions({}, { name: 'v2', storage: false })],
  ['no versions', widget({ versions: [] }), 'crd/required'],
  ['two versions of one name', versions({}, { storage: false }), 'crd/versions'],
  ['two storage versions', versions({}, { name: 'v2' }), 'crd/versions'],
  ['no storage version', versions({ storage: false }), 'crd/versions'],
  ['a version with a dot', versions({ name: 'v1.0' }), 'crd/name'],
  ['a version without a schema', versions({ schema: undefined }), 'structural/missing-schema'],
  ['a version whose schema is empty', versions({ schema: {} }), 'structural/missing-schema'],
  ['a deprecated version', versions({ deprecated: true, deprecationWarning: 'gone soon' })],
  ['a warning without deprecation', versions({ deprecationWarning: 'gone soon' }), 'crd/deprecation'],
  ['an empty warning', versions({ deprecated: true, deprecationWarning: '' }), 'crd/deprecation'],
  ['a long warning', versions({ deprecated: true, deprecationWarning: 'x'.repeat(257) }), 'crd/deprecation'],
  ['a warning of two lines', versions({ deprecated: true, deprecationWarning: 'a\nb' }), 'crd/deprecation'],
  ['preserveUnknownFields', widget({ preserveUnknownFields: true }), 'crd/preserve-unknown-fields'],
  ['preserveUnknownFields: false', widget({ preserveUnknownFields: false })],

  ['a top-level version', widget({ version: 'v1' }), 'crd/unknown-field'],
  ['a top-level schema', widget({ validation: { openAPIV3Schema: { type: 'object' } } }), 'crd/unknown-field'],
  ['an unknown field of metadata', widget({}, { description: 'words' }), 'crd/unknown-field'],
  [
    'all of metadata',
    widget({}, { labels: { a: 'b' }, annotations: { c: 'd' }, finalizers: [], creationTimestamp: null }),
  ],
  ['a label that is a number', widget({}, { labels: { a: 1 } }), 'crd/type'],
  ['an annotation that is true', widget({}, { annotations: { a: true } }), 'crd/type'],
  ['subresources that are a number', versions({ subresources: 5 }), 'crd/type'],
  [
    'a printer column with a misspelt field',
    versions({ additionalPrinterColumns: [{ name: 'A', type: 'string', JSONPath: '.a', jsonPath: '.a' }] }),
    'crd/unknown-field',
  ],
  ['a misspelt name', names({ shortnames: ['w'] }), 'crd/unknown-field'],
  ['a misspelt subresource', versions({ subresource: { status: {} } }), 'crd/unknown-field'],
  ['an unknown subresource', versions({ subresources: { log: {} } }), 'crd/unknown-field'],
  [
    'printer columns and selectable fields',
    versions({
      additionalPrinterColumns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
      selectableFields: [],
    }),
  ],

  ['a scale subresource', scale({ labelSelectorPath: '.spec.selector' })],
  ['a scale without specReplicasPath', scale({ specReplicasPath: '' }), 'crd/scale'],
  ['a specReplicasPath under status', scale({ specReplicasPath: '.status.replicas' }), 'crd/scale'],
  ['a statusReplicasPath under spec', scale({ statusReplicasPath: '.spec.replicas' }), 'crd/scale'],
  ['a path without a dot', scale({ specReplicasPath: 'spec.replicas' }), 'crd/scale'],
  ['a path into a list', scale({ specReplicasPath: '.spec.sets[0].replicas' })],
  ['a labelSelectorPath elsewhere', scale({ labelSelectorPath: '.metadata.labels' }), 'crd/scale'],

  ['a strategy of none', widget({ conversion: { strategy: 'None' } })],
  ['an unknown strategy', widget({ conversion: { strategy: 'Magic' } }), 'crd/conversion'],
  ['no strategy', widget({ conversion: {} }), 'crd/conversion'],
  ['a webhook by URL', webhook({ clientConfig: { url: 'https://a.example.com/x' }, conversionReviewVersions: ['v1'] })],
  [
    'a webhook of a service',
    webhook({ clientConfig: { service: { name: 'a', namespace: 'b' } }, conversionReviewVersions: ['v1', 'v1beta1'] }),
  ],
  [
    'a webhook of a service without a name',
    webhook({ clientConfig: { service: { namespace: 'b' } }, conversionReviewVersions: ['v1'] }),
    'crd/conversion',
  ],
  ['a webhook without clientConfig', webhook({ conversionReviewVersions: ['v1'] }), 'crd/conversion'],
  ['a webhook of nobody', webhook({ clientConfig: {}, conversionReviewVersions: ['v1'] }), 'crd/conversion'],
  [
    'a webhook without review versions',
    webhook({ clientConfig: { url: 'https://a.example.com/x' }, conversionReviewVersions: [] }),
    'crd/conversion',
  ],
  [
    'a webhook of unknown review versions',
    webhook({ clientConfig: { url: 'https://a.example.com/x' }, conversionReviewVersions: ['v9'] }),
    'crd/conversion',
  ],
  [
    'a webhook for nothing',
    widget({
      conversion: {
        strategy: 'None',
        webhook: { clientConfig: { url: 'https://a.example.com/x' }, conversionReviewVersions: ['v1'] },
      },
    }),
    'crd/conversion',
  ],

  ['a root without a type', root({}), 'structural/missing-type'],
  ['a root of another type', root({ type: 'string' }), 'structural/root-type'],
  ['a root that preserves unknown fields, without a type', root({ 'x-kubernetes-preserve-unknown-fields': true })],
  ['a root that preserves unknown fields', rootOf({ 'x-kubernetes-preserve-unknown-fields': true })],
  ['a nullable root', rootOf({ nullable: true }), 'structural/nullable-root'],
  ['a map as root', rootOf({ additionalProperties: string }), 'structural/additional-properties-at-root'],
  ['anything as root', rootOf({ additionalProperties: true }), 'structural/additional-properties-at-root'],
  ['alternatives at the root', rootOf({ oneOf: [{ required: ['spec'] }] })],
  [
    'alternatives at the root, beside a status subresource',
    root({ type: 'object', oneOf: [{ required: ['spec'] }] }, { subresources: { status: {} } }),
    'structural/root-keyword',
  ],
  [
    'minProperties at the root, beside a status subresource',
    root({ type: 'object', minProperties: 1 }, { subresources: { status: {} } }),
    'structural/root-keyword',
  ],
  [
    'rules at the root, beside a status subresource',
    root(
      {
        type: 'object',
        required: ['spec'],
        properties: { spec: string },
        'x-kubernetes-validations': [{ rule: 'true' }],
      },
      { subresources: { status: {} } },
    ),
  ],

  ['a field without a type', field({}), 'structural/missing-type'],
  ['a field that says what it is in words', field({ description: 'words' }), 'structural/missing-type'],
  ['a field that preserves unknown fields', field({ 'x-kubernetes-preserve-unknown-fields': true })],
  ['items without a type', field({ type: 'array', items: {} }), 'structural/missing-type'],
  ['values without a type', field({ type: 'object', additionalProperties: {} }), 'structural/missing-type'],
  ['an unknown type', field({ type: 'int' }), 'structural/unknown-type'],
  ['null as type', field({ type: 'null' }), 'structural/unknown-type'],
  ['a list without items', field({ type: 'array' }), 'structural/missing-items'],
  ['a list of lists without items', field({ type: 'array', items: { type: 'array' } }), 'structural/missing-items'],
  ['items as a list', field({ type: 'array', items: [string] }), 'structural/items-list'],
  ['unique items', field({ type: 'array', items: string, uniqueItems: true }), 'structural/unique-items'],
  ['items that need not be unique', field({ type: 'array', items: string, uniqueItems: false })],
  ['$ref', field({ type: 'string', $ref: '#/definitions/a' }), 'structural/unsupported-keyword'],
  ['id', field({ type: 'string', id: 'a' }), 'structural/unsupported-keyword'],
  [
    '$schema',
    field({ type: 'string', $schema: 'http://json-schema.org/draft-04/schema#' }),
    'structural/unsupported-keyword',
  ],
  ['definitions', field({ type: 'string', definitions: { a: string } }), 'structural/unsupported-keyword'],
  ['dependencies', field({ type: 'object', dependencies: { a: ['b'] } }), 'structural/unsupported-keyword'],
  [
    'patternProperties',
    field({ type: 'object', patternProperties: { '^a': string } }),
    'structural/unsupported-keyword',
  ],
  ['additionalItems', field({ type: 'array', items: string, additionalItems: true }), 'structural/unsupported-keyword'],
  ['const', field({ type: 'string', const: 'a' }), 'structural/unknown-keyword'],
  ['a misspelt keyword', field({ type: 'string', minlength: 1 }), 'structural/unknown-keyword'],

  ['additionalProperties: false', field({ type: 'object', additionalProperties: false })],
  [
    'properties and additionalProperties: false',
    field({ type: 'object', properties: { a: string }, additionalProperties: false }),
    'structural/properties-and-additional-properties',
  ],
  [
    'properties and additionalProperties: true',
    field({ type: 'object', properties: { a: string }, additionalProperties: true }),
  ],
  [
    'properties and additionalProperties',
    field({ type: 'object', properties: { a: string }, additionalProperties: string }),
    'structural/properties-and-additional-properties',
  ],
  ['no properties and additionalProperties', field({ type: 'object', properties: {}, additionalProperties: string })],

  ['an int-or-string', field({ 'x-kubernetes-int-or-string': true })],
  [
    'an int-or-string with alternatives',
    field({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }),
  ],
  [
    'an int-or-string with more alternatives',
    field({
      'x-kubernetes-int-or-string': true,
      allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { anyOf: [{ pattern: 'a' }, { minimum: 1 }] }],
    }),
  ],
  [
    'an int-or-string with alternatives in another order',
    field({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'string' }, { type: 'integer' }] }),
    'structural/forbidden-in-junctor',
    'structural/forbidden-in-junctor',
  ],
  ['an int-or-string with a type', field({ type: 'string', 'x-kubernetes-int-or-string': true })],
  [
    'an int or a string, without the extension',
    field({ anyOf: [{ type: 'integer' }, { type: 'string' }] }),
    'structural/missing-type',
  ],
  [
    'an int-or-string that preserves unknown fields',
    field({ 'x-kubernetes-int-or-string': true, 'x-kubernetes-preserve-unknown-fields': true }),
    'structural/int-or-string',
  ],
  [
    'preserve-unknown-fields: false',
    field({ type: 'object', 'x-kubernetes-preserve-unknown-fields': false }),
    'structural/preserve-unknown-fields',
  ],

  [
    'an embedded resource',
    field({ type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true }),
  ],
  [
    'an embedded resource without a type',
    field({ 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true }),
    'structural/embedded-resource',
  ],
  [
    'an embedded resource that is a string',
    field({ type: 'string', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true }),
    'structural/embedded-resource',
  ],
  [
    'an embedded resource of which nothing is kept',
    field({ type: 'object', 'x-kubernetes-embedded-resource': true }),
    'structural/embedded-resource',
  ],
  [
    'an embedded resource that is a map',
    field({
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
      additionalProperties: string,
    }),
    'structural/embedded-resource',
  ],
  [
    'an embedded resource with metadata',
    field({
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      properties: {
        metadata: { type: 'object', properties: { labels: { type: 'object', additionalProperties: string } } },
      },
    }),
  ],
  [
    'an embedded resource whose kind is a number',
    field({ type: 'object', 'x-kubernetes-embedded-resource': true, properties: { kind: { type: 'integer' } } }),
    'structural/embedded-resource',
  ],

  ['metadata', rootOf({ properties: { metadata: { type: 'object' } } })],
  [
    'metadata with a restricted name',
    rootOf({ properties: { metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 9 } } } } }),
  ],
  [
    'metadata with labels',
    rootOf({
      properties: {
        metadata: { type: 'object', properties: { labels: { type: 'object', additionalProperties: string } } },
      },
    }),
    'structural/metadata-restriction',
  ],
  [
    'metadata in words',
    rootOf({ properties: { metadata: { type: 'object', description: 'words' } } }),
    'structural/metadata-restriction',
  ],
  [
    'metadata with required names',
    rootOf({ properties: { metadata: { type: 'object', required: ['name'] } } }),
    'structural/metadata-restriction',
  ],
  ['metadata that is a string', rootOf({ properties: { metadata: string } }), 'structural/metadata-restriction'],
  [
    'an apiVersion that is a number',
    rootOf({ properties: { apiVersion: { type: 'number' } } }),
    'structural/metadata-restriction',
  ],
  [
    'a default in metadata',
    rootOf({ properties: { metadata: { type: 'object', properties: { name: { type: 'string', default: 'a' } } } } }),
    'structural/default',
  ],
  ['a default for kind', rootOf({ properties: { kind: { type: 'string', default: 'Widget' } } }), 'structural/default'],
  [
    'metadata elsewhere',
    field({
      type: 'object',
      properties: { metadata: { type: 'object', description: 'a', properties: { x: string } } },
    }),
  ],

  [
    'a description in a junctor',
    field({ type: 'string', anyOf: [{ description: 'a', minLength: 1 }] }),
    'structural/forbidden-in-junctor',
  ],
  ['a type in a junctor', field({ type: 'string', allOf: [{ type: 'string' }] }), 'structural/forbidden-in-junctor'],
  ['a type in not', field({ type: 'string', not: { type: 'string' } }), 'structural/forbidden-in-junctor'],
  ['a default in a junctor', field({ type: 'string', oneOf: [{ default: 'a' }] }), 'structural/forbidden-in-junctor'],
  [
    'a nullable in a junctor',
    field({ type: 'string', oneOf: [{ nullable: true }] }),
    'structural/forbidden-in-junctor',
  ],
  ['nullable: false in a junctor', field({ type: 'string', oneOf: [{ nullable: false }] })],
  [
    'a map in a junctor',
    field({ type: 'object', oneOf: [{ additionalProperties: { minLength: 1 } }] }),
    'structural/forbidden-in-junctor',
  ],
  ['additionalProperties: false in a junctor', field({ type: 'object', oneOf: [{ additionalProperties: false }] })],
  [
    'a rule in a junctor',
    field({ type: 'string', allOf: [{ 'x-kubernetes-validations': [{ rule: 'true' }] }] }),
    'structural/forbidden-in-junctor',
  ],
  [
    'a type deep in a junctor',
    field({ type: 'object', properties: { a: string }, anyOf: [{ properties: { a: { type: 'string' } } }] }),
    'structural/forbidden-in-junctor',
  ],
  [
    'metadata in a junctor',
    rootOf({
      properties: { metadata: { type: 'object' } },
      anyOf: [{ properties: { metadata: { required: ['name'] } } }],
    }),
    'structural/metadata-restriction',
  ],
  [
    'unique items in a junctor',
    field({ type: 'array', items: string, anyOf: [{ uniqueItems: true }] }),
    'structural/unique-items',
  ],
  [
    'a property of a junctor that is nowhere else, at the root',
    rootOf({ anyOf: [{ properties: { a: { minLength: 1 } } }] }),
    'structural/undeclared-in-junctor',
  ],
  [
    'items of a junctor that are nowhere else, at the root',
    rootOf({ properties: { a: { type: 'object' } }, not: { properties: { a: { items: { minLength: 1 } } } } }),
    'structural/undeclared-in-junctor',
  ],
  [
    'a property of a junctor that is nowhere else, below',
    field({ type: 'object', anyOf: [{ properties: { a: { minLength: 1 } } }] }),
  ],
  [
    'a property of a junctor that is declared',
    field({
      type: 'object',
      properties: { a: string },
      anyOf: [{ properties: { a: { minLength: 1 } } }, { required: ['b'] }],
    }),
  ],

  ['a pattern', field({ type: 'string', pattern: '^(?i)[a-z]+\\z' })],
  ['a pattern with POSIX classes', field({ type: 'string', pattern: '^[[:alpha:]\\d_-]+\\pL\\p{Greek}$' })],
  ['a named group', field({ type: 'string', pattern: '(?P<a>x)(?<b>y)(?U:x*)\\Qa[b\\E' })],
  ['a lookahead', field({ type: 'string', pattern: '^(?=a)' }), 'structural/pattern'],
  ['a lookbehind', field({ type: 'string', pattern: '(?<!a)b' }), 'structural/pattern'],
  ['a backreference', field({ type: 'string', pattern: '(a)\\1' }), 'structural/pattern'],
  ['an open bracket', field({ type: 'string', pattern: '^[a-z' }), 'structural/pattern'],
  ['an open parenthesis', field({ type: 'string', pattern: '(a' }), 'structural/pattern'],
  ['an escaped parenthesis and question mark', field({ type: 'string', pattern: '\\(?=a' })],
  ['a lookahead in a class', field({ type: 'string', pattern: '[(?=]a' })],
  ['a digit escaped in a class', field({ type: 'string', pattern: '[\\1]' }), 'structural/pattern'],
  ['a repetition of too many', field({ type: 'string', pattern: 'a{1,1001}' }), 'structural/pattern'],
  ['a repetition of a repetition', field({ type: 'string', pattern: 'a**' }), 'structural/pattern'],
  ['a lone brace', field({ type: 'string', pattern: 'a{,2}|{' })],
  ['an unknown escape', field({ type: 'string', pattern: '\\y' }), 'structural/pattern'],
  ['an escape in hexadecimal', field({ type: 'string', pattern: '\\x{10FFFF}\\x41\\a\\f\\t\\n\\r\\v\\012' })],
  ['a unicode escape of JavaScript', field({ type: 'string', pattern: '\\u0041' }), 'structural/pattern'],
  ['a control escape of JavaScript', field({ type: 'string', pattern: '\\cA' }), 'structural/pattern'],
  ['possessive', field({ type: 'string', pattern: 'a++' }), 'structural/pattern'],
  ['atomic group', field({ type: 'string', pattern: '(?>a)' }), 'structural/pattern'],
  ['a range backwards', field({ type: 'string', pattern: '[z-a]' }), 'structural/pattern'],
  ['a pattern in a junctor', field({ type: 'string', anyOf: [{ pattern: '(' }] }), 'structural/pattern'],

  ['a set', list({ 'x-kubernetes-list-type': 'set' }, string)],
  ['a set of objects', list({ 'x-kubernetes-list-type': 'set' }), 'structural/list-type'],
  [
    'a set of atomic objects',
    list({ 'x-kubernetes-list-type': 'set' }, { type: 'object', 'x-kubernetes-map-type': 'atomic' }),
  ],
  ['a set of lists', list({ 'x-kubernetes-list-type': 'set' }, { type: 'array', items: string })],
  [
    'a set of sets',
    list({ 'x-kubernetes-list-type': 'set' }, { type: 'array', items: string, 'x-kubernetes-list-type': 'set' }),
    'structural/list-type',
  ],
  [
    'a set of nullables',
    list({ 'x-kubernetes-list-type': 'set' }, { type: 'string', nullable: true }),
    'structural/list-type',
  ],
  ['a map', map(named)],
  ['a map with a default for its key', map({ type: 'object', properties: { name: { type: 'string', default: 'a' } } })],
  ['a map whose key may be missing', map({ type: 'object', properties: { name: string } }), 'structural/list-map-keys'],
  [
    'a map whose key may be null',
    map({ ...named, properties: { name: { type: 'string', nullable: true } } }),
    'structural/list-map-keys',
  ],
  [
    'a map whose key is an object',
    map({ ...named, properties: { name: { type: 'object' } } }),
    'structural/list-map-keys',
  ],
  ['a map with a key twice', map(named, ['name', 'name']), 'structural/list-map-keys'],
  ['a map without keys', map(named, []), 'structural/list-map-keys'],
  ['a map with a key of nothing', map(named, ['id']), 'structural/list-map-keys'],
  ['a map of strings', map(string, ['name']), 'structural/list-type'],
  ['keys without a map', list({ 'x-kubernetes-list-map-keys': ['name'] }, named), 'structural/list-type'],
  ['an unknown list type', list({ 'x-kubernetes-list-type': 'bag' }), 'structural/list-type'],
  ['a list type of a string', field({ type: 'string', 'x-kubernetes-list-type': 'atomic' }), 'structural/list-type'],
  ['an atomic map', field({ type: 'object', 'x-kubernetes-map-type': 'atomic' })],
  ['an unknown map type', field({ type: 'object', 'x-kubernetes-map-type': 'big' }), 'structural/map-type'],
  ['a map type of a string', field({ type: 'string', 'x-kubernetes-map-type': 'atomic' }), 'structural/map-type'],

  ['a list of nothing as alternative', field({ type: 'string', anyOf: [null, { minLength: 1 }] })],
  ['nothing as a property', field({ type: 'object', properties: { a: null } }), 'structural/missing-type'],
  ['a length that is no whole number', field({ type: 'string', maxLength: 1.5 }), 'crd/type'],
  ['a type of several', field({ type: ['string', 'null'] }), 'crd/type', 'structural/missing-type'],
  ['required as in draft 3', field({ type: 'string', required: true }), 'crd/type'],

  ['a default', field({ type: 'string', default: 'a' })],
  ['a default of another type', field({ type: 'string', default: 1 }), 'structural/default'],
  ['a whole number as a default for an integer', field({ type: 'integer', default: 1 })],
  ['a fraction as a default for an integer', field({ type: 'integer', default: 1.5 }), 'structural/default'],
  ['a default that is not one of', field({ type: 'string', enum: ['a'], default: 'b' }), 'structural/default'],
  [
    'a default that is one of',
    field({
      type: 'object',
      enum: [{ a: 1, b: 2 }],
      default: { b: 2, a: 1 },
      'x-kubernetes-preserve-unknown-fields': true,
    }),
  ],
  ['a default too long', field({ type: 'string', maxLength: 1, default: 'ab' }), 'structural/default'],
  ['a default too small', field({ type: 'integer', minimum: 1, default: 0 }), 'structural/default'],
  [
    'a default on an exclusive edge',
    field({ type: 'integer', minimum: 1, exclusiveMinimum: true, default: 1 }),
    'structural/default',
  ],
  ['a default too far', field({ type: 'integer', maximum: 1, default: 2 }), 'structural/default'],
  ['a default that is null', field({ type: 'string', default: null })],
  ['a default that is null, where null may be', field({ type: 'string', nullable: true, default: null })],
  [
    'a default with null inside',
    field({ type: 'object', properties: { a: string }, default: { a: null } }),
    'structural/default',
  ],
  [
    'a default with an undeclared property',
    field({ type: 'object', properties: { a: string }, default: { b: 'a' } }),
    'structural/default',
  ],
  [
    'a default with a preserved property',
    field({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true, default: { b: 'a' } }),
  ],
  ['a default of a map', field({ type: 'object', additionalProperties: string, default: { b: 'a' } })],
  [
    'a default that lacks something',
    field({ type: 'object', properties: { a: string }, required: ['a'], default: {} }),
    'structural/default',
  ],
  [
    'a default that lacks something with a default',
    field({ type: 'object', properties: { a: { type: 'string', default: 'a' } }, required: ['a'], default: {} }),
    'structural/default',
  ],
  ['a default for an int-or-string', field({ 'x-kubernetes-int-or-string': true, default: '10%' })],
  ['any default for an int-or-string', field({ 'x-kubernetes-int-or-string': true, default: true })],
  [
    'a wrong default for the values of a map',
    field({ type: 'object', additionalProperties: { type: 'string', default: 1 } }),
  ],
  [
    'a wrong default within a wrong default',
    field({ type: 'object', properties: { a: { type: 'string', default: 1 } }, default: { a: 2 } }),
    'structural/default',
    'structural/default',
  ],
  ['an empty enum', field({ type: 'string', enum: [], default: 'a' })],
  [
    'a default in metadata of an embedded resource',
    field({
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      properties: { metadata: { type: 'object', properties: { name: { type: 'string', default: 'a' } } } },
    }),
  ],
  [
    'a default in a map of metadata of an embedded resource',
    field({
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      properties: {
        metadata: {
          type: 'object',
          properties: { labels: { type: 'object', additionalProperties: { type: 'string', default: 'a' } } },
        },
      },
    }),
    'structural/default',
  ],
  [
    'an embedded resource in metadata',
    field({
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      properties: {
        metadata: {
          type: 'object',
          properties: {
            x: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      },
    }),
    'structural/embedded-resource',
  ],
  ['a default for values of a map', field({ type: 'object', additionalProperties: { type: 'string', default: 'a' } })],

  ['a rule', rule({ message: 'no' })],
  ['a rule without words', rule({ rule: ' ' }), 'structural/validations'],
  ['a rule of two lines without a message', rule({ rule: 'true &&\ntrue' }), 'structural/validations'],
  ['a rule of two lines', rule({ rule: 'true &&\ntrue', message: 'no' })],
  ['a message of two lines', rule({ message: 'no\nno' }), 'structural/validations'],
  ['an empty message', rule({ message: ' ' }), 'structural/validations'],
  ['an unknown reason', rule({ reason: 'Because' }), 'structural/validations'],
  ['a rule with a misspelt field', rule({ messages: 'no' }), 'structural/validations'],
  ['a rule that is no CEL', rule({ rule: 'self.foo.bar((' }), 'structural/validations'],
  ['a rule with a text that is no CEL', rule({ rule: "self.matches('^\\d')" }), 'structural/validations'],
  [
    'a rule with what CEL has of late',
    rule({ rule: "[self].all(i, x, x != '' || {?'a': optional.of(1)}.?a.hasValue())" }),
  ],
  ['a message that is computed', rule({ messageExpression: "'no ' + self" })],
  ['a message that is no CEL', rule({ messageExpression: "'no " }), 'structural/validations'],
  ['a known reason', rule({ reason: 'FieldValueInvalid' })],
]

export const verdicts: readonly Verdict[] = cases.map(([what, definition, ...codes]) => ({ what, definition, codes }))
