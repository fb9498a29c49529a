import * as path from 'node:path'
import type { Diagnostic, Report } from '../diagnostic.js'
import { emitParts, importExtensions, versionSelections } from '../option-values.js'
import type { ApplyOptions } from './apply.js'
import { isInside, readText } from './disk.js'
import { MANIFEST, type Manifest, type RecordedOptions } from './manifest.js'
import { blockedBy } from './obstacles.js'

/** A record that is on the disk. */
export interface ReadManifest {
  readonly text: string
  readonly content: Manifest
}

/**
 * Nothing where there is none; one that cannot be read, or that cannot be opwright's, is reported. Its names and its answer are left to
 * those who know how to read them.
 */
export function readManifest(
  output: string,
  nameOf: ApplyOptions['nameOf'],
  report: Report,
  parse = parseManifest,
): ReadManifest | undefined {
  const found = readText(output, MANIFEST)
  if (found.kind === 'missing') return undefined
  if (found.kind === 'blocked') {
    report(blockedBy(found, nameOf))
    return undefined
  }
  try {
    return { text: found.text, content: parse(found.text) }
  } catch (error) {
    if (!(error instanceof Mangled)) throw error
    report(mangledBy(error.message, nameOf(path.join(output, MANIFEST))))
    return undefined
  }
}

export function mangledBy(problem: string, file: string): Diagnostic {
  return {
    severity: 'error',
    code: 'write/manifest',
    message: `is not as opwright wrote it: ${problem}`,
    file,
    help: 'Take it from version control, or remove it and run again with --force and the inputs.',
  }
}

class Mangled extends Error {}

/** Throws where that is none. */
export function parseManifest(text: string): Manifest {
  const value = parseJson(text)
  expect(isRecord(value), 'it is no object')
  const { opwright, inputs, options, files, operatorFiles } = value
  expect(typeof opwright === 'string', '`opwright` is no version')
  expect(isTexts(inputs) && inputs.length > 0 && !inputs.includes(''), '`inputs` is no list of inputs')
  expect(isRecord(options), '`options` is no object')
  expectRecordedOptions(options)
  expect(isRecord(files), '`files` is no object')
  expect(isTexts(operatorFiles), '`operatorFiles` is no list of files')
  for (const file of [...Object.keys(files), ...operatorFiles]) {
    // What a manifest names is removed when its kind is gone.
    expect(isInside(file), `${JSON.stringify(file)} leads out of its folder`)
  }
  expect(isTexts(Object.values(files)), '`files` has a hash that is none')
  return value as unknown as Manifest
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const merged = text.replace(mergedFingerprint, '"fingerprint": "",').replace(mergedProofs, '$1')
    if (merged !== text) return parseJson(merged)
    throw new Mangled(/^<{7} /m.test(text) ? 'a merge left its marks in it' : 'it is no JSON')
  }
}

/** What a merge leaves where two branches have each generated: all that it could put together stands, and one fingerprint it could not. */
const mergedFingerprint =
  /^<{7} .*\n\s*"fingerprint": .*\n(?:\|{7}.*\n\s*"fingerprint": .*\n)?={7}\r?\n\s*"fingerprint": .*\n>{7} .*$/m

const proofs = '((?:[ \\t]*"[^"\\n]*": *"proof-[^"\\n]*",?\\r?\\n)*)'

/** The same of groups that are neighbours. A proof that holds no longer is no harm: the group is made anew. */
const mergedProofs = new RegExp(
  `^<{7} .*\\n${proofs}(?:\\|{7}.*\\n${proofs})?={7}\\r?\\n${proofs}>{7} .*(?:\\n|$)`,
  'gm',
)

const optionRules: { readonly [name in keyof RecordedOptions]-?: (value: unknown) => boolean } = {
  operator: value => typeof value === 'string' && value !== '' && !path.isAbsolute(value),
  emit: value => Array.isArray(value) && value.every(isOneOf(emitParts)),
  only: isTexts,
  versions: isOneOf(versionSelections),
  importExtension: isOneOf(importExtensions),
}

function isOneOf(values: readonly string[]): (value: unknown) => boolean {
  return value => typeof value === 'string' && values.includes(value)
}

function expectRecordedOptions(options: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(options)) {
    expect(Object.hasOwn(optionRules, name), `${JSON.stringify(name)} is no option of this version`)
    expect(optionRules[name as keyof RecordedOptions](value), `\`options.${name}\` is none of its values`)
  }
}

function expect(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Mangled(problem)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
