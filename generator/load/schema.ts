import { CORE_SCHEMA, Type } from 'js-yaml'

const booleans = new Map<string, boolean>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(text => [text, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(text => [text, false] as const),
])

const bool = new Type('tag:yaml.org,2002:bool', {
  kind: 'scalar',
  resolve: (data: unknown) => typeof data === 'string' && data.length <= 5 && booleans.has(data),
  construct: (data: string) => booleans.get(data),
})

/** Spares most scalars, which are words, the regular expression. */
function beginsNumber(text: string): boolean {
  const first = text.charCodeAt(0)
  return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d
}

const integer = /^([-+]?)(?:0b([01_]+)|0x([0-9a-fA-F_]+)|0o?([0-7_]+)|(0|[1-9][0-9_]*))$/

const int = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (data: unknown) =>
    typeof data === 'string' && beginsNumber(data) && integer.test(data) && !data.endsWith('_'),
  construct: (data: string) => {
    const [, sign, binary, hex, octal, decimal] = integer.exec(data.replaceAll('_', '')) ?? []
    const value = binary
      ? Number.parseInt(binary, 2)
      : hex
        ? Number.parseInt(hex, 16)
        : octal
          ? Number.parseInt(octal, 8)
          : Number(decimal)
    return sign === '-' ? 0 - value : value
  },
})

const merge = new Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (data: unknown) => data === '<<',
})

/** YAML as kubectl reads it, which is YAML 1.1 turned into JSON: `yes` and `on` are true, `0777` is octal, a date is a string. */
export const kubectlSchema = CORE_SCHEMA.extend({ implicit: [bool, int, merge] })
