// As little as a server accepts: everything is kept, or nothing.

import type {
  Drawer,
  DrawerApply,
  DrawerInput,
} from '../golden/no-schema/expected/generated/attic.example.com/v1/drawer.js'
import type { HatchApply, HatchInput } from '../golden/no-schema/expected/generated/attic.example.com/v1/hatch.js'
import type {
  Trunk,
  TrunkApply,
  TrunkInput,
} from '../golden/no-schema/expected/generated/attic.example.com/v1/trunk.js'

declare const drawer: Drawer
declare const trunk: Trunk

const metadata = { name: 'a' }

// A root that keeps all: what every object has keeps its types.
export const drawers: DrawerInput[] = [{ metadata }, { metadata, anything: [1, { a: null }], spec: 5 }]
export const drawerApply: DrawerApply = { metadata, anything: 1 }
export const anything: unknown = drawer['anything']
export const name: string = drawer.metadata.name
// @ts-expect-error it has to be asked what it is
export const size: number = drawer['size']
// @ts-expect-error
export const numbered: DrawerInput = { metadata: { name: 5 } }
// @ts-expect-error
export const otherKind: DrawerInput = { metadata, kind: 'Hatch' }

// A root that keeps nothing.
export const hatch: HatchInput = { metadata }
export const hatchApply: HatchApply = { metadata }
// @ts-expect-error
export const withSpec: HatchInput = { metadata, spec: {} }
// @ts-expect-error
export const applied: HatchApply = { metadata, other: 1 }

// A spec and a status that keep all.
export const trunks: TrunkInput[] = [{ metadata }, { metadata, spec: { a: [1], b: { c: null } } }]
export const trunkApply: TrunkApply = { metadata, spec: { a: 1 } }
export const kept: unknown = trunk.spec?.['a']
// @ts-expect-error
export const noObject: TrunkInput = { metadata, spec: 'all' }
// @ts-expect-error
export const other: TrunkInput = { metadata, other: 1 }
// @ts-expect-error written through the subresource
export const withStatus: TrunkInput = { metadata, status: {} }
