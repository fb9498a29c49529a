import { systemClock, type Clock } from '../api/clock.js'
import { formatTime } from './timestamps.js'

/** A condition as the API conventions have it. */
export interface Condition {
  /** `Ready`, or `example.com/Ready`. */
  type: string
  status: 'True' | 'False' | 'Unknown'
  /** One word for machines, such as `DeploymentNotFound`. */
  reason: string
  message: string
  /** When `status` last changed; RFC 3339. */
  lastTransitionTime: string
  /** The `metadata.generation` that it is about. */
  observedGeneration?: number
}

/** Conditions as schemas have them, which may leave a part out. */
export interface ConditionLike {
  readonly type?: string
  readonly status?: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
  readonly observedGeneration?: number
}

/** What is said of a condition; `lastTransitionTime` is found out. */
export type ConditionUpdate<C extends ConditionLike> = Omit<C, 'lastTransitionTime' | 'type' | 'status'> & {
  readonly type: NonNullable<C['type']>
  readonly status: NonNullable<C['status']>
  readonly lastTransitionTime?: string
}

/**
 * A new list, in which the condition of this type is as given: in its old place, or at the end. `lastTransitionTime` changes only
 * when `status` does. An `observedGeneration` that is not given is left out: the old one would say what is no longer true.
 */
export function setCondition<C extends ConditionLike = Condition>(
  conditions: readonly C[] | undefined,
  condition: ConditionUpdate<C>,
  clock: Clock = systemClock,
): C[] {
  const old = findCondition(conditions, condition.type)
  const isSame = old !== undefined && old.status === condition.status && old.lastTransitionTime !== undefined
  const updated = {
    ...condition,
    lastTransitionTime: isSame ? old.lastTransitionTime : (condition.lastTransitionTime ?? formatTime(clock.now())),
  } as unknown as C
  if (!old) return [...(conditions ?? []), updated]
  return (conditions ?? []).map(other => (other === old ? updated : other))
}

/** The condition of this type. */
export function findCondition<C extends ConditionLike>(
  conditions: readonly C[] | undefined,
  type: NonNullable<C['type']>,
): C | undefined {
  return conditions?.find(condition => condition.type === type)
}

/** Whether there is a condition of this type, and its status is `True`. */
export function isConditionTrue(conditions: readonly ConditionLike[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True'
}
