/** The definitions of real projects beside the repository, where they are there. */

import * as fs from 'node:fs'
import * as path from 'node:path'
import type { CustomResourceDefinition } from '../../../generator/crd/custom-resource-definition.js'
import { parse } from '../../../generator/crd/parse.js'
import type { Document } from '../../../generator/load/document.js'
import { documentsOf } from '../../../generator/load/documents.js'
import { defaultLimits } from '../../../generator/load/limits.js'
import { readVerdicts, realCrds } from '../../support/real-crds.js'

export interface RealDefinition {
  readonly file: string
  readonly definition: CustomResourceDefinition
  /** One of those of distinct names that go together in a single run. */
  readonly oneRun: boolean
}

/** Those that a server accepts, or accepted while it knew v1beta1; none where the set is missing. */
export function readRealSet(): RealDefinition[] {
  const files = new Map<string, readonly Document[]>()
  return readVerdicts().flatMap(({ file, index, verdict, oneRun }) => {
    if (verdict === 'refused') return []
    const documents = files.get(file) ?? documentsIn(file)
    files.set(file, documents)
    const document = documents[index]
    const { definitions } = parse(document ? [document] : [], () => {})
    return definitions.map(definition => ({ file, definition, oneRun }))
  })
}

function documentsIn(file: string): readonly Document[] {
  const text = fs.readFileSync(path.join(realCrds, file), 'utf8')
  return documentsOf({ name: file, text }, defaultLimits, () => {})
}
