/** A place in an input file. Lines and columns count from 1, as editors do. */
export interface Position {
  readonly line: number
  readonly column: number
}

export type Severity = 'error' | 'warning'

/**
 * One problem, told once. Problems are collected, never thrown one by one, and are reported together.
 *
 * Printed as `crds/foo.yaml:41:13: error[structural/missing-type]: message`, with a `help:` line below where there is help.
 */
export interface Diagnostic {
  readonly severity: Severity
  /** `area/name` in kebab case, stable between versions: scripts match on it. */
  readonly code: string
  readonly message: string
  /** The input as the user named it (a path relative to the working folder, `-`, or a URL); absent for a problem with no file. */
  readonly file?: string
  readonly position?: Position
  /** What to do about it, in one sentence. */
  readonly help?: string
}

/** Where the stages leave what they find. */
export type Report = (diagnostic: Diagnostic) => void

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(diagnostic => diagnostic.severity === 'error')
}

/** Sorted by file, line and column, and each in the order of its interface: a report does not depend on which stage ran when. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map(inOrder).sort(compareDiagnostics)
}

export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file ?? '', b.file ?? '') ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  )
}

export function inOrder({ severity, code, message, file, position, help }: Diagnostic): Diagnostic {
  return {
    severity,
    code,
    message,
    ...(file !== undefined && { file }),
    ...(position !== undefined && { position: { line: position.line, column: position.column } }),
    ...(help !== undefined && { help }),
  }
}

/** Code unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function formatDiagnostic({ file, position, severity, code, message, help }: Diagnostic): string {
  const place = file === undefined ? '' : position ? `${file}:${position.line}:${position.column}: ` : `${file}: `
  return `${place}${severity}[${code}]: ${message}${help ? `\n  help: ${help}` : ''}`
}
