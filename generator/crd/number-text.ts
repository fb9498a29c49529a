/** The limits of integers of 64 bits. A double stands for others as well, which nobody means. */
const limits: ReadonlyMap<number, string> = new Map([
  [2 ** 63, '9223372036854775807'],
  [-(2 ** 63), '-9223372036854775808'],
  [2 ** 64, '18446744073709551615'],
])

/** A number as a schema has it. Of integers beyond 2^53 the last digits were lost when it was read, and are not told. */
export function numberText(value: number): string {
  const isExact = !Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) > 2 ** 64
  if (isExact) return String(value)
  return limits.get(value) ?? `about ${Number(value.toPrecision(4)).toExponential().replace('+', '')}`
}
