// A process with a manager, for tests of signals: says what it does on its standard output, and ends its reconcile when it is
// told to on its standard input.

import { once } from 'node:events'
import { Manager } from '../../../runtime/manager/manager.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { TinyApi } from '../controller/tiny-api.js'
import { Widget, widget } from '../controller/world.js'

const say = (line: string) => process.stdout.write(`${line}\n`)

const api = new TinyApi()
api.put(Widget, widget('a'))
const manager = await Manager.create({
  name: 'test-operator',
  transport: api,
  logger: { ...recordingLogger(), info: (message: string) => message === 'stopping' && say(message) },
  healthAddress: '127.0.0.1:0',
})
manager.controller(Widget, {
  async reconcile() {
    say('reconciling')
    await once(process.stdin, 'data')
    process.stdin.destroy()
    return { requeueAfterMs: 3_600_000 }
  },
})
await manager.run()
say('stopped')
