/** What means something in YAML. */
// prettier-ignore
const fragments = [
  ' ', '  ', '\n', '\n\n', '\n  ', '\n ', '\t', '\r\n', ':', ': ', ' :', ':\n', '#', ' #', ' # x\n', '# x\n',
  '- ', '-', '- - ', '\n- ', '? ', '---', '\n---\n', '\n--- ', '\n...\n', '%', '@', '`', '&a ', '*a', '!!str ',
  '<<: ', '"', "'", "''", '\\', '\\\n', '\\n', '\\x41', '\\u00e9', '\\U0001f600', '{}', '[]', '{', ']', ',',
  '[a, b]', '{a: b}', '|', '>', '|-\n', '>+\n', '|2\n', '>-\n\n', 'null', '~', 'yes', 'off', '0o17', '0x1F',
  '1_000', '1e3', '-0', '.5', '.inf', '.nan', '__proto__: 1\n', 'constructor: 1\n', 'a: 1\n', '\ufeff', '\u2028',
  '\x85', '\x07', '😀', 'é', '\xa0',
]

/** A text after one to three edits. */
export function mutate(text: string, next: (below: number) => number): string {
  let mutant = text
  for (let edits = 1 + next(3); edits > 0; edits--) mutant = edit(mutant, next)
  return mutant
}

function edit(text: string, next: (below: number) => number): string {
  const at = next(text.length + 1)
  const lines = text.split('\n')
  const line = next(lines.length)
  switch (next(8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1)
    case 1:
      return text.slice(0, at)
    case 2:
      return lines.toSpliced(line, 1).join('\n')
    case 3:
      return lines.toSpliced(next(lines.length), 0, lines[line] ?? '').join('\n')
    case 4:
      return lines.with(line, ` ${lines[line]}`).join('\n')
    case 5:
      return lines.with(line, (lines[line] ?? '').replace(/^ {1,2}/, '')).join('\n')
    default:
      return text.slice(0, at) + (fragments[next(fragments.length)] ?? '') + text.slice(at)
  }
}
