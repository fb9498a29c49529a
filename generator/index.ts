export type { Diagnostic, Position, Severity } from './diagnostic.js'
export type { EmitPart, ImportExtension } from './emit/emit.js'
export {
  UsageError,
  type GeneratedFiles,
  type GeneratedKind,
  type GenerateOptions,
  type GenerateResult,
  type Stage,
} from './options.js'
export { generate } from './generate.js'
