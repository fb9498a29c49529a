// Properties that go together, and those that do not: what the golden case `alternatives` writes, in the hands of its user.

import type { Cached, Client, Patch } from 'opwright/runtime'
import {
  Notifier,
  type NotifierApply,
  type NotifierInput,
  type NotifierSpecInput,
} from '../golden/alternatives/expected/generated/alerts.example.com/v1/notifier.js'

declare const client: Client
declare const cached: Cached<Notifier>
declare const notifier: Notifier

const interval = '1m'
const slack = { channel: '#ops' }
const webhook = { url: 'https://example.com' }
const metadata = { name: 'a' }

// Exactly one of two, beside what they have in common.
export const one: NotifierSpecInput = { interval, slack }
export const other: NotifierSpecInput = { interval, webhook, pause: '5m' }
// @ts-expect-error none
export const none: NotifierSpecInput = { interval }
// @ts-expect-error both
export const both: NotifierSpecInput = { interval, slack, webhook }
// @ts-expect-error a misspelled field
export const misspelled: NotifierSpecInput = { interval, slack, credential: {} }

// Exactly one of all: minProperties and maxProperties are 1.
type Credentials = NonNullable<NotifierSpecInput['credentials']>
export const credentials: Credentials[] = [{ secretName: 'a' }, { vaultPath: 'b' }, { file: 'c' }]
// @ts-expect-error none
export const noCredentials: Credentials = {}
// @ts-expect-error two
export const twoCredentials: Credentials = { secretName: 'a', file: 'c' }

// At least one.
type Quiet = NonNullable<NotifierSpecInput['quiet']>
export const quiet: Quiet[] = [{ nights: true }, { weekends: true }, { nights: true, weekends: true }]
// @ts-expect-error none
export const neverQuiet: Quiet = {}

// At most one.
type Tls = NonNullable<NotifierSpecInput['tls']>
export const tls: Tls[] = [{}, { caBundle: 'x' }, { insecure: true }]
// @ts-expect-error two
export const twoTls: Tls = { caBundle: 'x', insecure: true }

// By the value of a property, in alternatives and in rules.
type Limit = NonNullable<NotifierSpecInput['limit']>
export const limits: Limit[] = [
  { unit: 'PerMinute', rate: 1 },
  { unit: 'Daily', count: 1 },
  { unit: 'Total', count: 1 },
]
// @ts-expect-error what goes with another unit is missing
export const wrongLimit: Limit = { unit: 'PerMinute', count: 1 }
type Filter = NonNullable<NotifierSpecInput['filters']>[number]
export const filters: Filter[] = [
  { type: 'Severity', severity: 3 },
  { type: 'Label', label: { key: 'a' } },
]
// @ts-expect-error
export const wrongFilter: Filter = { type: 'Severity', label: { key: 'a' } }
// @ts-expect-error
export const twoFilters: Filter = { type: 'Label', severity: 3, label: { key: 'a' } }

// Two at once; the default of `backoff` excludes `delay`.
type Retry = NonNullable<NotifierSpecInput['retry']>
export const retries: Retry[] = [{ attempts: 1 }, { timeout: '1s', backoff: '2s' }]
// @ts-expect-error
export const noRetry: Retry = { backoff: '2s' }
// @ts-expect-error
export const excluded: Retry = { attempts: 1, delay: '1s' }

// None of.
type Template = NonNullable<NotifierSpecInput['template']>
export const template: Template = { text: 'x' }
// @ts-expect-error
export const old: Template = { text: 'x', title: 'y' }

// An apply is a part: others may have set what is missing, but what excludes one another does so here too.
export const applied: NotifierApply[] = [
  { metadata },
  { metadata, spec: { slack } },
  { metadata, spec: { credentials: {} } },
]
// @ts-expect-error
export const appliedBoth: NotifierApply = { metadata, spec: { slack, webhook } }

// Reading: a property of an alternative may be missing, and tells which one it is.
export const channel: string | undefined = cached.spec.slack?.channel
export function place({ spec }: Cached<Notifier>): string {
  return spec.slack ? spec.slack.channel : spec.webhook.url
}
export function severityOf(filter: Cached<Filter>): number | string {
  return filter.type === 'Severity' ? filter.severity : filter.label.key
}
// @ts-expect-error it may be of the other alternative
export const url: string = cached.spec.webhook.url
// @ts-expect-error what is cached is not changed
cached.spec.interval = '2m'

// Changing: a copy with another field keeps its alternative, and one with another alternative leaves the first out.
const notifiers = client.for(Notifier).namespace('x')
notifiers.replace({ ...notifier, spec: { ...notifier.spec, interval: '2m' } })
notifiers.replace({ ...cached, spec: { ...cached.spec, interval: '2m' } })
const { webhook: _webhook, ...rest } = notifier.spec
notifiers.replace({ ...notifier, spec: { ...rest, slack } })
// @ts-expect-error
notifiers.replace({ ...notifier, spec: { ...notifier.spec, slack } })
export const withoutPause: Omit<NotifierSpecInput, 'pause'> = one
export const keys: (keyof NotifierSpecInput)[] = ['interval', 'slack', 'webhook', 'credentials']
export const input: NotifierInput = { metadata, spec: one }

// Patches: null takes the one away that the other replaces.
export const patches: Patch<Notifier>[] = [
  { merge: { spec: { interval: '2m' } } },
  { merge: { spec: { slack, webhook: null } } },
]
