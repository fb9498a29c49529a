export type { ChangeCode } from './diff/change-code.js'
export { diff, type DiffDiagnostic, type DiffOptions, type DiffResult } from './diff/diff.js'
export type { Change, Finding, KindDiff, Stored, TypeEffect, Use } from './diff/schema-diff.js'
export type { Diagnostic, Position, Severity } from './diagnostic.js'
export type { EmitPart, ImportExtension, VersionSelection } from './option-values.js'
export {
  UsageError,
  type GeneratedFiles,
  type GeneratedKind,
  type GenerateOptions,
  type GenerateResult,
  type Stage,
} from './options.js'
export { generate } from './generate.js'
