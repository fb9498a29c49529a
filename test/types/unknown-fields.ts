// What no schema names, kept in the one place and dropped in the other.

import type { EmbeddedResource } from 'opwright/runtime'
import type {
  Crate,
  CrateApply,
  CrateInput,
} from '../golden/unknown-fields/expected/generated/cellar.example.com/v1/crate.js'

type Spec = CrateInput['spec']
declare const crate: Crate

const owner = 'me'
const metadata = { name: 'a' }

// The root keeps it, and the spec beside it does not.
export const root: CrateInput = { metadata, spec: { owner }, other: [1, { a: null }] }
export const other: unknown = crate['other']
// @ts-expect-error
export const inSpec: CrateInput = { metadata, spec: { owner, other: 1 } }
// @ts-expect-error known properties keep their types
export const noSpec: CrateInput = { metadata, spec: 5 }

// Anything at all; and what is known keeps its type, beside what is not.
export const anything: Spec[] = [5, 'a', null, [1], { a: 1 }].map(each => ({ owner, anything: each }))
export const labelled: Spec = { owner, labelled: { label: 'a', other: [1], size: { width: 1 } } }
export const label: string | undefined = crate.spec.labelled?.label
// @ts-expect-error
export const noLabel: Spec = { owner, labelled: { other: 1 } }
// @ts-expect-error
export const wrongLabel: Spec = { owner, labelled: { label: 1 } }
// @ts-expect-error what is inside of what is known is dropped again
export const size: Spec = { owner, labelled: { label: 'a', size: { height: 1 } } }

// Objects of which nothing is known, and maps.
export const bags: Spec = { owner, bag: { a: 1 }, bags: [{ a: 1 }, {}], open: { a: [1] } }
// @ts-expect-error
export const noObject: Spec = { owner, bag: 'a' }
export const counts: Spec = { owner, counts: { a: 1 }, shelves: { low: { 1999: { bottles: 3 } } } }
// @ts-expect-error
export const wrongCount: Spec = { owner, counts: { a: 'one' } }
// @ts-expect-error
export const noBottles: Spec = { owner, shelves: { low: { 1999: {} } } }
export const signed: Spec = { owner, signed: { by: 'me', at: 5 } }
export const signedBy: string | undefined = crate.spec.signed?.by
// @ts-expect-error what is known keeps its type
export const wrongBy: Spec = { owner, signed: { by: 5 } }
// @ts-expect-error
export const noBy: Spec = { owner, signed: { at: 5 } }

// What a list keeps, its items keep.
export const kept: Spec = { owner, kept: [{ name: 'a', other: 1 }] }
// @ts-expect-error
export const noItemName: Spec = { owner, kept: [{ other: 1 }] }

// An object that names nothing and keeps nothing stays empty.
export const empty: Spec = { owner, empty: {} }
// @ts-expect-error
export const notEmpty: Spec = { owner, empty: { a: 1 } }

// Whole objects inside of others.
export const order: EmbeddedResource | undefined = crate.spec.order
export const whole: Spec = {
  owner,
  order: { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { a: 'b' } }, spec: {} },
  invoice: { apiVersion: 'v1', kind: 'Invoice', metadata: { labels: { a: 'b' } }, spec: { sum: 5 } },
  receipt: { apiVersion: 'v1', kind: 'Receipt', metadata: {}, paid: true },
}
export const parcel: Spec = { owner, parcel: { apiVersion: 'v1', kind: 'Parcel', metadata: { name: 'a' }, other: 1 } }
export const parcelName: string | undefined = crate.spec.parcel?.metadata.name
export const pallet: Spec = {
  owner,
  pallet: { apiVersion: 'v1', kind: 'Pallet', metadata: { name: 'rack', labels: { owner } } },
}
// @ts-expect-error
export const noLabels: Spec = { owner, pallet: { apiVersion: 'v1', kind: 'Pallet', metadata: { name: 'rack' } } }
// @ts-expect-error
export const noName: Spec = { owner, parcel: { apiVersion: 'v1', kind: 'Parcel', metadata: { labels: { b: 'c' } } } }
export const letters: Spec[] = [
  { owner, letter: {} },
  { owner, letter: { metadata: {} } },
]
export const letterKind: string | undefined = crate.spec.letter?.kind
// Others may have set the rest of them.
export const parts: CrateApply = {
  metadata,
  spec: { order: { spec: {} }, invoice: { spec: { sum: 5 } }, parcel: { metadata: { labels: { b: 'c' } } } },
}
// @ts-expect-error
export const wrongPart: CrateApply = { metadata, spec: { order: { metadata: { labels: 5 } } } }
// @ts-expect-error
export const noKind: Spec = { owner, order: { apiVersion: 'v1' } }
// @ts-expect-error
export const noMetadata: Spec = { owner, receipt: { apiVersion: 'v1', kind: 'Receipt' } }
// @ts-expect-error
export const otherKind: Spec = { owner, receipt: { apiVersion: 'v1', kind: 'Pod', metadata: {} } }
// @ts-expect-error
export const otherField: Spec = { owner, invoice: { apiVersion: 'v1', kind: 'Invoice', total: 5 } }
// @ts-expect-error
export const wrongMetadata: Spec = { owner, order: { apiVersion: 'v1', kind: 'Pod', metadata: { labels: 5 } } }
