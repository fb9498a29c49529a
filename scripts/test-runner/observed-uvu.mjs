// uvu, with every test declared, started and finished on record.
//
// uvu counts only what it ran, so that a suite that throws in `before` or is never `.run()` passes with nothing done.
// Here each test is on record from its declaration; the runner counts as failed what was declared and did not finish.
// The record is a file that the runner opened, written synchronously: a process that exits early loses no line of it.

import { writeSync } from 'node:fs'
import * as uvu from 'uvu'

const recordDescriptor = 3
const skipEverything = process.env.OPWRIGHT_TEST_SKIP === '1'
let declared = 0
let groups = 0
/** Groups that are to be run and have not come to their end. */
let unfinished = 0
let hasFailed = false
/** What a test that failed has left running holds up nobody for longer. */
const failureGraceMs = 5000

export const suite = (name = '', context = {}) => observe(uvu.suite(name, context), name)
export const test = suite()
export const exec = uvu.exec

/** A group is what one `.run()` takes: the tests and hooks declared since the one before. */
function observe(real, suiteName) {
  let group = ++groups

  const declare = kind => (name, handler) => {
    const id = ++declared
    record({ type: 'declared', id, group, kind, name: suiteName ? `${suiteName} > ${name}` : name })
    if (skipEverything) return
    const register = kind === 'only' ? real.only : real
    register(name, async context => {
      const started = performance.now()
      record({ type: 'started', id })
      try {
        await handler(context)
      } catch (error) {
        hasFailed = true
        record({ type: 'failed', id, ms: performance.now() - started, error: describe(error) })
        throw error
      }
      record({ type: 'passed', id, ms: performance.now() - started })
    })
  }

  const hook = (register, place) => handler => {
    if (skipEverything) return
    const inGroup = group
    register(async context => {
      try {
        await handler(context)
      } catch (error) {
        record({ type: 'hook-failed', group: inGroup, place, error: describe(error) })
        throw error
      }
    })
  }

  const observed = declare('test')
  observed.only = declare('only')
  observed.skip = name => record({ type: 'declared', id: ++declared, group, kind: 'skip', name: name ?? 'unnamed' })
  observed.before = hook(real.before, 'before')
  observed.before.each = hook(real.before.each, 'before.each')
  observed.after = hook(real.after, 'after')
  observed.after.each = hook(real.after.each, 'after.each')
  observed.run = () => {
    const closed = group
    group = ++groups
    record({ type: 'run', group: closed })
    unfinished++
    real.after(() => {
      record({ type: 'finished', group: closed })
      if (--unfinished === 0 && hasFailed) setTimeout(() => process.exit(1), failureGraceMs).unref()
    })
    real.run()
  }
  return observed
}

function record(entry) {
  writeSync(recordDescriptor, `${JSON.stringify(entry)}\n`)
}

function describe(error) {
  if (!(error instanceof Error)) return `threw something that is no Error: ${String(error)}`
  const details = typeof error.details === 'string' && error.details !== '' ? `\n${error.details}` : ''
  const cause = error.cause === undefined ? '' : `\ncaused by: ${describe(error.cause)}`
  return `${error.message || error.name}${details}\n${framesOf(error)}${cause}`
}

function framesOf(error) {
  return (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line) && !/\(?node:|node_modules\/uvu|observed-uvu/.test(line))
    .slice(0, 8)
    .join('\n')
}
