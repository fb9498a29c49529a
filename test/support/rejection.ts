/** What a promise rejects with; an error where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    return error
  }
  throw new Error(`it did not reject, but answered ${JSON.stringify(value)}`)
}
