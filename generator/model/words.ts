/**
 * Words of identifiers, as Kubernetes authors write them: `dnsNames`, `apiURL`, `HTTPRoute`, `podIPs`, `instance_name`.
 */

const word = /IPv[46]|OAuth\d*|[A-Z]{2,}s(?![a-z])\d*|[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+/g

/** Names are made of the first characters of a text. */
const longest = 1000

/** Characters outside ASCII letters and digits part words and are dropped. */
export function splitWords(text: string): string[] {
  return text.slice(0, longest).match(word) ?? []
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `serviceAccountRef` -> `ServiceAccountRef`, `apiURL` -> `ApiURL`; empty where there is no letter or digit. */
export function pascalCase(text: string): string {
  return text
    .slice(0, longest)
    .split(/[^A-Za-z0-9]+/)
    .map(capitalize)
    .join('')
}

/** `HTTPRoute` -> `http-route`, `KafkaMirrorMaker2` -> `kafka-mirror-maker2`; empty where there is no letter or digit. */
export function kebabCase(text: string): string {
  return splitWords(text)
    .map(part => part.toLowerCase())
    .join('-')
}

const irregular: ReadonlyMap<string, string> = new Map([
  ['aliases', 'alias'],
  ['analyses', 'analysis'],
  ['atlases', 'atlas'],
  ['axes', 'axis'],
  ['biases', 'bias'],
  ['buses', 'bus'],
  ['caches', 'cache'],
  ['canvases', 'canvas'],
  ['children', 'child'],
  ['cookies', 'cookie'],
  ['criteria', 'criterion'],
  ['halves', 'half'],
  ['indices', 'index'],
  ['lens', 'lens'],
  ['matrices', 'matrix'],
  ['movies', 'movie'],
  ['news', 'news'],
  ['people', 'person'],
  ['quizzes', 'quiz'],
  ['series', 'series'],
  ['species', 'species'],
  ['statuses', 'status'],
  ['synapses', 'synapse'],
  ['vertices', 'vertex'],
  ['viruses', 'virus'],
])

/** Protocols, systems and abbreviations that end in s and are no plural. */
const uncountable = new Set(
  (
    'access always analytics aws cors css dns ecs efs eks gas gcs gss http https jms js kms kubernetes ls mtls nas nfs ns ' +
    'oas os prometheus rbs rds sas sms sns sqs ss tls vcs cephfs glusterfs zfs ntfs btrfs hdfs tmpfs'
  ).split(' '),
)

/** The name of a list or map with its last word in the singular: `addresses` -> `address`, `matchExpressions` -> `matchExpression`. */
export function singular(text: string): string {
  const last = splitWords(text).at(-1)
  if (last === undefined || !text.endsWith(last)) return text
  return text.slice(0, text.length - last.length) + singularWord(last)
}

function singularWord(plural: string): string {
  if (/^[A-Z]{2,}s$/.test(plural)) return plural.slice(0, -1)
  if (/^[A-Z0-9]+$/.test(plural)) return plural
  const lower = plural.toLowerCase()
  const known = irregular.get(lower)
  if (known !== undefined) return plural.charAt(0) + known.slice(1)
  if (!lower.endsWith('s') || /(?:ss|us|is)$/.test(lower) || uncountable.has(lower)) return plural
  if (/[^aeiou]ies$/.test(lower) && lower.length > 4) return `${plural.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|zz)es$/.test(lower)) return plural.slice(0, -2)
  return plural.slice(0, -1)
}

/** The words in which all texts end: of `KeySecretRef` and `TokenSecretRef` `['Secret', 'Ref']`. */
export function commonTail(texts: readonly string[]): string[] {
  const [first = [], ...others] = texts.map(splitWords)
  let length = 0
  for (; length < first.length; length += 1) {
    const candidate = first.at(-1 - length)
    if (!others.every(words => length < words.length && words.at(-1 - length) === candidate)) break
  }
  return first.slice(first.length - length)
}

/** The words with which all texts begin: of `ResourceBlacklist` and `ResourceWhitelist` `['Resource']`. */
export function commonHead(texts: readonly string[]): string[] {
  const [first = [], ...others] = texts.map(splitWords)
  const end = first.findIndex((word, index) => others.some(words => words[index] !== word))
  return end === -1 ? first : first.slice(0, end)
}
