// Values that may be null, and values that are listed.

import type { Lamp, LampInput } from '../golden/nullable-and-enums/expected/generated/light.example.com/v1/lamp.js'

type Spec = LampInput['spec']
declare const lamp: Lamp

const lit = { room: 'hall', colour: 'red' } as const

// Null is a value of its own: what is required is there, and may be null.
export const nulls: Spec[] = [
  { ...lit, room: null, dimmer: null, timeout: null },
  { ...lit, tags: null },
  { ...lit, tags: ['a', null], zones: { north: null } },
]
// @ts-expect-error
export const noRoom: Spec = { colour: 'red' }
// @ts-expect-error it has to be asked whether it is null
export const steps: number | undefined = lamp.spec.dimmer.steps
// A default is there, unless it is null.
export const timeout: number | null = lamp.spec.timeout
// @ts-expect-error not nullable
export const noColour: Spec = { room: null, colour: null }

// A server finds null in no enum, whether it is listed or not, nullable or not.
export const listed: Spec = { ...lit, mode: 'steady', effect: 'fade', scene: 'day' }
// @ts-expect-error
export const nullMode: Spec = { ...lit, mode: null }
// @ts-expect-error
export const nullEffect: Spec = { ...lit, effect: null }
// @ts-expect-error
export const nullScene: Spec = { ...lit, scene: null }

// Numbers, booleans, several types, one value.
export const values: Spec = { ...lit, level: 50, gamma: 1.8, alwaysOn: true, protocol: 'DALI', fallback: 'none' }
export const others: Spec[] = [
  { ...lit, fallback: 50 },
  { ...lit, fallback: true },
]
// @ts-expect-error
export const level: Spec = { ...lit, level: 51 }
// @ts-expect-error
export const gamma: Spec = { ...lit, gamma: '1.8' }
// @ts-expect-error
export const alwaysOn: Spec = { ...lit, alwaysOn: false }
// @ts-expect-error
export const protocol: Spec = { ...lit, protocol: 'dali' }
// @ts-expect-error
export const fallback: Spec = { ...lit, fallback: false }

// A switch over an enum knows when it is complete.
export function hex({ spec }: Lamp): string {
  switch (spec.colour) {
    case 'red':
      return '#f00'
    case 'green':
      return '#0f0'
    case 'blue':
      return '#00f'
  }
}

// Null is held against an enum, and against no other alternative.
export const strobes: Spec[] = [
  { ...lit, strobe: { by: 'beat', beat: 'a' } },
  { ...lit, strobe: { by: null, pause: 'a' } },
]
// @ts-expect-error
export const noPause: Spec = { ...lit, strobe: { by: null } }
