// A process with a manager, for tests of signals: says what it does on its standard output, and ends its reconcile when it is
// told to on its standard input.

import { once } from 'node:events'
import { systemClock } from '../../../runtime/api/clock.js'
import type { EventRecorder } from '../../../runtime/client/events.js'
import { Manager } from '../../../runtime/manager/manager.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { TinyApi } from '../controller/tiny-api.js'
import { tinyClient } from '../controller/tiny-client.js'
import { Widget, widget } from '../controller/world.js'

const say = (line: string) => process.stdout.write(`${line}\n`)

const api = new TinyApi()
api.put(Widget, widget('a'))
const manager = new Manager({
  client: tinyClient(api),
  events: {} as EventRecorder,
  logger: { ...recordingLogger(), info: message => message === 'stopping' && say(message) },
  clock: systemClock,
  namespaces: undefined,
  healthAddress: '127.0.0.1:0',
  gracefulShutdownMs: 25_000,
  close: async () => {},
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
