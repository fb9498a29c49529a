import * as assert from 'uvu/assert'
import { build } from '../../../generator/model/build.js'
import type { ShapeModel } from '../../../generator/model/resource-model.js'
import { readText } from '../../generator/crd/read.js'
import { crdHead } from '../../support/crd-head.js'
import type { Round, Trial } from '../instances/objects.js'
import type { Grammar } from './grammar.js'

const schemasOfRound = 30
const valuesOfSchema = 20

export interface MadeUpTrial extends Trial {
  /** The one field of its spec, whose schema was made up. */
  readonly field: string
  /** Whether the type says all that the schema asks for. */
  readonly isSaid: boolean
}

/** Schemas that are made up, as fields of one kind, with an object for each value: `title` tells them from those of other rounds. */
export async function madeUpRound(
  grammar: Grammar,
  title: string,
): Promise<Round & { readonly trials: readonly MadeUpTrial[] }> {
  const schemas = Object.fromEntries(Array.from({ length: schemasOfRound }, (_, at) => [`s${at}`, grammar.schema()]))
  const schema = { type: 'object', properties: { spec: { type: 'object', properties: schemas } } }
  const { definitions } = await readText(`${crdHead('MadeUp')}        ${JSON.stringify(schema)}`)
  const [definition] = definitions
  const [version] = definition?.versions ?? []
  assert.ok(definition && version)
  const said = saidFields(definitions)
  const trials = Object.entries(schemas).flatMap(([field, schema]) => {
    const values = Array.from({ length: valuesOfSchema }, () => JSON.stringify(grammar.value(schema)))
    return [...new Set(values)].map((value): MadeUpTrial => {
      const name = `${title}: ${value} of ${JSON.stringify(schema)}`
      const head = { apiVersion: 'example.com/v1', kind: 'MadeUp', metadata: { name: 'a' } }
      const object = { ...head, spec: { [field]: JSON.parse(value) } }
      return { name, object, definition, version, field, isSaid: said.has(field) }
    })
  })
  return { definitions, trials }
}

/** The fields of whose schema no comment has to say more. */
function saidFields(definitions: Round['definitions']): ReadonlySet<string> {
  const [folder] = build(definitions, { versions: 'served' }, () => {}).versions
  const all = [...(folder?.resources.flatMap(({ shapes }) => shapes) ?? []), ...(folder?.shared ?? [])]
  const shapes = new Map(all.map(shape => [shape.names.type, shape]))
  const unsaid: ReadonlySet<string> = new Set(['alternatives', 'limit', 'rule'])
  const isSaid = ({ doc }: ShapeModel) => !doc.facts.some(({ kind }) => unsaid.has(kind))
  return new Set(
    shapes.get('MadeUpSpec')?.properties.flatMap(({ name, type }) => {
      const shape = type.kind === 'reference' ? shapes.get(type.names.type) : undefined
      return shape && isSaid(shape) ? [name] : []
    }),
  )
}
