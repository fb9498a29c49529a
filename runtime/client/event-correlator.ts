import type { Clock } from '../api/clock.js'
import { Recent } from '../api/recent.js'
import { eventOf, type EventNote, type EventObject, type Regarding, type Reporter } from './event-object.js'

/** An event, and how often it has happened. */
export interface EventSeries {
  readonly event: EventObject
  count: number
  /** Milliseconds since the epoch. */
  lastObserved: number
  /** How many times the server knows of; 0: it does not know the event. */
  sent: number
  /** By the monotonic clock. */
  lastAt: number
}

/** An event like one before goes on with its series until there was none for so long, as in client-go. */
const seriesMs = 6 * 60_000
/** Of events that differ in their notes only, so many are told apart within `similarMs`; what comes after is one series. */
const mostSimilar = 9
const similarMs = 10 * 60_000
/** About one object so many events are sent at once, and one more in each `refillMs`. */
const burst = 25
const refillMs = 5 * 60_000
/** Of how many series, and of how many objects, is known what has been. */
const remembered = 4096

interface Similar {
  readonly notes: Set<string>
  lastAt: number
}

interface Budget {
  left: number
  at: number
}

/** Makes events that happen again a series, and bounds how many there are, with the limits of client-go. */
export class EventCorrelator {
  readonly #reporter: Reporter
  readonly #clock: Clock
  readonly #series = new Recent<EventSeries>(remembered)
  readonly #similar = new Recent<Similar>(remembered)
  readonly #budgets = new Recent<Budget>(remembered)
  #serial = 0

  constructor(reporter: Reporter, clock: Clock) {
    this.#reporter = reporter
    this.#clock = clock
  }

  /** The series that the event belongs to from now on, if it is worth a request. What is not still counts. */
  take(object: Regarding, note: EventNote): EventSeries | undefined {
    const now = this.#clock.monotonic()
    const about = keyOf(object)
    const combined = this.#combine(about, note, now)
    const key = JSON.stringify([similarKey(about, combined), combined === note ? note.note : undefined])
    const known = this.#series.get(key)
    const series = known && now - known.lastAt < seriesMs ? known : this.#begin(object, combined)
    series.count++
    series.lastAt = now
    series.lastObserved = this.#clock.now()
    this.#series.set(key, series)
    return this.#isWithinBudget(about, now) ? series : undefined
  }

  /** The series that go on, of which the server knows less than has been. */
  *unsent(): Generator<EventSeries> {
    const now = this.#clock.monotonic()
    for (const series of this.#series.values()) {
      if (series.sent > 0 && series.sent < series.count && now - series.lastAt < seriesMs) yield series
    }
  }

  #begin(object: Regarding, note: EventNote): EventSeries {
    const event = eventOf(object, note, this.#reporter, this.#clock.now(), this.#serial++)
    return { event, count: 0, lastObserved: 0, sent: 0, lastAt: 0 }
  }

  /** The note itself, or, after too many that differ in their text only, one for all of them. */
  #combine(about: string, note: EventNote, now: number): EventNote {
    const key = similarKey(about, note)
    const known = this.#similar.get(key)
    const similar = known && now - known.lastAt < similarMs ? known : { notes: new Set<string>(), lastAt: now }
    similar.lastAt = now
    this.#similar.set(key, similar)
    if (similar.notes.has(note.note)) return note
    if (similar.notes.size >= mostSimilar) return { ...note, note: `(combined from similar events): ${note.note}` }
    similar.notes.add(note.note)
    return note
  }

  #isWithinBudget(about: string, now: number): boolean {
    const budget = this.#budgets.get(about) ?? { left: burst, at: now }
    const refill = Math.floor((now - budget.at) / refillMs)
    budget.left = Math.min(budget.left + refill, burst)
    budget.at = budget.left === burst ? now : budget.at + refill * refillMs
    this.#budgets.set(about, budget)
    if (budget.left === 0) return false
    budget.left--
    return true
  }
}

function keyOf({ apiVersion, kind, metadata: { namespace, name, uid } }: Regarding): string {
  return JSON.stringify([apiVersion, kind, namespace, name, uid])
}

function similarKey(about: string, { type, reason, action, related }: EventNote): string {
  return JSON.stringify([about, type, reason, action, related && keyOf(related)])
}
