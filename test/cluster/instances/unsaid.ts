/** What a server refuses for its structure, or for a rule of no more than that, and no type says: by definition and place, with the reason. */

import type { Judged } from './report.js'

export interface Unsaid {
  /** The end of the name of a file. */
  readonly definition: string
  /** What was changed, and where; `nothing` for an object as it came. */
  readonly place: RegExp
  readonly why: string
}

const text = 'a text can have any value, and a type cannot say which it must not have'
const notEmpty = 'that an object of more than eight fields, or a map, is not empty is left to a comment'
const large = 'a union would take more combinations than are looked at: the rule is in the comment'

export const unsaid: readonly Unsaid[] = [
  {
    definition: 'generators.external-secrets.io_passwords.yaml',
    place: /^a wrong type: spec$/,
    why: 'a list has a length, which is all that must be there',
  },
  { definition: 'kubeadmconfigs.yaml', place: /^one alternative less: spec\.\w+$/, why: notEmpty },
  {
    definition: 'kubeadmconfigtemplates.yaml',
    place: /^one alternative less: spec\.template\.spec\.\w+$/,
    why: notEmpty,
  },
  { definition: 'kubeadmcontrolplanetemplates.yaml', place: /clusterConfiguration\.apiServer$/, why: notEmpty },
  { definition: 'istio-api/customresourcedefinitions.gen.yaml', place: /: spec\.portLevelMtls$/, why: notEmpty },
  { definition: 'kongcustomentities.yaml', place: /: spec\.type=\w+$/, why: text },
  { definition: 'databaseroles.yaml', place: /: spec\.name=\w+$/, why: text },
  {
    definition: 'backendtlspolicies.yaml',
    place: /: spec\.validation\.subjectAltNames\.\d+\.(?:hostname|uri)=$/,
    why: text,
  },
  { definition: 'kongpluginbindings.yaml', place: /: spec\.pluginRef\.name=$/, why: text },
  { definition: '041-Crd-kafkaconnect.yaml', place: /^nothing$/, why: text },
  { definition: '046-Crd-kafkabridge.yaml', place: /^nothing$/, why: text },
  { definition: '048-Crd-kafkamirrormaker2.yaml', place: /^nothing$/, why: text },
  { definition: '040-Crd-kafka.yaml', place: /: spec\.kafka\.rack\.topologyKey=$/, why: text },
  { definition: 'konnectgatewaycontrolplanes.yaml', place: /: spec(?:\.\w+(?:=\w+)?)?$/, why: large },
  { definition: 'kongupstreams.yaml', place: /: spec\.hash_\w+=\w+$/, why: large },
]

export function unsaidOf({ key }: Judged): Unsaid | undefined {
  const [, , definition = ''] = /^(\S+) (\S+) /.exec(key) ?? []
  const change = / input (.+)$/s.exec(key)?.[1] ?? 'nothing'
  return unsaid.find(each => definition.endsWith(each.definition) && each.place.test(change))
}
