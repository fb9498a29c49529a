/**
 * A number with an optional unit, as it travels: `2`, `'500m'`, `'1.5Gi'`, `'1e3'`. The units are those of the Kubernetes
 * quantity format: n, u, m, k, M, G, T, P and E for powers of 1000, Ki, Mi, Gi, Ti, Pi and Ei for powers of 1024.
 */
export type Quantity = number | string
