import type { DraftProperty, DraftType } from './draft.js'

/**
 * Structures of the Kubernetes API that CRDs repeat, recognised by their properties alone, so that they are called by the names
 * that Kubernetes gives them. Only names depend on this table, never a type: a shape that is taken for one of these wrongly
 * is named oddly, and nothing more.
 */
interface WellKnownShape {
  readonly name: string
  /** All of these are there, `[]` as a list and `{}` as an object... */
  readonly has: string
  /** ...and nothing but these beside them. */
  readonly mayHave?: string
  /** Each place ends in one of these words: for structures that are too simple to be known by their properties. */
  readonly endings?: string
}

const wellKnownShapes: readonly WellKnownShape[] = [
  { name: 'Condition', has: 'lastTransitionTime message reason status type', mayHave: 'observedGeneration' },
  { name: 'LabelSelector', has: 'matchExpressions[] matchLabels' },
  { name: 'LabelSelectorRequirement', has: 'key operator values[]' },
  { name: 'ObjectReference', has: 'apiVersion fieldPath kind name namespace resourceVersion uid' },
  { name: 'KeySelector', has: 'key name optional' },
  { name: 'ObjectFieldSelector', has: 'apiVersion fieldPath' },
  { name: 'ResourceFieldSelector', has: 'containerName divisor resource' },
  { name: 'ResourceRequirements', has: 'limits requests', mayHave: 'claims' },
  { name: 'ResourceClaim', has: 'name request', endings: 'Claim' },
  { name: 'Toleration', has: 'effect key operator tolerationSeconds value' },
  {
    name: 'TopologySpreadConstraint',
    has: 'maxSkew topologyKey whenUnsatisfiable labelSelector',
    mayHave: 'matchLabelKeys minDomains nodeAffinityPolicy nodeTaintsPolicy',
  },
  { name: 'Affinity', has: 'nodeAffinity podAffinity podAntiAffinity' },
  {
    name: 'NodeAffinity',
    has: 'preferredDuringSchedulingIgnoredDuringExecution[] requiredDuringSchedulingIgnoredDuringExecution{}',
  },
  {
    name: 'PodAffinity',
    has: 'preferredDuringSchedulingIgnoredDuringExecution[] requiredDuringSchedulingIgnoredDuringExecution[]',
  },
  { name: 'NodeSelector', has: 'nodeSelectorTerms[]' },
  { name: 'NodeSelectorTerm', has: 'matchExpressions[] matchFields[]' },
  { name: 'PreferredSchedulingTerm', has: 'preference weight' },
  {
    name: 'PodAffinityTerm',
    has: 'labelSelector namespaces[] topologyKey',
    mayHave: 'matchLabelKeys mismatchLabelKeys namespaceSelector',
  },
  { name: 'WeightedPodAffinityTerm', has: 'podAffinityTerm weight' },
  { name: 'EnvVar', has: 'name value valueFrom' },
  { name: 'EnvVarSource', has: 'configMapKeyRef fieldRef resourceFieldRef secretKeyRef', mayHave: 'fileKeyRef' },
  { name: 'EnvFromSource', has: 'configMapRef prefix secretRef' },
  { name: 'FileKeySelector', has: 'key optional path volumeName' },
  {
    name: 'Container',
    has: 'args[] command[] env[] image lifecycle livenessProbe name ports[] resources volumeMounts[]',
    mayHave:
      'envFrom imagePullPolicy readinessProbe resizePolicy restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices workingDir',
  },
  {
    name: 'EphemeralContainer',
    has: 'args[] command[] env[] image lifecycle livenessProbe name ports[] resources targetContainerName volumeMounts[]',
    mayHave:
      'envFrom imagePullPolicy readinessProbe resizePolicy restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices workingDir',
  },
  { name: 'ContainerPort', has: 'containerPort hostIP hostPort name protocol' },
  { name: 'Lifecycle', has: 'postStart preStop', mayHave: 'stopSignal' },
  { name: 'LifecycleHandler', has: 'exec httpGet tcpSocket', mayHave: 'sleep' },
  {
    name: 'Probe',
    has: 'exec failureThreshold httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket timeoutSeconds',
    mayHave: 'grpc terminationGracePeriodSeconds',
  },
  { name: 'HTTPGetAction', has: 'host httpHeaders[] path port scheme' },
  { name: 'TCPSocketAction', has: 'host port', endings: 'TcpSocket' },
  { name: 'GRPCAction', has: 'port service', endings: 'Grpc GRPC' },
  { name: 'Capabilities', has: 'add[] drop[]', endings: 'Capabilities' },
  { name: 'SELinuxOptions', has: 'level role type user' },
  {
    name: 'WindowsSecurityContextOptions',
    has: 'gmsaCredentialSpec gmsaCredentialSpecName runAsUserName',
    mayHave: 'hostProcess',
  },
  {
    name: 'SecurityContext',
    has: 'allowPrivilegeEscalation capabilities privileged readOnlyRootFilesystem runAsUser',
    mayHave: 'appArmorProfile procMount runAsGroup runAsNonRoot seLinuxOptions seccompProfile windowsOptions',
  },
  {
    name: 'PodSecurityContext',
    has: 'fsGroup runAsUser supplementalGroups sysctls',
    mayHave:
      'appArmorProfile fsGroupChangePolicy runAsGroup runAsNonRoot seLinuxChangePolicy seLinuxOptions seccompProfile supplementalGroupsPolicy windowsOptions',
  },
  {
    name: 'VolumeMount',
    has: 'mountPath name readOnly subPath',
    mayHave: 'mountPropagation recursiveReadOnly subPathExpr',
  },
  { name: 'VolumeDevice', has: 'devicePath name', endings: 'VolumeDevice' },
  {
    name: 'Volume',
    has: 'configMap emptyDir hostPath name persistentVolumeClaim projected secret',
    mayHave:
      'awsElasticBlockStore azureDisk azureFile cephfs cinder csi downwardAPI ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs image iscsi nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume',
  },
  { name: 'KeyToPath', has: 'key mode path', endings: 'Item' },
  {
    name: 'PodSpec',
    has: 'containers[] nodeSelector serviceAccountName tolerations[] volumes[]',
    mayHave:
      'activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds topologySpreadConstraints workloadRef',
  },
  {
    name: 'PersistentVolumeClaimSpec',
    has: 'accessModes[] resources storageClassName volumeName',
    mayHave: 'dataSource dataSourceRef selector volumeAttributesClassName volumeMode',
  },
  { name: 'TypedLocalObjectReference', has: 'apiGroup kind name', endings: 'Ref Reference DataSource' },
  { name: 'TypedObjectReference', has: 'apiGroup kind name namespace', endings: 'Ref Reference DataSource' },
  { name: 'SeccompProfile', has: 'localhostProfile type', endings: 'SeccompProfile' },
  { name: 'AppArmorProfile', has: 'localhostProfile type', endings: 'AppArmorProfile' },
  { name: 'Sysctl', has: 'name value', endings: 'Sysctl' },
  { name: 'ExecAction', has: 'command[]', endings: 'Exec' },
  { name: 'LocalObjectReference', has: 'name', endings: 'Ref Reference Secret' },
]

interface Pattern {
  readonly name: string
  readonly has: readonly string[]
  readonly mayHave: ReadonlySet<string>
  readonly endings: readonly string[]
}

/** By the first property of `has`, so that few are compared. */
const patterns = new Map<string, Pattern[]>()
for (const { name, has, mayHave, endings } of wellKnownShapes) {
  const pattern = { name, has: words(has), mayHave: new Set(words(mayHave)), endings: words(endings) }
  const first = plainName(pattern.has[0] ?? '')
  patterns.set(first, [...(patterns.get(first) ?? []), pattern])
}

/**
 * The name that Kubernetes has for an object with these properties, if it has one. `places` are the names of what holds it,
 * in the form of identifiers.
 */
export function wellKnownName(properties: readonly DraftProperty[], places: readonly string[]): string | undefined {
  let tokens: Set<string> | undefined
  for (const { name: first } of properties) {
    for (const { name, has, mayHave, endings } of patterns.get(first) ?? []) {
      tokens ??= new Set(properties.flatMap(property => [property.name, `${property.name}${mark(property.type)}`]))
      const known = tokens
      if (!has.every(token => known.has(token))) continue
      const others = properties.length - has.length
      if (others > 0 && properties.filter(property => mayHave.has(property.name)).length < others) continue
      if (endings.length === 0 || places.every(place => endings.some(ending => place.endsWith(ending)))) return name
    }
  }
  return undefined
}

function mark(type: DraftType): string {
  if (type.kind === 'nullable') return mark(type.of)
  return type.kind === 'array' ? '[]' : type.kind === 'shape' ? '{}' : ''
}

function plainName(token: string): string {
  return token.replace(/(?:\[\]|\{\})$/, '')
}

function words(text = ''): string[] {
  return text === '' ? [] : text.split(' ')
}
