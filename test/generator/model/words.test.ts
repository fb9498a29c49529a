import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { commonHead, commonTail, kebabCase, pascalCase, singular } from '../../../generator/model/words.js'

const kebab: readonly (readonly [string, string])[] = [
  ['Foo', 'foo'],
  ['CertificateRequest', 'certificate-request'],
  ['HTTPRoute', 'http-route'],
  ['IPAddressPool', 'ip-address-pool'],
  ['KafkaMirrorMaker2', 'kafka-mirror-maker2'],
  ['GRPCRoute', 'grpc-route'],
  ['BackendTLSPolicy', 'backend-tls-policy'],
  ['IPv6Pool', 'ipv6-pool'],
  ['OAuth2Client', 'oauth2-client'],
  ['PodIPs', 'pod-ips'],
  ['VMRule', 'vm-rule'],
  ['foo-bar', 'foo-bar'],
  ['../x', 'x'],
  ['§', ''],
]
for (const [given, want] of kebab) test(`kebab case of ${given}`, () => assert.is(kebabCase(given), want))

const pascal: readonly (readonly [string, string])[] = [
  ['dnsNames', 'DnsNames'],
  ['apiURL', 'ApiURL'],
  ['serviceAccountRef', 'ServiceAccountRef'],
  ['instance_name', 'InstanceName'],
  ['chop-version', 'ChopVersion'],
  ['app.kubernetes.io/name', 'AppKubernetesIoName'],
  ['$ref', 'Ref'],
  ['größe', 'GrE'],
  ['', ''],
]
for (const [given, want] of pascal) test(`Pascal case of ${given}`, () => assert.is(pascalCase(given), want))

const singulars: readonly (readonly [string, string])[] = [
  ['Containers', 'Container'],
  ['Addresses', 'Address'],
  ['Policies', 'Policy'],
  ['Status', 'Status'],
  ['Statuses', 'Status'],
  ['Series', 'Series'],
  ['Indices', 'Index'],
  ['MatchExpressions', 'MatchExpression'],
  ['MatchFields', 'MatchField'],
  ['ParentRefs', 'ParentRef'],
  ['Branches', 'Branch'],
  ['Caches', 'Cache'],
  ['Prefixes', 'Prefix'],
  ['Databases', 'Database'],
  ['Leases', 'Lease'],
  ['Aliases', 'Alias'],
  ['Classes', 'Class'],
  ['Hashes', 'Hash'],
  ['Cookies', 'Cookie'],
  ['Replicas', 'Replica'],
  ['Proxies', 'Proxy'],
  ['Keys', 'Key'],
  ['Gateways', 'Gateway'],
  ['PodIPs', 'PodIP'],
  ['ApiURLs', 'ApiURL'],
  ['DNS', 'DNS'],
  ['Dns', 'Dns'],
  ['ClusterTLS', 'ClusterTLS'],
  ['Cephfs', 'Cephfs'],
  ['Access', 'Access'],
  ['Analysis', 'Analysis'],
  ['Data', 'Data'],
  ['Matrices', 'Matrix'],
  ['Windows', 'Window'],
  ['Item1', 'Item1'],
]
for (const [given, want] of singulars) test(`singular of ${given}`, () => assert.is(singular(given), want))

test('the words that texts have in common', () => {
  assert.equal(commonTail(['KeySecretRef', 'tokenSecretRef']), ['Secret', 'Ref'])
  assert.equal(commonTail(['Preference', 'ConfigRef']), [])
  assert.equal(commonTail(['Issuer', 'ClusterIssuer']), ['Issuer'])
  assert.equal(commonHead(['ResourceBlacklist', 'ResourceWhitelist']), ['Resource'])
  assert.equal(commonHead(['Resource', 'Resource']), ['Resource'])
  assert.equal(commonHead(['Resource', 'Resources']), [])
})

test.run()
