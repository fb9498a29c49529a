/** Works on tasks in their order, so many at once, and hands out what becomes of each. One that fails stops no other. */
export function inLanes<T>(lanes: number, tasks: readonly (() => Promise<T>)[]): Promise<T>[] {
  const waiting: (() => void)[] = []
  let free = lanes
  return tasks.map(async task => {
    if (free > 0) free--
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  })
}
