/** The files of a round: CRDs as YAML or JSON, in the ways in which people and tools write them, some of them damaged. */

import { dump } from 'js-yaml'
import { mutate as mutateDefinition } from '../generator/crd/mutations.js'
import { mutate as mutateText } from '../generator/load/yaml-mutations.js'
import type { Chance } from '../support/chance.js'
import { DefinitionGrammar } from './definitions.js'

/** By name. */
export type Files = { readonly [file: string]: string }

/** What a round begins with, and what its input is changed into later, if it is. */
export interface Sources {
  readonly files: Files
  readonly later?: Files
}

export function sourcesOf(chance: Chance): Sources {
  const grammar = new DefinitionGrammar(chance)
  const definitions = [grammar.definition(), ...chance.some(1, () => grammar.definition())]
  const damaged = chance.percent(15) ? definitions.map(each => mutateDefinition(each, chance.next)) : definitions
  const files = filesOf(damaged, chance)
  if (!chance.percent(20)) return { files }
  const changed = definitions.map(each => (chance.percent(50) ? mutateDefinition(each, chance.next) : each))
  const later = [...changed.slice(chance.below(2)), ...chance.some(1, () => grammar.definition())]
  return { files, later: filesOf(later, chance) }
}

function filesOf(definitions: readonly unknown[], chance: Chance): Files {
  const texts = chance.oneOf<readonly string[]>(
    () => definitions.map(each => write(each, chance)),
    () => [definitions.map(each => write(each, chance).replace(/\n?$/, '\n')).join('---\n')],
    () => [write({ apiVersion: 'v1', kind: 'List', items: definitions }, chance)],
  )
  return Object.fromEntries(texts.map((text, index) => [`crd-${index}.yaml`, damage(text, chance)]))
}

function damage(text: string, chance: Chance): string {
  const given = chance.percent(12) ? mutateText(text, chance.below) : text
  if (!chance.percent(4)) return given
  return chance.percent(50) ? `\ufeff${given}` : given.replaceAll('\n', '\r\n')
}

function write(value: unknown, chance: Chance): string {
  return chance.oneOf(
    () => JSON.stringify(value),
    () => JSON.stringify(value, null, 2),
    () => dump(value, { noRefs: true }),
    () => dump(value, { noRefs: true, lineWidth: -1, noArrayIndent: true }),
    () => dump(value, { noRefs: true, forceQuotes: true, quotingType: '"', indent: 4 }),
    () => dump(value, { noRefs: true, flowLevel: 4 + chance.below(6) }),
    // With anchors and aliases where schemas are shared.
    () => dump(value),
  )
}
