/** Objects that real projects ship as examples, and the definitions that serve them, where they are beside the repository. */

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import type {
  CustomResourceDefinition,
  CustomResourceVersion,
} from '../../../generator/crd/custom-resource-definition.js'
import { readRealSet, type RealDefinition } from '../../generator/model/real-set.js'
import type { Json } from '../../support/api-server/requests.js'

const folder = fileURLToPath(new URL('../../../../shared/instances', import.meta.url))

/** One object, to be tried on one definition that serves its kind. */
export interface Trial {
  /** The path of the object in the set. */
  readonly name: string
  readonly object: Json
  readonly definition: CustomResourceDefinition
  readonly version: CustomResourceVersion
}

/** Trials whose definitions can be installed together: no two of one name. */
export interface Round {
  readonly definitions: readonly CustomResourceDefinition[]
  readonly trials: readonly Trial[]
}

/** How many objects there are, and the trials of those that a current server can serve. */
export async function readTrials(): Promise<{ readonly objects: number; readonly rounds: readonly Round[] }> {
  const manifest = path.join(folder, 'MANIFEST.tsv')
  if (!fs.existsSync(manifest)) return { objects: 0, rounds: [] }
  const served = servedKinds(await readRealSet())
  const [, ...lines] = fs.readFileSync(manifest, 'utf8').trim().split('\n')
  const trials = lines.flatMap((line): Trial[] => {
    const [name = '', , , group = '', version = '', kind = ''] = line.split('\t')
    const candidates = served.get([group, version, kind].join('/')) ?? []
    const object = candidates.length > 0 ? readObject(path.join(folder, name)) : undefined
    if (object === undefined) return []
    // Its own project knows best; a kind of another one stands as it does in the first that defines it.
    const own = candidates.filter(({ file }) => path.dirname(file) === path.dirname(name))
    return (own.length > 0 ? own : candidates.slice(0, 1)).flatMap(({ definition }): Trial[] => {
      const found = definition.versions.find(each => each.name === version)
      return found ? [{ name, object, definition, version: found }] : []
    })
  })
  return { objects: lines.length, rounds: roundsOf(trials) }
}

/** By `group/version/kind`. */
function servedKinds(all: readonly RealDefinition[]): Map<string, RealDefinition[]> {
  const served = new Map<string, RealDefinition[]>()
  for (const real of all) {
    // Servers have not accepted v1beta1 since 1.22.
    if (real.definition.apiVersion !== 'apiextensions.k8s.io/v1') continue
    for (const version of real.definition.versions) {
      if (!version.served) continue
      const key = [real.definition.group, version.name, real.definition.names.kind].join('/')
      served.set(key, [...(served.get(key) ?? []), real])
    }
  }
  return served
}

/** undefined for what no YAML parser can make sense of, such as a mapping that repeats a key. */
function readObject(file: string): Json | undefined {
  try {
    const object = load(fs.readFileSync(file, 'utf8'))
    // Dates are strings when they travel.
    return typeof object === 'object' && object !== null ? JSON.parse(JSON.stringify(object)) : undefined
  } catch {
    return undefined
  }
}

function roundsOf(trials: readonly Trial[]): Round[] {
  const rounds: { definitions: Map<string, CustomResourceDefinition>; trials: Trial[] }[] = []
  for (const trial of trials) {
    const { name } = trial.definition
    let round = rounds.find(({ definitions }) => (definitions.get(name) ?? trial.definition) === trial.definition)
    if (!round) rounds.push((round = { definitions: new Map(), trials: [] }))
    round.definitions.set(name, trial.definition)
    round.trials.push(trial)
  }
  return rounds.map(({ definitions, trials }) => ({ definitions: [...definitions.values()], trials }))
}
