// Rules in CEL stand in comments, and those that say which properties go together in the types.

import type { VaultApply, VaultInput } from '../golden/rules/expected/generated/bank.example.com/v1/vault.js'

type Spec = VaultInput['spec']
const city = 'Zug'

export const open: Spec[] = [{ city }, { city, opens: '8' }, { city, opens: '8', closes: '9' }]
// @ts-expect-error closes goes with opens
export const neverOpen: Spec = { city, closes: '9' }
export const alarms: Spec[] = [
  { city, alarm: { bell: 'a' } },
  { city, alarm: { phone: 'a' } },
]
// @ts-expect-error
export const silent: Spec = { city, alarm: {} }
// @ts-expect-error
export const loud: Spec = { city, alarm: { bell: 'a', phone: 'b' } }

// No type says what a number has to be, nor what it was before.
export const guards: Spec = { city, guards: 99, locks: ['none'], plan: {} }
// Others may have said when it opens.
export const applied: VaultApply = { metadata: { name: 'a' }, spec: { closes: '9', alarm: {} } }
// @ts-expect-error
export const appliedBoth: VaultApply = { metadata: { name: 'a' }, spec: { alarm: { bell: 'a', phone: 'b' } } }
