import * as fs from 'node:fs'
import * as path from 'node:path'

/**
 * What a new operator calls itself towards the cluster: the name of its folder, or, where that says no more than `operator`, that
 * of the package that it is in. Only the first text of `main.ts` depends on it.
 */
export function operatorName(operator: string): string {
  const folder = path.basename(operator)
  return (folder === 'operator' && packageName(path.dirname(operator))) || folder
}

/** Of the nearest package, without its scope; undefined where there is none, or none that says its name. */
function packageName(folder: string): string | undefined {
  const file = path.join(folder, 'package.json')
  if (fs.existsSync(file)) {
    try {
      const { name } = JSON.parse(fs.readFileSync(file, 'utf8')) as { name?: unknown }
      return typeof name === 'string' ? name.replace(/^@[^/]*\//, '') : undefined
    } catch {
      return undefined // npm will say more about it than we can.
    }
  }
  const parent = path.dirname(folder)
  return parent === folder ? undefined : packageName(parent)
}
