import type { StoredMeta } from '../api/object-meta.js'

/** How many replicas an object is asked to have, and has: `autoscaling/v1`. */
export interface Scale {
  apiVersion: 'autoscaling/v1'
  kind: 'Scale'
  metadata: StoredMeta
  spec: {
    /** Absent: 0. */
    replicas?: number
  }
  status?: {
    replicas: number
    /** A label selector for the pods, as text. */
    selector?: string
  }
}
