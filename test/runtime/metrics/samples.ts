/** The value of each line of metrics in the text format: `name{label="value"}`. */
export function parseSamples(text: string): Map<string, number> {
  const samples = new Map<string, number>()
  const typed = new Set<string>()
  for (const line of text.split('\n')) {
    const [, name = ''] = /^# TYPE (\S+) (?:counter|gauge|histogram)$/.exec(line) ?? []
    if (name && typed.has(name)) throw new Error(`${name} is there twice`)
    if (name) typed.add(name)
    if (line === '' || line.startsWith('#')) continue
    const [, key = '', value = ''] = /^(\S+?(?:\{.*\})?) (\S+)$/.exec(line) ?? []
    if (!key || samples.has(key)) throw new Error(`what is ${JSON.stringify(line)}?`)
    samples.set(key, value === '+Inf' ? Infinity : Number(value))
  }
  return samples
}
