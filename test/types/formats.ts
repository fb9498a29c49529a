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
}
export const sent: string = letter.spec.sent
export const body: string = letter.spec.body
export const serial: number | undefined = letter.spec.serial

// @ts-expect-error what travels is text
export const date: LetterInput['spec'] = { body: 'aGk=', sent: new Date(0) }
// @ts-expect-error
export const bytes: LetterInput['spec'] = { body: new Uint8Array(), sent: '' }
// @ts-expect-error
export const big: LetterInput['spec'] = { body: '', sent: '', serial: 5n }
// @ts-expect-error
export const weight: LetterInput['spec'] = { body: '', sent: '', weight: '20' }
