const observed = new URL('observed-uvu.mjs', import.meta.url).href

export function resolve(specifier, context, nextResolve) {
  if (specifier === 'uvu' && context.parentURL !== observed)
    return { url: observed, format: 'module', shortCircuit: true }
  return nextResolve(specifier, context)
}
