#!/usr/bin/env node
import { run } from './run.js'

// Whoever reads our output may stop in the middle of it, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

const terminal = { out: process.stdout, err: process.stderr, now: () => performance.now() }
run(process.argv.slice(2), terminal, process.env).then(
  status => {
    process.exitCode = status
  },
  (error: unknown) => {
    console.error('opwright: this is a fault of opwright itself:', error)
    process.exitCode = 1
  },
)
