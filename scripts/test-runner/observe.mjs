// Preloaded into the process of each test file: whoever imports `uvu` gets it from observed-uvu.mjs.

import { register } from 'node:module'

register('./resolve-uvu.mjs', import.meta.url)
