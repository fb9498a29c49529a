import type { Verdict } from './verdict.mjs'

export interface TestFileOptions {
  readonly timeLimitMs: number
  readonly skip?: boolean
  readonly env?: Readonly<Record<string, string>>
}

export interface TestFileOutcome extends Verdict {
  readonly ms: number
  readonly stdout: string
  readonly stderr: string
}

export function runTestFile(file: string, options: TestFileOptions): Promise<TestFileOutcome>
export function killRunning(): void
