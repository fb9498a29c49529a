import { formatMicroTime } from './timestamps.js'

/** The parts of an object that an event is about. */
export interface Regarding {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name?: string | undefined
    readonly namespace?: string | undefined
    readonly uid?: string | undefined
    readonly resourceVersion?: string | undefined
  }
}

/** What is said about an object. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning'
  /** One word, such as `Synced`. */
  readonly reason: string
  /** For people. Cut to 1 kB. */
  readonly note: string
  /** What was done or tried, in one word. Default: `Reconcile`. */
  readonly action?: string
  /** Another object that has to do with it. */
  readonly related?: Regarding
}

export interface Reporter {
  readonly controller: string
  readonly instance: string
}

/** An event as it is sent. */
export interface EventObject {
  readonly metadata: { readonly namespace: string; readonly name: string }
  readonly [field: string]: unknown
}

/** The server's limits, in bytes. */
const longestNote = 1024
const longestWord = 128
const longestName = 253

/** The event as it is sent. `serial` tells events of one millisecond apart. */
export function eventOf(
  object: Regarding,
  { type, reason, note, action = 'Reconcile', related }: EventNote,
  { controller, instance }: Reporter,
  now: number,
  serial: number,
): EventObject {
  // An event about an object in no namespace is in `default`, as the server wants it.
  const { namespace = 'default', name = '' } = object.metadata
  return {
    metadata: { namespace, name: eventName(name, now, serial) },
    eventTime: formatMicroTime(now),
    reportingController: controller,
    reportingInstance: instance,
    type,
    reason: cut(reason, longestWord),
    action: cut(action, longestWord),
    note: cut(note, longestNote),
    regarding: referenceTo(object),
    ...(related && { related: referenceTo(related) }),
  }
}

/** `<object>.<time in hexadecimal>`, as client-go has it, where the object's name can be part of an event's. */
function eventName(object: string, now: number, serial: number): string {
  // Nanoseconds, of which the last six digits count and are no time.
  const suffix = (BigInt(Math.trunc(now)) * 1_000_000n + BigInt(serial % 1_000_000)).toString(16)
  const safe = object
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, longestName - suffix.length - 1)
    .replace(/^[.-]+|[.-]+$/g, '')
    .replace(/-*\.-*/g, '.')
  return `${safe || 'object'}.${suffix}`
}

function referenceTo({ apiVersion, kind, metadata }: Regarding): object {
  const { namespace, name, uid, resourceVersion } = metadata
  return { apiVersion, kind, namespace, name, uid, resourceVersion }
}

/** Cuts text to so many bytes of UTF-8, between characters. */
function cut(text: string, limit: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= limit) return text
  const ellipsis = '...'
  let end = limit - ellipsis.length
  // Bytes that begin with 10 continue a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return `${bytes.subarray(0, end).toString('utf8')}${ellipsis}`
}
