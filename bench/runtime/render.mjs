// The results as a page.
import { cpus, totalmem } from 'node:os'

export function render({ bytesPerObject, sync, work, dependents, latency, idle }, { runs, written, owners, changes }) {
  const cpu = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  const sections = [
    `# The runtime, beside others\n\n${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpu}, which the server shares. ` +
      `Objects of ${(bytesPerObject / 1000).toFixed(1)} KB. Ratios are to opwright. \`npm run bench:runtime\`; what is measured is in [README.md](README.md).`,
    ...(sync.length > 0
      ? [`## First sync\n\nMedian of ${runs}, from the start of the process.\n\n${syncTable(sync)}`]
      : []),
    ...(work.length > 0
      ? [
          `## Reconciles\n\nMedian of ${runs}. ${written} status writes; CPU is the operator's, its start included. The last ${written / 3} by themselves: after an operator's first seconds.\n\n${workTable(work)}`,
        ]
      : []),
    ...(dependents.length > 0
      ? [
          `## Owners and their Deployments\n\nMedian of ${runs}, 10 workers. ${owners} objects are made, and each gets a Deployment and a status; then all Deployments are changed, and are to be as they were. From the driver's first request.\n\n${dependentsTable(dependents)}`,
        ]
      : []),
    ...(latency.length > 0
      ? [
          `## From a change to its reconcile\n\nMedian of ${runs}. ${changes.count} changes, ${changes.perSecond} a second, from before the request that makes one.\n\n${latencyTable(latency)}`,
        ]
      : []),
    ...(idle.length > 0
      ? [`## Idle\n\nAn operator with probes and metrics, no objects, after 10 s.\n\n${idleTable(idle)}`]
      : []),
  ]
  return `${sections.join('\n\n')}\n`
}

function syncTable(rows) {
  const own = size => rows.find(row => row.size === size && row.name === 'opwright')
  const lines = rows.map(({ size, name, samples }) => {
    const at = field => median(samples.map(sample => sample[field]))
    const ours = own(size) && median(own(size).samples.map(({ ms }) => ms))
    const idleCpu = samples.at(-1).idleCpu
    return [
      size.toLocaleString('en'),
      name,
      `${(at('ms') / 1000).toFixed(2)} s`,
      ours ? `${(at('ms') / ours).toFixed(2)} ×` : '',
      `${at('cpu').toFixed(2)} s`,
      megabytes(at('peak')),
      megabytes(at('resident')),
      at('stallMs') === undefined ? '' : `${Math.round(at('stallMs'))} ms`,
      idleCpu === undefined ? '' : `${(idleCpu * 100).toFixed(1)} %`,
    ]
  })
  return table(['objects', 'who', 'synced', 'ratio', 'CPU', 'peak', 'settled', 'longest stall', 'CPU, idle'], lines)
}

function workTable(rows) {
  const lines = rows.map(({ name, samples }) => {
    const of = workers => {
      const at = field => median(samples.map(sample => sample[workers][field]))
      const last = `${Math.round(at('lastPerSecond'))}/s, ${at('lastCpu').toFixed(2)} s`
      return [`${Math.round(at('perSecond'))}/s`, `${at('cpu').toFixed(1)} s`, last, at('requests').toFixed(2)]
    }
    const noop = median(samples.map(sample => sample.noop))
    return [name, `${Math.round(noop).toLocaleString('en')}/s`, ...of('one'), ...of('ten')]
  })
  const of = workers => [`writes, ${workers}`, 'CPU', 'the last third', 'requests per write']
  return table(['who', 'no-op reconciles', ...of('1 worker'), ...of('10 workers')], lines)
}

function dependentsTable(rows) {
  const lines = rows.map(({ name, samples }) => {
    const at = field => median(samples.map(sample => sample[field]))
    const seconds = field => `${at(field).toFixed(2)} s`
    const wall = field => `${(at(field) / 1000).toFixed(1)} s`
    return [name, wall('madeMs'), seconds('madeCpu'), wall('repairedMs'), seconds('repairedCpu')]
  })
  return table(['who', 'made', 'CPU', 'repaired', 'CPU'], lines)
}

function latencyTable(rows) {
  const lines = rows.map(({ name, samples }) => {
    const at = field => median(samples.map(sample => sample[field]))
    return [name, `${at('p50').toFixed(1)} ms`, `${at('p99').toFixed(1)} ms`, `${at('cpu').toFixed(2)} s`]
  })
  return table(['who', 'p50', 'p99', 'CPU'], lines)
}

function idleTable(rows) {
  const bare = rows.find(({ name }) => name === 'bare Node').resident
  return table(
    ['who', 'resident', 'above bare Node'],
    rows.map(({ name, resident }) => [name, megabytes(resident), megabytes(resident - bare)]),
  )
}

function table(head, lines) {
  const row = cells => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')
}

function median(values) {
  if (values.includes(undefined)) return undefined
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function megabytes(value) {
  return `${Math.round(value)} MB`
}
