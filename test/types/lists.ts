// Lists and maps: how many items, and what an apply merges or replaces.

import type { Train, TrainApply, TrainInput } from '../golden/lists/expected/generated/rail.example.com/v1/train.js'

type Spec = TrainInput['spec']
declare const train: Train

const metadata = { name: 'a' }

// Limits of a list are in its comment: no tuple outlives what is done with lists.
export const stops: Spec = { stops: train.spec.stops.filter(stop => stop !== 'a') }
export const pair: Spec = { stops: [], pair: [1, 2, 3].slice(1) }
// @ts-expect-error
export const days: Spec = { stops: [], days: ['Sun'] }
// @ts-expect-error
export const grid: Spec = { stops: [], grid: [1] }

// A request has whole items; what has a default may be left out of them.
export const cars: Spec = { stops: [], cars: [{ number: 1, seats: 60, doors: [{ place: 1, width: 90 }] }] }
export const side: 'left' | 'right' | undefined = train.spec.cars?.[0]?.doors?.[0]?.side
// @ts-expect-error
export const noSeats: Spec = { stops: [], cars: [{ number: 1 }] }

// An apply merges the items of a list-map by their keys, and nothing else of them has to be there.
export const part: TrainApply = { metadata, spec: { cars: [{ number: 1 }, { number: 2, doors: [{ place: 1 }] }] } }
export const otherKey: TrainApply = { metadata, spec: { cars: [{ number: 1, doors: [{ place: 1, side: 'right' }] }] } }
// @ts-expect-error the key
export const noNumber: TrainApply = { metadata, spec: { cars: [{ seats: 60 }] } }
// @ts-expect-error the key without a default
export const noPlace: TrainApply = { metadata, spec: { cars: [{ number: 1, doors: [{ side: 'left' }] }] } }
export const depot: TrainApply = { metadata, spec: { depot: { track: 1 }, notes: { a: 'b' }, stops: ['a'] } }

// What is atomic is replaced, so that it has to be whole.
export const crew: TrainApply = { metadata, spec: { crew: [{ name: 'a', role: 'driver' }] } }
// @ts-expect-error
export const noRole: TrainApply = { metadata, spec: { crew: [{ name: 'a' }] } }
export const engine: TrainApply = { metadata, spec: { engine: { model: 'a', power: 1 } } }
// @ts-expect-error
export const noPower: TrainApply = { metadata, spec: { engine: { model: 'a' } } }

// @ts-expect-error an object is found by its name
export const noName: TrainApply = { metadata: {}, spec: {} }
