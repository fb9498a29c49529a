export interface ObservedRequest {
  /** By the monotonic clock of this process, in milliseconds. */
  readonly at: number
  readonly method: string
  readonly path: string
  /** What the client got; `broken` where that was no whole answer; absent as long as it waits. */
  status?: number | 'broken'
}

/** The requests that came through a proxy. */
export class Traffic {
  readonly requests: ObservedRequest[] = []

  add(method: string, path: string): ObservedRequest {
    const request: ObservedRequest = { at: performance.now(), method, path }
    this.requests.push(request)
    return request
  }

  /** What was written since a moment, but for leases and events, which are not part of the work. */
  writesSince(moment: number): ObservedRequest[] {
    return this.requests.filter(
      ({ at, method, path }) => at >= moment && method !== 'GET' && !/\/(leases|events)\b/.test(path),
    )
  }

  /** Of any window that began after a moment, the requests in the busiest one. */
  busiest(windowMs: number, since: number): number {
    let most = 0
    let first = this.requests.findIndex(({ at }) => at >= since)
    if (first < 0) return 0
    for (let last = first; last < this.requests.length; last++) {
      while (this.requests[last]!.at - this.requests[first]!.at >= windowMs) first++
      most = Math.max(most, last - first + 1)
    }
    return most
  }
}
