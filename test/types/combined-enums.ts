// Alternatives over the values of an enum.

import type { Dial, DialInput } from '../golden/combined-enums/expected/generated/gauge.example.com/v1/dial.js'

type Spec = DialInput['spec']
declare const dial: Dial

const unit = 'bar'

// In all of them.
export const units: Spec['unit'][] = ['bar', 'torr']
export const faces: Spec = { unit, face: 'square', port: 80, marks: ['major'] }
// @ts-expect-error
export const pascal: Spec = { unit: 'pascal' }
// @ts-expect-error
export const atmosphere: Spec = { unit: 'atmosphere' }
// @ts-expect-error
export const round: Spec = { unit, face: 'round' }
// @ts-expect-error
export const oval: Spec = { unit, face: 'oval' }
// @ts-expect-error
export const http: Spec = { unit, port: 'http' }
// @ts-expect-error
export const marks: Spec = { unit, marks: ['minor'] }

// In at least one, and in exactly one.
export const hands: Spec['hand'][] = ['thin', 'thick', 'double']
export const steps: Spec['step'][] = [1, 2, 10]
// @ts-expect-error
export const hand: Spec = { unit, hand: 'long' }
// @ts-expect-error
export const step: Spec = { unit, step: 5 }

// In none.
export const others: Spec = { unit, scale: 'linear', sealed: false }
// @ts-expect-error
export const scale: Spec = { unit, scale: 'square' }
// @ts-expect-error
export const sealed: Spec = { unit, sealed: true }

// Beside what no type says.
export const models: Spec['model'][] = ['a1', 'b1', 'b2']
// @ts-expect-error
export const model: Spec = { unit, model: 'c1' }

// A server holds null against an enum, and not against alternatives.
export const glass: Spec = { unit, glass: null }
export const read: 'clear' | 'tinted' | null | undefined = dial.spec.glass
// @ts-expect-error
export const nullScale: Spec = { unit, scale: null }

// A switch over what is left of an enum knows when it is complete.
export function pascals({ spec }: Dial): number {
  switch (spec.unit) {
    case 'bar':
      return 100_000
    case 'torr':
      return 133.3
  }
}
