export { ExponentialRateLimiter, type RateLimiter } from './queue/rate-limiter.js'
export { type ControllerBuilder, type ControllerOptions, type WatchOptions } from './controller/controller-builder.js'
export { type MapFunction } from './controller/event-source.js'
export { ReconcileTimeoutError } from './controller/outcome.js'
export {
  and,
  annotationsChanged,
  type Change,
  generationChanged,
  labelsChanged,
  not,
  or,
  type Predicate,
} from './controller/predicates.js'
export { type Context, type Reconciler, type Result, TerminalError } from './controller/reconciler.js'
export { Manager, type Runnable } from './manager/manager.js'
export { type ManagerOptions } from './manager/manager-options.js'
