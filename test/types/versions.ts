// Each served version has types of its own.

import type { ObjectOf } from 'opwright/runtime'
import { Phone as OldPhone } from '../golden/deprecation/expected/generated/office.example.com/v1/phone.js'
import { Phone as OldestPhone } from '../golden/deprecation/expected/generated/office.example.com/v1beta1/phone.js'
import { Phone } from '../golden/deprecation/expected/generated/office.example.com/v2/phone.js'

declare const phone: Phone
declare const old: OldPhone

export const versions: ['v2', 'v1', 'v1beta1'] = [Phone.version, OldPhone.version, OldestPhone.version]
export const apiVersion: 'office.example.com/v2' = phone.apiVersion
export const fax: string | undefined = phone.spec?.fax
// @ts-expect-error
export const oldFax: string | undefined = old.spec?.fax
// @ts-expect-error an object of one version is none of another
export const other: ObjectOf<typeof Phone> = old
