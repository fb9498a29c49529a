// What options may be. Each list stands here once: whoever takes, records or reads such an option goes by it.

/** What may be left out with `--emit`. */
export const emitParts = ['models', 'client', 'reconciler'] as const
export type EmitPart = (typeof emitParts)[number]

/** Which versions of a kind: `served` and `storage` are those with that mark. */
export const versionSelections = ['served', 'storage', 'all'] as const
export type VersionSelection = (typeof versionSelections)[number]

/** How relative imports end. */
export const importExtensions = ['.js', '.ts', 'none'] as const
export type ImportExtension = (typeof importExtensions)[number]
