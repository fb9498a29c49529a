// A process that generates for two sets of CRDs by turns, in the working folder, until it is killed. It begins when it is told to on
// standard input, and says "writing" before each time that it writes.

import * as fs from 'node:fs'
import { generate } from '../../../generator/index.js'

const [first = 'a', second = 'b'] = process.argv.slice(2)

await new Promise(resolve => process.stdin.once('data', resolve))
for (;;) {
  for (const set of [first, second]) {
    const onProgress = (stage: string) => {
      if (stage === 'writing') fs.writeSync(1, 'writing\n')
    }
    // For the same set again and again, or there would be nothing to do after the first time.
    const { outcome, diagnostics } = await generate({ inputs: [`crds-${set}`], force: first === second, onProgress })
    if (outcome !== 'done') throw new Error(JSON.stringify(diagnostics))
  }
}
