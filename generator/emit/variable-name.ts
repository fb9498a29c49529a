/** Words that no variable can be called in a module, and those that our own code uses beside it. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield ' +
    'cache client configuration context error events log name options patch signal manager main console process'
  ).split(' '),
)

/** Names longer than this hide what is done with them. */
const LONGEST = 28

/** What an object of a type is called: `Foo` -> `foo`, `HTTPRoute` -> `httpRoute`, and `object` where that is no name. */
export function variableName(type: string): string {
  const name = type.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+(?![a-z])|^[A-Z]/, start => start.toLowerCase())
  return RESERVED.has(name) || name.length > LONGEST ? 'object' : name
}
