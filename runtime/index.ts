// What is built on this runs in Node: its own types are there even where a compiler takes in no `@types` by itself.
/// <reference types="node" preserve="true" />

// api
export { sleep, systemClock, type Clock } from './api/clock.js'
export { TimeoutError } from './api/deadline.js'
export type { Alternatives, AtLeastOne, AtMostOne, ExactlyOne } from './api/choices.js'
export type { Cached, DeepReadonly } from './api/deep-readonly.js'
export { createLogger, type ChildLogger, type Logger, type LoggerOptions, type LogLevel } from './api/logger.js'
export type {
  ApplyMeta,
  ListMeta,
  ManagedFieldsEntry,
  NamespacedMeta,
  ObjectMeta,
  ObjectMetaWith,
  OwnerReference,
  StoredMeta,
} from './api/object-meta.js'
export type { Quantity } from './api/quantity.js'
export {
  defineResource,
  metadataOf,
  type AnyResource,
  type ApplyOf,
  type EmbeddedResource,
  type EmbeddedResourceApply,
  type InputOf,
  type KubernetesObject,
  type MetadataOf,
  type MetadataOnly,
  type ObjectKey,
  type ObjectOf,
  type Resource,
  type ResourceDefinition,
  type ScalePaths,
  type Scope,
  type StoredObject,
} from './api/resource.js'

// transport
export type { Authentication, Cluster, Pem, TlsOptions } from './transport/cluster.js'
export {
  connect,
  findCluster,
  type ConnectOptions,
  type FindClusterOptions,
  type Surroundings,
} from './transport/connect.js'
export { HttpTransport, type HttpTransportOptions } from './transport/http-transport.js'
export { RetryingTransport } from './transport/retrying-transport.js'
export type { ResponseBody, Transport, TransportRequest, TransportResponse } from './transport/transport.js'

// client
export { adopt, orphan } from './client/adopt.js'
export {
  ApiError,
  isAlreadyExists,
  isApiError,
  isBadRequest,
  isConflict,
  isExpired,
  isForbidden,
  isGone,
  isInvalid,
  isNamespaceTerminating,
  isNotFound,
  isServiceUnavailable,
  isTimeout,
  isTooManyRequests,
  isUnauthorized,
  RequestError,
  type Status,
  type StatusCause,
  type StatusDetails,
} from './client/api-error.js'
export type { ClientFor } from './client/client-for.js'
export { Client, type ClientOptions } from './client/client.js'
export {
  findCondition,
  isConditionTrue,
  setCondition,
  type Condition,
  type ConditionLike,
  type ConditionUpdate,
} from './client/conditions.js'
export {
  createOrApply,
  createOrUpdate,
  type CreateOrApplyOptions,
  type CreateOrUpdateOptions,
  type Reader,
  type Upserted,
} from './client/create-or-update.js'
export { EventRecorder, type EventNote, type EventRecorderOptions, type Regarding } from './client/events.js'
export type { ListerWatcher, ListPage, ListRequest, WatchEvent, WatchRequest } from './client/list-watch.js'
export { migrateFieldManager, type MigrateFieldManagerOptions } from './client/migrate-field-manager.js'
export type {
  ApplyOptions,
  CreateOptions,
  DeleteCollectionOptions,
  DeleteOptions,
  GetOptions,
  ItemsOptions,
  ListRequestOptions,
  PatchOptions,
  ReplaceOptions,
  RequestOptions,
  SelectorOptions,
  WatchRequestOptions,
  WriteOptions,
} from './client/options.js'
export {
  AlreadyOwnedError,
  controllerOf,
  controllerReference,
  isControlledBy,
  NotControlledError,
  ownerReference,
  setControllerReference,
  type Owner,
} from './client/owner-references.js'
export type { JsonPatchOperation, MergePatch, Patch, StatusApply } from './client/patch.js'
export { ClusterResourceClient, NamespacedResourceClient, NamespaceResourceClient } from './client/resource-client.js'
export { retryOnConflict, type RetryOnConflictOptions } from './client/retry-on-conflict.js'
export type { Scale } from './client/scale.js'

// cache
export {
  Cache,
  type CacheOptions,
  type InformerOptions,
  type InformerStatus,
  type Selection,
  type SourceSelection,
} from './cache/cache.js'
export type { IndexFunction, Informer, InformerHandler, Lister, ListOptions } from './cache/informer.js'
export type { LabelSelector } from './cache/label-selector.js'
export { ReflectorError, type ListMode } from './cache/reflector-state.js'
export type { Transform } from './cache/transform.js'

// leader election
export type { LeaderElectionOptions } from './leader-election/leader-election-options.js'
export { LeadershipLostError } from './leader-election/leadership-lost-error.js'

// queue
export { ExponentialRateLimiter, type RateLimiter } from './queue/rate-limiter.js'
export type { QueueMetrics, QueueState } from './queue/queue-metrics.js'
export { WorkQueue, type WorkQueueOptions } from './queue/work-queue.js'

// controller
export { ControllerBuilder, type ControllerOptions, type WatchOptions } from './controller/controller-builder.js'
export {
  DependentResource,
  type Dependent,
  type DependentOutcome,
  type DependentResourceOptions,
  type Desired,
} from './controller/dependent-resource.js'
export { EventChannel } from './controller/event-channel.js'
export type { EventMap, MapFunction } from './controller/event-source.js'
export { ReconcileTimeoutError } from './controller/outcome.js'
export {
  and,
  annotationsChanged,
  generationChanged,
  labelsChanged,
  not,
  or,
  type Change,
  type Predicate,
} from './controller/predicates.js'
export { TerminalError, type Context, type Reconciler, type Result } from './controller/reconciler.js'

// metrics
export type { MetricsRegistry } from './metrics/metrics.js'

// manager
export { managerFlags, managerFlagsUsage, parseManagerFlags, type ParsedFlags } from './manager/flags.js'
export type { ManagerOptions } from './manager/manager-options.js'
export { Manager } from './manager/manager.js'
export type { Runnable } from './manager/runnables.js'
export type { HealthCheck } from './manager/servers.js'
export type { ManagerSettings } from './manager/settings.js'
