import { spawn } from 'node:child_process'

/** What is checked beside the test files. Each counts as one test. */
export const checks = {
  format: ['prettier', '--check', '.'],
  lint: ['oxlint', '--deny-warnings'],
  typecheck: ['tsc', '-p', 'tsconfig.json'],
  // A generator that is worked on keeps its version: what its record proves must not count.
  regenerate: [
    'node',
    'dist/esm/generator/cli/main.js',
    'schemas',
    '--operator',
    'sample-operator',
    '--check',
    '--force',
  ],
}

export const buildCheck = ['node', 'scripts/build.mjs']

/** Runs a command of the project's own; the outcome has the form that verdict.mjs gives. */
export function runCheck([command, ...args], root) {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${root}/node_modules/.bin:${process.env.PATH}` },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', chunk => (output += chunk))
    }
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const ms = performance.now() - started
      const name = [command, ...args].join(' ')
      if (code === 0) return resolve({ passed: [{ name, ms }], failures: [], skipped: 0, ms })
      const failure = { name, message: `${signal ?? `exit code ${code}`}\n${output.trimEnd()}` }
      resolve({ passed: [], failures: [failure], skipped: 0, ms })
    })
  })
}
