/** Kubernetes' `Time`: RFC 3339 in UTC, to the second. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** Kubernetes' `MicroTime`: RFC 3339 in UTC, to the microsecond. */
export function formatMicroTime(ms: number): string {
  return new Date(ms).toISOString().replace(/Z$/, '000Z')
}
