// What v1 forbids, and servers took until Kubernetes 1.22.

import type { CupboardInput } from '../golden/v1beta1/expected/generated/kitchen.example.com/v1/cupboard.js'
import type { KettleInput } from '../golden/v1beta1/expected/generated/kitchen.example.com/v1/kettle.js'
import type { SpoonInput } from '../golden/v1beta1/expected/generated/kitchen.example.com/v1/spoon.js'

type Cupboard = NonNullable<CupboardInput['spec']>
type Kettle = NonNullable<KettleInput['spec']>
type Spoon = NonNullable<SpoonInput['spec']>

// An int-or-string is one whatever type stands beside it, and also where only alternatives say it.
export const prices: Cupboard[] = [{ price: 5 }, { price: '5%' }]
// @ts-expect-error
export const free: Cupboard = { price: false }
export const sugar: Kettle[] = [
  { cups: 1, sugar: 2 },
  { cups: 1, sugar: 'two' },
]
// @ts-expect-error
export const sweet: Kettle = { cups: 1, sugar: true }

// Additional properties beside named ones: these keep their types.
export const drawers: Cupboard = { drawers: { top: 1, bottom: 2 } }
// @ts-expect-error
export const wrongTop: Cupboard = { drawers: { top: 'one' } }

// Without a type a value may be anything, but for those that are listed.
export const spoons: Spoon[] = [{ size: 'tea', owner: 5, silver: true }, {}]
// @ts-expect-error
export const large: Spoon = { size: 'soup' }
