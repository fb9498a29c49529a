const slowestShown = 5

/** Collects outcomes as they come, prints a line for each, and at the end what failed, in full. */
export class Report {
  #passed = 0
  #skipped = 0
  #failures = []
  #timings = []

  /** `outcome`: see verdict.mjs. */
  add(title, { passed, failures, skipped, broken, ms, stdout = '', stderr = '' }) {
    this.#passed += passed.length
    this.#skipped += skipped
    for (const test of passed) this.#timings.push({ title: `${title}: ${test.name}`, ms: test.ms })
    // On standard output uvu tells again what the record tells.
    const output = broken ? `${stdout}\n${stderr}` : stderr
    if (failures.length > 0) this.#failures.push({ title, failures, output })
    const counts = [
      `${passed.length} passed`,
      ...(failures.length > 0 ? [`${failures.length} failed`] : []),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ]
    const mark = failures.length > 0 ? 'x' : passed.length > 0 ? '+' : '-'
    console.log(`${mark} ${title}  ${counts.join(', ')}  ${seconds(ms)}`)
  }

  note(text) {
    console.log(`  ${text}`)
  }

  /** The last line is for machines: its form must not change. The answer is the exit code. */
  close() {
    for (const { title, failures, output } of this.#failures) {
      console.log(`\n---- ${title}`)
      for (const { name, message } of failures) console.log(`\n${name}\n${indent(message)}`)
      if (output.trim() !== '') console.log(`\nprinted:\n${indent(output.trimEnd())}`)
    }
    const slowest = this.#timings.toSorted((a, b) => b.ms - a.ms).slice(0, slowestShown)
    if (slowest.length > 0) console.log('\nslowest:')
    for (const { title, ms } of slowest) console.log(`  ${seconds(ms).padStart(8)}  ${title}`)
    const failed = this.#failures.reduce((sum, { failures }) => sum + failures.length, 0)
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : ''
    console.log(`\n${this.#passed} passed, ${failed} failed${skipped}`)
    return failed > 0 || this.#passed === 0 ? 1 : 0
  }
}

function indent(text) {
  return text.replace(/^(?=.)/gm, '    ')
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`
}
