import * as assert from 'uvu/assert'
import type { CustomResourceDefinition } from '../../../generator/crd/custom-resource-definition.js'
import { build } from '../../../generator/model/build.js'
import type { DocFact } from '../../../generator/model/resource-model.js'
import type { Json } from '../../support/api-server/requests.js'
import { readText } from '../../generator/crd/read.js'
import { crdHead } from '../../support/crd-head.js'
import type { Round, Trial } from '../instances/objects.js'
import type { Grammar } from './grammar.js'

const fieldsOfRound = 30
const kindsOfRound = 20
const valuesOfSchema = 20

export interface MadeUpTrial extends Trial {
  /** What was made up. */
  readonly schema: Json
  /** An object that has a value in the place of the schema, and the value that an object has there. */
  readonly around: (value: Json) => Json
  readonly within: (object: Json) => Json
  /** Whether the type says all that the schema asks for. */
  readonly isSaid: boolean
}

export interface MadeUpRound extends Round {
  readonly trials: readonly MadeUpTrial[]
}

/** Schemas that are made up, as fields of one kind, with an object for each value: `title` tells them from those of other rounds. */
export async function madeUpFields(grammar: Grammar, title: string): Promise<MadeUpRound> {
  const schemas = Object.fromEntries(Array.from({ length: fieldsOfRound }, (_, at) => [`s${at}`, grammar.schema()]))
  const definition = await define('MadeUp', {
    type: 'object',
    properties: { spec: { type: 'object', properties: schemas } },
  })
  const { shapes, factsOf } = typesOf(definition)
  const types = new Map(shapes.get('MadeUpSpec')?.properties.map(({ name, type }) => [name, type]))
  const trials = Object.entries(schemas).flatMap(([field, schema]) => {
    const type = types.get(field)
    const isSaid = type?.kind === 'reference' && isAll(factsOf(type.names.type))
    const around = (value: Json) => ({ ...head, kind: 'MadeUp', spec: { [field]: value } })
    return trialsOf({ grammar, title, definition, schema, isSaid, around, within: ({ spec }) => spec[field] })
  })
  return { definitions: [definition], trials }
}

/** The same as kinds: what is said of their fields is said at the root. */
export async function madeUpKinds(grammar: Grammar, title: string): Promise<MadeUpRound> {
  const definitions: CustomResourceDefinition[] = []
  const trials: MadeUpTrial[] = []
  // One after the other, so that a seed makes up the same whatever takes longer.
  for (let at = 0; at < kindsOfRound; at++) {
    const schema = grammar.schema()
    const definition = await define(`MadeUp${at}`, schema)
    const { kind } = definition.names
    const isSaid = isAll(typesOf(definition).factsOf(kind))
    const around = (value: Json) => ({ ...value, ...head, kind })
    const within = ({ apiVersion: _, kind: __, metadata: ___, ...value }: Json) => value
    definitions.push(definition)
    trials.push(...trialsOf({ grammar, title, definition, schema, isSaid, around, within }))
  }
  return { definitions, trials }
}

interface MadeUp extends Pick<MadeUpTrial, 'definition' | 'schema' | 'isSaid' | 'around' | 'within'> {
  readonly grammar: Grammar
  readonly title: string
}

const head = { apiVersion: 'example.com/v1', metadata: { name: 'a' } }

function trialsOf({ grammar, title, ...made }: MadeUp): MadeUpTrial[] {
  const { definition, schema, around } = made
  const [version] = definition.versions
  assert.ok(version)
  const values = Array.from({ length: valuesOfSchema }, () => JSON.stringify(grammar.value(schema)))
  return [...new Set(values)].map((text): MadeUpTrial => {
    const name = `${title}: ${text} of ${definition.names.kind} ${JSON.stringify(schema)}`
    return { ...made, name, object: around(JSON.parse(text)), version }
  })
}

async function define(kind: string, schema: Json): Promise<CustomResourceDefinition> {
  const { definitions } = await readText(`${crdHead(kind)}        ${JSON.stringify(schema)}`)
  const [definition] = definitions
  assert.ok(definition)
  return definition
}

function typesOf(definition: CustomResourceDefinition) {
  const [folder] = build([definition], { versions: 'served' }, () => {}).versions
  const resources = folder?.resources ?? []
  const shapes = new Map(
    [...resources.flatMap(each => each.shapes), ...(folder?.shared ?? [])].map(each => [each.names.type, each]),
  )
  const all = new Map([...resources, ...shapes.values()].map(({ names, doc }) => [names.type, doc.facts]))
  return { shapes, factsOf: (name: string) => all.get(name) ?? [] }
}

const unsaid: ReadonlySet<string> = new Set(['alternatives', 'limit', 'rule'])

/** Whether no comment has to say more. */
function isAll(facts: readonly DocFact[]): boolean {
  return !facts.some(({ kind }) => unsaid.has(kind))
}
