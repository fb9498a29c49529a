import type { Defect } from './defects.js'

export interface KeeperSettings {
  readonly namespace: string
  /** As which it competes for the lead. Absent: it does not. */
  readonly identity?: string
  /** Of its clock's seconds, how many pass in one. */
  readonly speed: number
  /** What is wrong about it. */
  readonly defect?: Defect | undefined
}

export interface KeeperReport {
  readonly reconciles: number
  /** How often a key was worked on while it was worked on. */
  readonly twiceAtOnce: number
  /** After a collection of garbage. */
  readonly heapBytes: number
  /** Sockets, timers, pipes: whatever keeps the event loop. */
  readonly handles: number
}

export type KeeperRequest = { readonly type: 'report' } | { readonly type: 'jump'; readonly ms: number }

export type KeeperMessage =
  | ({ readonly type: 'report' } & KeeperReport)
  /** It has seen so much of what a workload does. */
  | { readonly type: 'pulse'; readonly pulse: number }
