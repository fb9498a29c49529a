import { version as ownVersion } from '../api/version.js'

/** `<name>/<version> (opwright/<version>; node/<version>; <platform>/<architecture>)` */
export function formatUserAgent(name: string, version = 'unknown'): string {
  const details = [`opwright/${ownVersion}`, `node/${process.versions.node}`, `${process.platform}/${process.arch}`]
  return `${token(name)}/${token(version)} (${details.join('; ')})`
}

/** RFC 9110, section 5.6.2. */
function token(text: string): string {
  return text.replace(/[^\w!#$%&'*+.^`|~-]+/g, '-') || 'unknown'
}
