/** How the project of a round has its code formatted, in the ways in which projects say so. */

import type { Chance } from '../support/chance.js'
import type { Files } from './sources.js'

/** The files that say it: none where it has no configuration of its own. */
export function formattingOf(chance: Chance): Files {
  const text = JSON.stringify(optionsOf(chance))
  return chance.oneOf<Files>(
    () => ({ '.prettierrc': text }),
    () => ({ '.prettierrc.json': text }),
    () => ({ 'package.json': `{ "type": "module", "prettier": ${text} }` }),
    () => ({ 'prettier.config.mjs': `export default ${text}` }),
    () => ({ '.prettierrc': JSON.stringify({ overrides: [{ files: '*.ts', options: optionsOf(chance) }] }) }),
    () => ({ '.editorconfig': editorConfigOf(chance) }),
    () => ({ '.editorconfig': editorConfigOf(chance), '.prettierrc.yaml': text }),
  )
}

function optionsOf(chance: Chance): object {
  const choices = {
    printWidth: [1, 40, 60, 79, 81, 100, 120, 400],
    tabWidth: [1, 3, 4, 8],
    useTabs: [true],
    semi: [false],
    singleQuote: [true],
    quoteProps: ['consistent', 'preserve'],
    trailingComma: ['none', 'es5'],
    bracketSpacing: [false],
    objectWrap: ['collapse'],
    arrowParens: ['avoid'],
    endOfLine: ['crlf', 'cr', 'auto'],
    experimentalTernaries: [true],
    experimentalOperatorPosition: ['start'],
  } satisfies { readonly [option: string]: readonly unknown[] }
  const chosen = Object.entries(choices).filter(() => chance.percent(30))
  return Object.fromEntries(chosen.map(([option, values]) => [option, chance.pick<unknown>(values)]))
}

function editorConfigOf(chance: Chance): string {
  const lines = [
    `indent_style = ${chance.pick(['tab', 'space'])}`,
    `indent_size = ${chance.pick(['1', '4', 'tab'])}`,
    `tab_width = ${chance.pick(['2', '8'])}`,
    `max_line_length = ${chance.pick(['60', '80', '120', 'off'])}`,
    `end_of_line = ${chance.pick(['lf', 'crlf', 'cr'])}`,
    `insert_final_newline = false`,
    `quote_type = single`,
  ]
  return [
    'root = true',
    `[${chance.pick(['*', '*.ts', '*.{ts,json}'])}]`,
    ...lines.filter(() => chance.percent(50)),
    '',
  ].join('\n')
}
