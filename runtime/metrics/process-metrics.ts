import { readdirSync, readFileSync } from 'node:fs'
import type { Registry, Sample } from './registry.js'

/** What Prometheus' own clients say of a process, where the platform tells it. */
export function addProcessMetrics(registry: Registry): void {
  const one = (value: number | undefined): Sample[] => (value === undefined ? [] : [{ value }])
  const gauge = (name: string, help: string, read: () => number | undefined, type?: 'counter') =>
    registry.gauge(name, help, () => one(read()), type)

  gauge('process_cpu_seconds_total', 'CPU time spent, user and system, in seconds.', cpuSeconds, 'counter')
  gauge('process_resident_memory_bytes', 'Resident memory in bytes.', () => process.memoryUsage.rss())
  gauge('process_virtual_memory_bytes', 'Virtual memory in bytes.', virtualMemoryBytes)
  gauge('process_start_time_seconds', 'When the process started, in seconds since the epoch.', () => startedAt)
  gauge('process_open_fds', 'Open file descriptors.', openDescriptors)
  gauge('process_max_fds', 'The most file descriptors that may be open.', mostDescriptors)
  gauge('nodejs_heap_size_used_bytes', 'Heap in use, in bytes.', () => process.memoryUsage().heapUsed)
  gauge('nodejs_heap_size_total_bytes', 'Heap in bytes.', () => process.memoryUsage().heapTotal)
}

const startedAt = (Date.now() - process.uptime() * 1000) / 1000

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function virtualMemoryBytes(): number | undefined {
  const kilobytes = /^VmSize:\s+(\d+) kB$/m.exec(read('/proc/self/status'))?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}

function openDescriptors(): number | undefined {
  try {
    // One of them is this look.
    return readdirSync('/proc/self/fd').length - 1
  } catch {
    return undefined
  }
}

function mostDescriptors(): number | undefined {
  const limit = /^Max open files\s+(\d+)/m.exec(read('/proc/self/limits'))?.[1]
  return limit === undefined ? undefined : Number(limit)
}

/** Empty where the platform has no such file. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
