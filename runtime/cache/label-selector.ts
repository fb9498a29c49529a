/** Which labels an object must have: the form that workloads and policies have in their `selector`. All parts must hold. */
export interface LabelSelector {
  readonly matchLabels?: { readonly [key: string]: string } | undefined
  readonly matchExpressions?: readonly LabelRequirement[] | undefined
}

export interface LabelRequirement {
  readonly key: string
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. `NotIn` holds for an object without the label. */
  readonly operator: string
  /** At least one for `In` and `NotIn`, none for the others. */
  readonly values?: readonly string[] | undefined
}

type Labels = { readonly [key: string]: string }

/** A function that tells whether labels match. An empty selector matches everything. Throws for a selector that a server would refuse. */
export function labelMatcher(selector: LabelSelector | string): (labels: Labels | undefined) => boolean {
  const requirements = requirementsOf(selector).map(({ key, operator, values }) => ({
    key,
    absent: operator === 'DoesNotExist' || operator === 'NotIn',
    values: values?.length ? new Set(values) : undefined,
    wanted: operator === 'In',
    present: operator !== 'DoesNotExist',
  }))
  return labels =>
    requirements.every(({ key, absent, values, wanted, present }) => {
      if (!labels || !Object.hasOwn(labels, key)) return absent
      return values ? values.has(labels[key]!) === wanted : present
    })
}

/** The selector as a request has it: `app=nginx,tier in (a,b),!canary`. Equal selectors give equal text. */
export function formatLabelSelector(selector: LabelSelector | string): string {
  return requirementsOf(selector)
    .map(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key
      if (operator === 'DoesNotExist') return `!${key}`
      if (operator === 'In' && values.length === 1) return `${key}=${values[0]}`
      return `${key} ${operator === 'In' ? 'in' : 'notin'} (${[...new Set(values)].sort().join(',')})`
    })
    .sort()
    .join(',')
}

function requirementsOf(selector: LabelSelector | string): LabelRequirement[] {
  const requirements =
    typeof selector === 'string'
      ? parse(selector)
      : [
          ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
            key,
            operator: 'In',
            values: [value],
          })),
          ...(selector.matchExpressions ?? []),
        ]
  for (const { key, operator, values = [] } of requirements) {
    const several = operator === 'In' || operator === 'NotIn'
    if (!several && operator !== 'Exists' && operator !== 'DoesNotExist') {
      throw new TypeError(
        `label selector: operator ${JSON.stringify(operator)} of ${key} is none of In, NotIn, Exists, DoesNotExist`,
      )
    }
    if (several && values.length === 0) throw new TypeError(`label selector: ${operator} of ${key} needs values`)
    if (!several && values.length > 0) throw new TypeError(`label selector: ${operator} of ${key} takes no values`)
  }
  return requirements
}

const requirement =
  /^\s*(?:(?<not>!)\s*)?(?<key>[\w./-]+)(?:\s*(?<equals>==?|!=)\s*(?<value>[\w.-]*)|\s+(?<set>in|notin)\s*\((?<values>[\w.,\s-]*)\))?\s*(?:(?<more>,)\s*|$)/

function parse(text: string): LabelRequirement[] {
  const requirements: LabelRequirement[] = []
  for (let rest = text.trim(); rest !== '';) {
    const match = requirement.exec(rest)
    const { not, key = '', equals, value = '', set, values = '', more } = match?.groups ?? {}
    if (!match || (not && (equals ?? set))) throw new TypeError(`label selector: cannot read ${JSON.stringify(rest)}`)
    if (equals) requirements.push({ key, operator: equals === '!=' ? 'NotIn' : 'In', values: [value] })
    else if (set) {
      requirements.push({
        key,
        operator: set === 'in' ? 'In' : 'NotIn',
        values: values.split(',').map(item => item.trim()),
      })
    } else requirements.push({ key, operator: not ? 'DoesNotExist' : 'Exists' })
    rest = rest.slice(match[0].length)
    if (more && rest === '') throw new TypeError(`label selector: ${JSON.stringify(text)} ends with a comma`)
  }
  return requirements
}
