import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { run } from '../../generator/cli/run.js'
import type { Stream } from '../../generator/cli/terminal.js'
import { generate, type GenerateOptions, type GenerateResult } from '../../generator/index.js'

export interface Ran {
  readonly status: number
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  /** Relative to the workspace. */
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Called in the working folder. */
  readonly beforehand?: () => void
  readonly out?: Partial<Stream>
  readonly err?: Partial<Stream>
  /** Default: a clock that stands. */
  readonly now?: () => number
}

/** A folder of its own to generate in, as a user's project would be. */
export class Workspace {
  readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-')))

  path(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts)
  }

  write(files: { readonly [file: string]: string }): void {
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(this.path(file)), { recursive: true })
      fs.writeFileSync(this.path(file), text)
    }
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), 'utf8')
  }

  edit(file: string, change: (text: string) => string): void {
    this.write({ [file]: change(this.read(file)) })
  }

  has(file: string): boolean {
    return fs.lstatSync(this.path(file), { throwIfNoEntry: false }) !== undefined
  }

  remove(file: string): void {
    fs.rmSync(this.path(file), { recursive: true })
  }

  link(file: string, target: string): void {
    fs.mkdirSync(path.dirname(this.path(file)), { recursive: true })
    fs.symlinkSync(target, this.path(file))
  }

  /** Every file with its text, every link with its target, and every folder that holds nothing; sorted by path. None where there is no such folder. */
  files(below = '.'): { readonly [file: string]: string } {
    const found: [string, string][] = []
    const visit = (folder: string): void => {
      const entries = fs.readdirSync(this.path(folder), { withFileTypes: true })
      if (entries.length === 0) found.push([`${folder}/`, '(empty)'])
      for (const entry of entries) {
        const file = path.posix.join(folder, entry.name)
        if (entry.isDirectory()) visit(file)
        else found.push([file, entry.isSymbolicLink() ? `-> ${fs.readlinkSync(this.path(file))}` : this.read(file)])
      }
    }
    if (this.has(below)) visit(below)
    return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  names(below = '.'): string[] {
    return Object.keys(this.files(below))
  }

  generate(options: GenerateOptions = {}): Promise<GenerateResult> {
    return generate({ ...options, cwd: options.cwd ?? this.folder })
  }

  /** A command line, with a terminal that is none. */
  async run(
    args: readonly string[],
    { cwd = '.', env = {}, beforehand, out, err, now = () => 0 }: RunOptions = {},
  ): Promise<Ran> {
    const written = { out: '', err: '' }
    const stream = (name: 'out' | 'err', stream: Partial<Stream> = {}): Stream => ({
      write: text => (written[name] += text),
      ...stream,
    })
    const terminal = {
      out: stream('out', out),
      err: stream('err', err),
      now,
      after: () => () => {},
      interrupted: () => new Promise<void>(() => {}),
    }
    const before = process.cwd()
    process.chdir(this.path(cwd))
    try {
      beforehand?.()
      return { status: await run(args, terminal, env), ...written }
    } finally {
      process.chdir(before)
    }
  }

  dispose(): void {
    fs.rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Gives a test a workspace, and takes it away after it. */
export function inWorkspace(body: (workspace: Workspace) => Promise<void> | void): () => Promise<void> {
  return async () => {
    const workspace = new Workspace()
    try {
      await body(workspace)
    } finally {
      workspace.dispose()
    }
  }
}

export interface DefinitionOptions {
  readonly group?: string
  /** The fields of the spec. */
  readonly fields?: readonly string[]
}

/** A CRD, namespaced, with `v1` and a status; no two kinds share a shape. */
export function definition(
  kind: string,
  { group = 'example.com', fields = [`sizeOf${kind}`] }: DefinitionOptions = {},
): string {
  const plural = `${kind.toLowerCase()}s`
  const properties = Object.fromEntries(fields.map(field => [field, { type: 'string' }]))
  const schema = {
    type: 'object',
    properties: {
      spec: { type: 'object', properties },
      status: { type: 'object', properties: { [`${kind}IsReady`]: { type: 'boolean' } } },
    },
  }
  const version = {
    name: 'v1',
    served: true,
    storage: true,
    subresources: { status: {} },
    schema: { openAPIV3Schema: schema },
  }
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: { group, scope: 'Namespaced', names: { kind, plural }, versions: [version] },
  }
  return `${JSON.stringify(crd)}\n`
}

/** The problems of a run as `severity code file:line:column`. */
export function problems({ diagnostics }: GenerateResult): string[] {
  return diagnostics.map(({ severity, code, file, position }) =>
    [severity, code, [file, position?.line, position?.column].filter(part => part !== undefined).join(':')]
      .filter(part => part !== '')
      .join(' '),
  )
}
