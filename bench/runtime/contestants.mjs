// Who runs, and how. Peers are made ready once, in bench/peers.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname
const goFolder = join(here, '../peers/controller-runtime')
const goProgram = join(goFolder, 'bin/controller-runtime')

/** `NODE_ENV`: as in production, where cached objects are not frozen. */
const onNode = (name, program, ...args) => ({
  name,
  command: process.execPath,
  args: [join(here, 'programs', `${program}.mjs`), ...args],
  environment: { NODE_ENV: 'production' },
})
const onGo = (name, watchList, environment = {}) => ({
  name,
  command: goProgram,
  environment: { KUBE_FEATURE_WatchListClient: String(watchList), ...environment },
})

export const floors = {
  list: onNode('bytes alone, list', 'floor', 'list'),
  parsedList: onNode('bytes and JSON.parse, list', 'floor', 'parsed-list'),
  watchList: onNode('bytes alone, WatchList', 'floor', 'watch-list'),
}
export const opwright = onNode('opwright', 'opwright')
export const opwrightIn = Object.fromEntries(
  Object.entries({ paged: 'paged', watchList: 'watch-list' }).map(([key, mode]) => [
    key,
    { ...opwright, name: `opwright, ${mode}`, environment: { ...opwright.environment, BENCH_LIST_MODE: mode } },
  ]),
)
export const clientNode = onNode('client-node informer', 'client-node')
export const controllerRuntime = {
  list: onGo('controller-runtime, list', false),
  stripped: onGo('controller-runtime, list, no managedFields', false, { BENCH_STRIP: '1' }),
  watchList: onGo('controller-runtime, WatchList', true),
}

/** False, with the reason told, where there is no Go to build the program with. */
export function buildPeers() {
  if (!existsSync(join(here, '../../dist/esm/runtime/index.js'))) throw new Error('dist is missing: run npm run build')
  try {
    execFileSync('go', ['build', '-trimpath', '-o', goProgram, '.'], { cwd: goFolder, stdio: 'inherit' })
    return true
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    console.error('there is no Go: controller-runtime is left out')
    return false
  }
}
