// A default makes a field one that is there in what the server returns, and may be left out of what is sent.

import type { Client } from 'opwright/runtime'
import {
  Oven,
  type OvenApply,
  type OvenInput,
} from '../golden/defaults/expected/generated/bakery.example.com/v1/oven.js'

declare const oven: Oven
declare const client: Client

const metadata = { name: 'a' }

export const least: OvenInput = { metadata, spec: { name: 'a' } }
// @ts-expect-error required and without a default
export const noName: OvenInput = { metadata, spec: {} }

// At the top, though it is required; on objects whose children have defaults; in lists and in maps.
export const heat: number = oven.spec.heat
export const minutes: number = oven.spec.timer.minutes
export const volume: number = oven.spec.timer.sound.volume
export const depths: number[] | undefined = oven.spec.trays?.map(tray => tray.depth)
export const widths: number[] = oven.spec.racks.map(rack => rack.width)
export const steam: boolean | undefined = oven.spec.programs?.['a']?.steam
export const maker: string | undefined = oven.spec.labels['maker']
export const vent: string | null = oven.spec.vent
// Not there by itself, and complete where it is.
export const speed: number | undefined = oven.spec.fan?.speed
// @ts-expect-error
export const fan: number = oven.spec.fan.speed
// @ts-expect-error without a default
export const colour: string = oven.spec.colour
// @ts-expect-error
export const height: number[] = oven.spec.racks.map(rack => rack.height)

export const sent: OvenInput['spec'] = {
  name: 'a',
  fan: {},
  timer: { sound: {} },
  trays: [{ slot: 1 }],
  programs: { a: { minutes: 5 } },
  racks: [{}],
  vent: null,
}
// @ts-expect-error
export const noSlot: OvenInput['spec'] = { name: 'a', trays: [{ depth: 1 }] }
// @ts-expect-error
export const noMinutes: OvenInput['spec'] = { name: 'a', programs: { a: { steam: true } } }
// @ts-expect-error a null takes no default where it is not allowed: leave the field out
export const nullDoor: OvenInput['spec'] = { name: 'a', door: null }

// An apply is a part at every depth that is merged. Lists are replaced here, so that their items are whole.
export const applied: OvenApply = { metadata, spec: { timer: {}, programs: { a: {} }, trays: [{ slot: 1 }] } }
// @ts-expect-error
export const appliedTray: OvenApply = { metadata, spec: { trays: [{}] } }

// The status is the subresource's, and not part of what is sent with the rest.
export const phase: string | undefined = oven.status?.phase
// @ts-expect-error
export const withStatus: OvenInput = { metadata, spec: { name: 'a' }, status: { phase: 'Hot' } }
// @ts-expect-error
export const appliedStatus: OvenApply = { metadata, status: { phase: 'Hot' } }
const ovens = client.for(Oven).namespace('x')
ovens.replaceStatus({ ...oven, status: { phase: 'Hot' } })
// @ts-expect-error
ovens.replaceStatus({ ...oven, status: { degrees: 5 } })
ovens.applyStatus({ metadata, status: { degrees: 5, conditions: [{ type: 'Ready' }] } })
ovens.applyStatus({ metadata, status: { conditions: oven.status?.conditions ?? [] } })
// @ts-expect-error the key of an item
ovens.applyStatus({ metadata, status: { conditions: [{ status: 'True' }] } })
// @ts-expect-error
ovens.applyStatus({ metadata, status: { degrees: 'hot' } })
