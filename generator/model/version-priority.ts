import { compareText } from '../diagnostic.js'

const stability = ['alpha', 'beta', 'ga']
const kubernetesVersion = /^v(?<major>[1-9]\d*)(?:(?<level>alpha|beta)(?<minor>[1-9]\d*))?$/

/**
 * Kubernetes' order of API versions, the preferred one first: `v10`, `v2`, `v1`, `v2beta1`, `v1beta2`, `v1alpha1`, and after
 * them, by text, those that are not of that form.
 */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [rank(a), rank(b)]
  if (!x || !y) return x ? -1 : y ? 1 : compareText(a, b)
  return y.level - x.level || y.major - x.major || y.minor - x.minor
}

function rank(version: string): { level: number; major: number; minor: number } | undefined {
  const groups = kubernetesVersion.exec(version)?.groups
  if (!groups) return undefined
  const { major, level = 'ga', minor = '0' } = groups
  return { level: stability.indexOf(level), major: Number(major), minor: Number(minor) }
}
