// A format says what a value looks like, and never changes what travels.

import type { Letter, LetterInput } from '../golden/formats/expected/generated/post.example.com/v1/letter.js'

declare const letter: Letter

export const input: LetterInput['spec'] = {
  body: 'aGk=',
  sent: new Date(0).toISOString(),
  weight: 20,
  serial: 5_000_000_000,
  postage: 0.8,
  id: '5f0c4f0e-0000-4000-8000-000000000000',
  answers: ['a@example.com'],
  stamps: { first: '1970-01-01T00:00:00Z' },
  origin: '10.0.0.1',
  from: '10.0.0.1',
  to: '::1',
  network: '10.0.0.0/8',
}
export const sent: string = letter.spec.sent
export const body: string = letter.spec.body
export const serial: number | undefined = letter.spec.serial

export const addresses: (string | undefined)[] = [
  letter.spec.origin,
  letter.spec.from,
  letter.spec.to,
  letter.spec.network,
]

// @ts-expect-error what travels is text
export const date: LetterInput['spec'] = { body: 'aGk=', sent: new Date(0) }
// @ts-expect-error
export const bytes: LetterInput['spec'] = { body: new Uint8Array(), sent: '' }
// @ts-expect-error
export const big: LetterInput['spec'] = { body: '', sent: '', serial: 5n }
// @ts-expect-error
export const weight: LetterInput['spec'] = { body: '', sent: '', weight: '20' }
// @ts-expect-error
export const ip: LetterInput['spec'] = { body: '', sent: '', origin: 0x0a000001 }
// @ts-expect-error
export const ipv4: LetterInput['spec'] = { body: '', sent: '', from: [10, 0, 0, 1] }
// @ts-expect-error
export const ipv6: LetterInput['spec'] = { body: '', sent: '', to: null }
// @ts-expect-error
export const cidr: LetterInput['spec'] = { body: '', sent: '', network: { address: '10.0.0.0', bits: 8 } }

// A number of more digits than JavaScript has is no literal of a type: it would be another one.
export const series: LetterInput['spec'][] = [1, 2 ** 53].map(each => ({ body: '', sent: '', series: each }))
