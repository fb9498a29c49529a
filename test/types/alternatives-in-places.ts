// Alternatives where real schemas have them: in lists, in maps, at the root, over fields of fields.

import type {
  RoadApply,
  RoadInput,
} from '../golden/alternatives-in-places/expected/generated/map.example.com/v1/road.js'

type Spec = NonNullable<RoadInput['spec']>
const metadata = { name: 'a' }

// As of a gateway.
export const filters: Spec = {
  filters: [
    { type: 'Headers', headers: { remove: ['a'] } },
    { type: 'Mirror', mirror: { to: 'b' } },
  ],
}
// @ts-expect-error
export const noHeaders: Spec = { filters: [{ type: 'Headers' }] }
// @ts-expect-error
export const otherFilter: Spec = { filters: [{ type: 'Headers', headers: {}, mirror: { to: 'b' } }] }

// As of a mesh.
export const matches: Spec = { matches: { a: { exact: 'x' }, b: { prefix: 'x' }, c: {} } }
// @ts-expect-error
export const twoMatches: Spec = { matches: { a: { exact: 'x', prefix: 'x' } } }

// As of certificates.
export const issuers: Spec[] = [
  { issuer: { ca: { secret: 'a' } } },
  { issuer: { acme: { server: 'a' } } },
  { issuer: { acme: { server: 'a', dns: 'b' } } },
]
// @ts-expect-error
export const noIssuer: Spec = { issuer: {} }
// @ts-expect-error
export const twoIssuers: Spec = { issuer: { ca: { secret: 'a' }, acme: { server: 'a' } } }
// @ts-expect-error
export const twoSolvers: Spec = { issuer: { acme: { server: 'a', dns: 'b', http: 'c' } } }

// As of a workflow.
export const steps: Spec[] = [{ step: { name: 'a', image: 'b', command: 'c' } }, { step: { name: 'a', script: 'b' } }]
// @ts-expect-error
export const halfStep: Spec = { step: { name: 'a', image: 'b' } }
// @ts-expect-error
export const twoSteps: Spec = { step: { name: 'a', image: 'b', script: 'c' } }

// What no type says stays wide: fields of fields, and that a larger object is not empty.
export const wide: Spec[] = [{ store: { cloud: {} } }, { store: {} }, { parts: {} }]

// At the root, one of two fields.
export const roots: RoadInput[] = [
  { metadata, link: 'a' },
  { metadata, spec: {} },
]
// @ts-expect-error
export const noRoot: RoadInput = { metadata }
// @ts-expect-error
export const twoRoots: RoadInput = { metadata, link: 'a', spec: {} }

// An apply leaves out what others have set, and still not two of which one excludes the other.
export const applied: RoadApply = { metadata, spec: { issuer: { acme: {} }, step: { image: 'b' } } }
// @ts-expect-error
export const appliedTwo: RoadApply = { metadata, spec: { issuer: { ca: {}, acme: {} } } }
export const appliedNone: RoadApply = { metadata }
// @ts-expect-error
export const appliedRoots: RoadApply = { metadata, link: 'a', spec: {} }
