/** Names that a generated file cannot give to something of a CRD, because they mean something else there. */

const keywords =
  'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
  'function if implements import in instanceof interface let new null package private protected public return static ' +
  'super switch this throw true try typeof var void while with yield'

const primitiveTypes = 'any bigint boolean never null number object string symbol undefined unknown'

/** What generated code, or code that people write in the same file, takes for the global of that name. */
const globals =
  'AbortController AbortSignal Array AsyncGenerator AsyncIterable AsyncIterator Awaited BigInt Boolean Buffer Capitalize Date ' +
  'Error Exclude Extract Function Generator Infinity InstanceType Iterable Iterator JSON Lowercase Map Math NaN NonNullable ' +
  'Number Object Omit Parameters Partial Pick Promise Proxy Readonly ReadonlyArray ReadonlyMap ReadonlySet Record Reflect ' +
  'RegExp Required ReturnType Set String Symbol Uncapitalize Uppercase URL WeakMap WeakSet arguments async console eval ' +
  'exports global globalThis module process require undefined'

/** What generated files import from the runtime, and what people write beside them in a reconciler. */
const runtime =
  'ApiError ApplyMeta Cached Client ClusterResourceClient Context EmbeddedResource Manager NamespacedMeta ' +
  'NamespacedResourceClient ObjectMeta Reconciler Result StoredMeta TerminalError defineResource'

export const reservedIdentifiers: ReadonlySet<string> = new Set(
  [keywords, primitiveTypes, globals, runtime].flatMap(names => names.split(' ')),
)

/** What every object has, in TypeScript too: no type tells whether a property of such a name is there. */
export const inheritedMembers: ReadonlySet<string> = new Set(
  'constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf'.split(' '),
)

/** Devices of Windows: reserved with every extension, and in every letter case. */
const device = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i

export function isDeviceName(part: string): boolean {
  return device.test(part)
}

/** In lower case. `shared.ts` holds the shapes of several kinds; `index` and `main` would be taken for entry points. */
export const reservedFiles: ReadonlySet<string> = new Set(['shared', 'index', 'main'])

/** In lower case. The record of a run stands beside the folders of the groups; compilers look for packages in the other. */
export const reservedFolders: ReadonlySet<string> = new Set(['opwright.json', 'node_modules'])
