export interface Verdict {
  readonly passed: readonly { readonly name: string; readonly ms: number }[]
  readonly failures: readonly { readonly name: string; readonly message: string }[]
  readonly skipped: number
  readonly broken: boolean
}
