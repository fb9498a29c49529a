import type { FileMemory } from '../file-memory.js'
import { regenerate } from '../generate.js'
import { UsageError, type GenerateOptions, type GenerateResult, type Stage } from '../options.js'
import { version } from '../version.js'
import { parseArguments, usage, type OutputOptions } from './arguments.js'
import { summarize, summarizeFailure } from './summary.js'
import { colorsFor, formatDiagnostics, inLine, printable, Progress, type Terminal } from './terminal.js'
import { formatTimings, Timings } from './timings.js'

const DONE = 0
const FAILED = 1
const WRONG_USAGE = 2

/** Runs a command line, and answers its exit status. */
export async function run(args: readonly string[], terminal: Terminal, env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const request = parseArguments(args)
    switch (request.kind) {
      case 'help':
        terminal.out.write(usage)
        return DONE
      case 'version':
        terminal.out.write(`${version}\n`)
        return DONE
      case 'generate': {
        const generateOnce = (memory?: FileMemory) => {
          return runGenerate({ ...request, terminal, env, ...(memory && { memory }) })
        }
        if (!request.watch) return await generateOnce()
        const { runWatch } = await import('./run-watch.js')
        return await runWatch(request.options, request.output, terminal, generateOnce)
      }
      case 'diff': {
        const { runDiff } = await import('./run-diff.js')
        return await runDiff(request.options, request.output, terminal, env)
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === 'uv_cwd') {
      terminal.err.write('opwright: the working folder is gone\n')
      return FAILED
    }
    if (!(error instanceof UsageError)) throw error
    terminal.err.write(`opwright: ${inLine(error.message)}\nTry opwright --help.\n`)
    return WRONG_USAGE
  }
}

interface GenerateRun {
  readonly options: GenerateOptions
  readonly output: OutputOptions
  readonly terminal: Terminal
  readonly env: NodeJS.ProcessEnv
  /** Of the runs before, of `--watch`. */
  readonly memory?: FileMemory
}

async function runGenerate({ options, output, terminal, env, memory }: GenerateRun): Promise<number> {
  const startedAt = terminal.now()
  const progress = new Progress(terminal)
  const timings = output.timings ? new Timings(terminal.now) : undefined
  const isSilent = output.json || output.quiet
  const onProgress = (stage: Stage) => {
    timings?.begin(stage)
    if (!isSilent) progress.show(doing[stage])
  }
  const result = await regenerate({ ...options, onProgress }, memory).finally(() => progress.end())
  if (result.outcome === 'outdated') timings?.begin('explaining')
  const explaining = result.outcome === 'outdated' ? await import('./explain-check.js') : undefined
  const since = await explaining?.compareWithRecord(options)
  const elapsedMs = Math.round(terminal.now() - startedAt)
  const taken = timings?.take()
  const told = {
    opwright: version,
    ...result,
    ...(since?.changes && { changes: since.changes }),
    elapsedMs,
    ...(taken && { timings: taken }),
  }
  if (output.json) terminal.out.write(`${JSON.stringify(told, null, 2)}\n`)
  else {
    await tell(result, { ...output, mode: options.mode ?? 'write', elapsedMs }, terminal, env)
    if (explaining && since) await explaining.tellChanges(since, output, terminal, env)
    if (taken) terminal.err.write(formatTimings(taken))
  }
  return result.outcome === 'done' ? DONE : FAILED
}

interface TellOptions extends OutputOptions {
  readonly mode: 'write' | 'check' | 'dry-run'
  readonly elapsedMs: number
}

async function tell(
  result: GenerateResult,
  options: TellOptions,
  { out, err }: Terminal,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const problems = formatDiagnostics(result.diagnostics, await colorsFor(err, options.color, env))
  if (result.outcome === 'failed') {
    err.write(`${problems}${summarizeFailure(result)}`)
  } else {
    if (problems !== '') err.write(problems)
    const summary = summarize(result, options)
    if (summary !== '') out.write(printable(summary))
  }
}

const doing: { readonly [stage in Stage]: string } = {
  reading: 'Reading the input...',
  comparing: 'Comparing with the run before...',
  loading: 'Loading the generator...',
  parsing: 'Taking the input apart...',
  checking: 'Checking the definitions...',
  naming: 'Naming the types...',
  translating: 'Writing the types...',
  formatting: 'Formatting...',
  planning: 'Comparing with what is there...',
  writing: 'Writing the files...',
}
