/** A round: generates from the input of a seed, and holds what became of it against what is promised of every input. */

import * as fs from 'node:fs'
import * as path from 'node:path'
import * as prettier from 'prettier'
import { diff } from '../../generator/diff/diff.js'
import { generate, type GenerateOptions, type GenerateResult } from '../../generator/index.js'
import { Chance } from '../support/chance.js'
import { formattingOf } from './formatting.js'
import { sourcesOf, type Files } from './sources.js'

export interface Verdict {
  readonly outcome: GenerateResult['outcome'] | 'threw'
  /** Each a promise that was not kept. */
  readonly problems: readonly string[]
}

/** Leaves what was generated in a folder, which is made. */
export async function runRound(seed: number, folder: string): Promise<Verdict> {
  const chance = new Chance(seed)
  const { files, later } = sourcesOf(chance)
  const options: GenerateOptions = {
    cwd: folder,
    inputs: ['crds'],
    // What the user has made of a reconciler would not compile once its kind is gone.
    emit: later ? ['models', 'client'] : chance.pick([['models'], ['models', 'client', 'reconciler']]),
    versions: chance.pick(['served', 'served', 'storage', 'all']),
    importExtension: chance.percent(90) ? '.js' : '.ts',
  }
  // Of its own, so that the input of a seed stays what it is.
  const style = new Chance(~seed)
  const formatting = () => (style.percent(configuredShare) ? formattingOf(style) : {})
  const project: Project = { folder, formatting: formatting() }
  try {
    writeInput(project, files)
    const first = await judge(project, files, options, chance)
    if (!later || first.problems.length > 0) return first
    fs.renameSync(path.join(folder, 'crds'), path.join(folder, 'before'))
    for (const file of Object.keys(project.formatting)) fs.rmSync(path.join(folder, file))
    const changed: Project = { folder, formatting: formatting() }
    writeInput(changed, later)
    const problems = await judgeDifference(folder)
    fs.rmSync(path.join(folder, 'before'), { recursive: true })
    if (problems.length > 0) return { ...first, problems }
    return await judge(changed, later, options, chance, first.outcome)
  } catch (error) {
    return { outcome: 'threw', problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
  }
}

interface Project {
  readonly folder: string
  /** What it says of how its code is formatted. */
  readonly formatting: Files
}

/** In a hundred. */
const configuredShare = 6

function writeInput({ folder, formatting }: Project, files: Files): void {
  const crds = path.join(folder, 'crds')
  fs.rmSync(crds, { recursive: true, force: true })
  fs.mkdirSync(crds, { recursive: true })
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(crds, file), text)
  for (const [file, text] of Object.entries(formatting)) fs.writeFileSync(path.join(folder, file), text)
}

/** What becomes of a comparison is not known; that there is one of everything with itself is. */
async function judgeDifference(folder: string): Promise<string[]> {
  const { outcome } = await diff({ before: 'before', after: 'crds', cwd: folder, versions: 'all' })
  const same = await diff({ before: 'crds', after: 'crds', cwd: folder, versions: 'all' })
  if (same.outcome === 'same' || (same.outcome === 'failed' && outcome === 'failed')) return []
  return [`compared with itself it is ${same.outcome}, and with what was before, ${outcome}`]
}

/** Prettier takes longer than all the rest: of so many files in a hundred it is asked. */
const formatShare = 25

async function judge(
  { folder, formatting }: Project,
  files: Files,
  options: GenerateOptions,
  chance: Chance,
  before: Verdict['outcome'] = 'failed',
): Promise<Verdict> {
  const { outcome, diagnostics } = await generate(options)
  const problems = strangersIn(folder, files, formatting)
  if (outcome === 'failed') {
    if (!diagnostics.some(({ severity }) => severity === 'error')) problems.push('it failed without an error')
    if (before === 'failed' && fs.existsSync(path.join(folder, 'generated'))) problems.push('it failed, and wrote')
    return { outcome, problems }
  }
  const written = filesBelow(folder).filter(file => !file.startsWith('crds/') && !(file in formatting))
  problems.push(...unportable(written))
  const isConfigured = Object.keys(formatting).length > 0
  for (const file of written.filter(() => chance.percent(formatShare) || isConfigured)) {
    const text = fs.readFileSync(path.join(folder, file), 'utf8')
    const config = isConfigured ? await prettier.resolveConfig(path.join(folder, file), { editorconfig: true }) : {}
    const parser = file.endsWith('.json') ? 'json' : 'typescript'
    const formatted = await prettier.format(text, { ...config, parser }).catch((error: unknown) => String(error))
    if (formatted !== text) problems.push(`Prettier changes ${file}:${firstDifference(text, formatted)}`)
  }
  const again = await generate({ ...options, mode: 'check', force: true })
  const { created, updated, removed, extended } = again.files
  const changes = [...created, ...updated, ...removed, ...extended]
  if (again.outcome !== 'done' || changes.length > 0) {
    const reason = again.diagnostics.find(({ severity }) => severity === 'error')?.message ?? ''
    problems.push(`a second run is ${again.outcome}: ${[...changes, reason].join(', ')}`)
  }
  if (JSON.stringify(again.diagnostics) !== JSON.stringify(diagnostics)) problems.push('a second run says other things')
  const short = await generate({ ...options, mode: 'check' })
  if (JSON.stringify(short) !== JSON.stringify(again)) problems.push('the record answers other things than a whole run')
  return { outcome, problems }
}

/** What is neither input nor of the folders of the output. */
function strangersIn(folder: string, files: Files, formatting: Files): string[] {
  const problems = fs
    .readdirSync(folder)
    .filter(name => !['crds', 'generated', 'operator'].includes(name) && !(name in formatting))
    .map(name => `${name} was written beside the output`)
  const crds = path.join(folder, 'crds')
  const isKept =
    fs.readdirSync(crds).length === Object.keys(files).length &&
    Object.entries(files).every(([file, text]) => fs.readFileSync(path.join(crds, file)).equals(Buffer.from(text)))
  return isKept ? problems : [...problems, 'the input was changed']
}

/** Relative paths. Nothing but files and folders is expected. */
function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => {
      if (!entry.isFile()) throw new Error(`${entry.name} is no file`)
      return path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')
    })
}

/** What could not be checked out on some other disk. */
function unportable(files: readonly string[]): string[] {
  const parts = new Set(files.flatMap(file => file.split('/')))
  const folded = new Set(files.map(file => file.normalize('NFKC').toLowerCase()))
  return [
    ...[...parts].filter(part => !/^[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/.test(part)),
    ...[...parts].filter(
      part => Buffer.byteLength(part) > 255 || /^(?:con|prn|aux|nul|(?:com|lpt)\d)(?:\.|$)/i.test(part),
    ),
    ...(folded.size < files.length ? ['two files are one where letter case does not count'] : []),
  ].map(name => `not portable: ${name}`)
}

function firstDifference(text: string, formatted: string): string {
  const lines = text.split('\n')
  const others = formatted.split('\n')
  const at = lines.findIndex((line, index) => line !== others[index])
  return `${at + 1}\n    is:      ${lines[at] ?? ''}\n    becomes: ${others[at] ?? ''}`
}
