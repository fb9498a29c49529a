#!/usr/bin/env node
import module from 'node:module'

// Before anything else is imported: what Node compiles is kept for the next run. Node 20 cannot.
const { enableCompileCache } = module as typeof module & { readonly enableCompileCache?: () => unknown }
enableCompileCache?.()

let cannotAnswer = false

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads our output may stop in the middle of it, as `head` does.
  if (error.code === 'EPIPE' || cannotAnswer) return
  cannotAnswer = true
  process.exitCode = 1
  process.stderr.write(`opwright: standard output cannot be written: ${error.message}\n`)
})
process.stderr.on('error', () => {}) // There is nobody left to tell.

const terminal = {
  out: process.stdout,
  err: process.stderr,
  now: () => performance.now(),
  after: (ms: number, action: () => void) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
  interrupted: () =>
    new Promise<void>(resolve => {
      // Once: whoever insists ends the process.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    }),
}

import('./run.js')
  .then(({ run }) => run(process.argv.slice(2), terminal, process.env))
  .then(
    status => {
      process.exitCode = cannotAnswer ? 1 : status
    },
    (error: unknown) => {
      console.error('opwright: this is a fault of opwright itself:', error)
      process.exitCode = 1
    },
  )
