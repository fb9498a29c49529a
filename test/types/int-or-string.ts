// A number or a text, wherever it may stand.

import type { Quantity } from 'opwright/runtime'
import type { Pump, PumpInput } from '../golden/int-or-string/expected/generated/water.example.com/v1/pump.js'

type Spec = PumpInput['spec']
declare const pump: Pump

export const numbers: Spec = { port: 80, pressure: 5, limits: { cpu: 1 }, steps: [1, 2], speed: 3, burst: 1, share: 50 }
export const texts: Spec = { port: 'http', pressure: '5k', limits: { cpu: '1m' }, steps: ['a', 2], speed: 'max' }
export const rates: Spec[] = [
  { port: 80, rate: 5, rates: [5, '5/s'] },
  { port: 80, rate: '5/s' },
]
export const none: Spec = { port: 80, reserve: null }

export const quantities: Spec = { port: 80, volume: '1.5Gi', volumes: { a: 1, b: '500m' } }
export const quantity: Quantity | undefined = pump.spec.volume
// @ts-expect-error
export const noQuantity: Spec = { port: 80, volumes: { a: true } }

// It has to be asked which one it is.
export const port: number = typeof pump.spec.port === 'number' ? pump.spec.port : 0
// @ts-expect-error
export const text: string = pump.spec.port

// @ts-expect-error
export const flag: Spec = { port: true }
// @ts-expect-error null only where it is nullable
export const nothing: Spec = { port: 80, pressure: null }
// @ts-expect-error
export const value: Spec = { port: 80, limits: { cpu: true } }
// @ts-expect-error
export const item: Spec = { port: 80, steps: [1, false] }
// @ts-expect-error
export const rate: Spec = { port: 80, rate: true }
// @ts-expect-error a number is not its text
export const speed: Spec = { port: 80, speed: '3' }
