import type { Report } from '../diagnostic.js'
import { collect } from './bytes.js'
import type { Limits } from './limits.js'

/** Fetches a URL. What goes wrong is reported at the URL as the user gave it. */
export async function fetchUrl(url: string, limits: Limits, report: Report): Promise<Uint8Array | undefined> {
  const fail = (message: string, help?: string): undefined => {
    report({ severity: 'error', code: 'input/url', message, file: url, ...(help && { help }) })
  }
  if (!/^https?:/i.test(url)) return fail('only http and https URLs are read')
  const signal = AbortSignal.timeout(limits.urlTimeoutMs)
  try {
    let current = new URL(url)
    for (let redirects = 0; ; redirects++) {
      const response = await fetch(current, { redirect: 'manual', signal, headers: { 'user-agent': 'opwright' } })
      const location = response.headers.get('location')
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel()
        if (redirects === limits.redirects) return fail(`redirected more than ${limits.redirects} times`)
        const next = new URL(location, current)
        if (next.protocol !== 'https:' && next.protocol !== current.protocol) {
          return fail(`redirected to ${next.protocol}, which is not followed from ${current.protocol}`)
        }
        current = next
        continue
      }
      if (!response.ok) return fail(`answered ${response.status} ${response.statusText}`.trimEnd())
      const bytes = await collect(response.body ?? [], limits.bytes)
      if (!bytes) return fail(`larger than ${Math.floor(limits.bytes / 1024 / 1024)} MiB`)
      if (isHtml(response, bytes)) {
        return fail('answered with an HTML page', 'Give the address of the raw file.')
      }
      return bytes
    }
  } catch (error) {
    if (signal.aborted) return fail(`no answer in full within ${limits.urlTimeoutMs / 1000} s`)
    return fail(networkReason(error))
  }
}

function isHtml(response: Response, bytes: Uint8Array): boolean {
  if (/\b(?:text\/html|xhtml)\b/i.test(response.headers.get('content-type') ?? '')) return true
  return /^\s*<(?:!doctype|html)\b/i.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))
}

/** fetch says "fetch failed", and why in the cause. */
function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof AggregateError) return cause.errors.map(networkReason).join('; ')
  return cause instanceof Error ? cause.message || cause.name : error.message
}
