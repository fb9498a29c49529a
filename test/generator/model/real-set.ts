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
export async function readRealSet(): Promise<RealDefinition[]> {
  const files = new Map<string, readonly Document[]>()
  const found: RealDefinition[] = []
  for (const { file, index, verdict, oneRun } of readVerdicts()) {
    if (verdict === 'refused') continue
    const documents = files.get(file) ?? (await documentsIn(file))
    files.set(file, documents)
    const document = documents[index]
    const definitions = parse(document ? [document] : [], () => {})
    for (const definition of definitions) found.push({ file, definition, oneRun })
  }
  return found
}

function documentsIn(file: string): Promise<readonly Document[]> {
  const bytes = fs.readFileSync(path.join(realCrds, file))
  return documentsOf({ name: file, bytes }, defaultLimits, () => {})
}
