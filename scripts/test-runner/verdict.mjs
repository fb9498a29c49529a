/**
 * Decides what a test file has shown, from its record and the end of its process.
 *
 * Each declared test is passed, failed or skipped, and one that did not finish has failed. What went wrong outside a test
 * counts as one failure more, unless tests that did not finish show it already. A file that shows nothing has failed.
 * `broken` says that more went wrong than a test that failed: what the file printed may tell what.
 */
export function verdict(entries, exit, skipEverything = false) {
  const groups = new Map()
  const tests = new Map()
  for (const entry of entries) apply(entry, groups, tests)

  const failures = []
  const passed = []
  let skipped = 0
  let broken = false
  for (const test of tests.values()) {
    const group = groups.get(test.group)
    if (skipEverything || test.kind === 'skip' || (test.kind === 'test' && group.hasOnly)) skipped++
    else if (test.state === 'passed') passed.push({ name: test.name, ms: test.ms })
    else if (test.state === 'failed') failures.push({ name: test.name, message: test.error })
    else {
      failures.push({ name: test.name, message: whyUnfinished(test, group, exit) })
      broken = true
    }
  }

  for (const group of groups.values()) {
    const unfinished = group.tests.some(test => test.state === 'declared' || test.state === 'started')
    if (unfinished && !skipEverything) continue
    for (const { place, error } of group.hookErrors) failures.push({ name: `(${place} hook)`, message: error })
  }
  const outside = failures.length === 0 ? whatWentWrongOutside(tests, groups, exit) : undefined
  if (outside) failures.push({ name: '(file)', message: outside })
  return { passed, failures, skipped, broken: broken || outside !== undefined }
}

function apply(entry, groups, tests) {
  switch (entry.type) {
    case 'declared': {
      const group = groupOf(groups, entry.group)
      const test = { ...entry, state: 'declared' }
      tests.set(entry.id, test)
      group.tests.push(test)
      group.hasOnly ||= entry.kind === 'only'
      break
    }
    case 'started':
    case 'passed':
    case 'failed':
      Object.assign(tests.get(entry.id), { state: entry.type, ms: entry.ms, error: entry.error })
      break
    case 'hook-failed':
      groupOf(groups, entry.group).hookErrors.push(entry)
      break
    case 'run':
      groupOf(groups, entry.group).hasRun = true
      break
    case 'finished':
      groupOf(groups, entry.group).hasFinished = true
      break
    default:
      throw new Error(`unknown entry in a test's record: ${JSON.stringify(entry)}`)
  }
}

function groupOf(groups, id) {
  let group = groups.get(id)
  if (!group) groups.set(id, (group = { tests: [], hookErrors: [], hasOnly: false, hasRun: false, hasFinished: false }))
  return group
}

function whyUnfinished(test, group, exit) {
  if (!group.hasRun) return 'never ran: `.run()` is missing after it'
  const [hook] = group.hookErrors
  if (hook) return `did not run to its end: the ${hook.place} hook failed\n${hook.error}`
  return `${test.state === 'started' ? 'did not finish' : 'did not start'}: ${howItEnded(exit)}`
}

function whatWentWrongOutside(tests, groups, exit) {
  if (exit.timedOut || exit.signal !== null || exit.code !== 0) return `all tests finished, but ${howItEnded(exit)}`
  if (tests.size === 0) return 'declares no test'
  const all = [...groups.values()]
  if (all.some(group => group.tests.length > 0 && !group.hasRun)) return '`.run()` is missing at the end'
  if (all.some(group => group.hasRun && !group.hasFinished)) return 'the process ended before its `after` hooks had'
  return undefined
}

function howItEnded({ code, signal, timedOut, timeLimitMs }) {
  if (timedOut) return `the process still ran after ${timeLimitMs / 1000} s, the time limit, and was killed`
  if (signal !== null) return `the process was ended by ${signal}`
  return `the process ended with exit code ${code}`
}
