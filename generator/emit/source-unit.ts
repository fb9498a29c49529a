/** A file to be, before anybody has looked at the disk. */
export interface SourceUnit {
  /** Relative to its root, with `/` between its parts; never absolute, never with `..`. */
  readonly path: string
  /** `output`: the folder of generated code. `operator`: the user's own files. */
  readonly root: 'output' | 'operator'
  /** `tool`: overwritten by each run, with a hash in the manifest. `user`: created once, and theirs from then on. */
  readonly ownership: 'tool' | 'user'
  readonly text: string
}
