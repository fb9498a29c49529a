/** What the built-in kinds in `kubernetes/` are made of: importing one of them costs no more than these. */
export * from './choices.js'
export * from './object-meta.js'
export * from './quantity.js'
export * from './resource.js'
