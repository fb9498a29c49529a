import type { DraftProperty, DraftType } from './draft.js'
import type { Place } from './places.js'

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
  /** Each holder has these: for structures that Kubernetes has under two names. */
  readonly within?: string
  /** Its `spec` is this one. */
  readonly spec?: string
}

const wellKnownShapes: readonly WellKnownShape[] = [
  { name: 'Condition', has: 'lastTransitionTime message reason status type', mayHave: 'observedGeneration' },
  { name: 'LabelSelector', has: 'matchExpressions[] matchLabels' },
  { name: 'LabelSelectorRequirement', has: 'key operator values[]' },
  { name: 'ObjectReference', has: 'apiVersion fieldPath kind name namespace resourceVersion uid' },
  { name: 'KeySelector', has: 'key name optional' },
  { name: 'ObjectFieldSelector', has: 'apiVersion fieldPath' },
  { name: 'ResourceFieldSelector', has: 'containerName divisor resource' },
  { name: 'VolumeResourceRequirements', has: 'limits requests', within: 'accessModes storageClassName' },
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
  { name: 'AWSElasticBlockStoreVolumeSource', has: 'partition volumeID', mayHave: 'fsType readOnly' },
  { name: 'AzureDiskVolumeSource', has: 'diskName diskURI', mayHave: 'cachingMode fsType kind readOnly' },
  { name: 'AzureFileVolumeSource', has: 'secretName shareName', mayHave: 'readOnly' },
  { name: 'CephFSVolumeSource', has: 'monitors[] secretFile', mayHave: 'path readOnly secretRef user' },
  { name: 'CinderVolumeSource', has: 'volumeID secretRef', mayHave: 'fsType readOnly', endings: 'Cinder' },
  { name: 'ConfigMapVolumeSource', has: 'defaultMode items[] name', mayHave: 'optional', endings: 'ConfigMap' },
  { name: 'CSIVolumeSource', has: 'driver nodePublishSecretRef', mayHave: 'fsType readOnly volumeAttributes' },
  { name: 'DownwardAPIVolumeSource', has: 'defaultMode items[]', endings: 'DownwardAPI' },
  { name: 'DownwardAPIVolumeFile', has: 'fieldRef path resourceFieldRef', mayHave: 'mode' },
  { name: 'EmptyDirVolumeSource', has: 'medium sizeLimit' },
  { name: 'EphemeralVolumeSource', has: 'volumeClaimTemplate', endings: 'Ephemeral' },
  { name: 'FCVolumeSource', has: 'lun targetWWNs[]', mayHave: 'fsType readOnly wwids' },
  { name: 'FlexVolumeSource', has: 'driver options', mayHave: 'fsType readOnly secretRef', endings: 'FlexVolume' },
  { name: 'FlockerVolumeSource', has: 'datasetName datasetUUID' },
  { name: 'GCEPersistentDiskVolumeSource', has: 'pdName', mayHave: 'fsType partition readOnly' },
  { name: 'GitRepoVolumeSource', has: 'directory repository revision', endings: 'GitRepo' },
  { name: 'GlusterfsVolumeSource', has: 'endpoints path', mayHave: 'readOnly', endings: 'Glusterfs' },
  { name: 'HostPathVolumeSource', has: 'path type', endings: 'HostPath' },
  { name: 'ImageVolumeSource', has: 'pullPolicy reference', endings: 'Image' },
  {
    name: 'ISCSIVolumeSource',
    has: 'iqn targetPortal',
    mayHave: 'chapAuthDiscovery chapAuthSession fsType initiatorName iscsiInterface lun portals readOnly secretRef',
  },
  { name: 'NFSVolumeSource', has: 'path server', mayHave: 'readOnly', endings: 'Nfs NFS' },
  {
    name: 'PersistentVolumeClaimVolumeSource',
    has: 'claimName',
    mayHave: 'readOnly',
    endings: 'PersistentVolumeClaim',
  },
  { name: 'PhotonPersistentDiskVolumeSource', has: 'pdID', mayHave: 'fsType' },
  { name: 'PortworxVolumeSource', has: 'volumeID', mayHave: 'fsType readOnly', endings: 'PortworxVolume' },
  { name: 'ProjectedVolumeSource', has: 'sources[]', mayHave: 'defaultMode', endings: 'Projected' },
  {
    name: 'VolumeProjection',
    has: 'configMap downwardAPI secret serviceAccountToken',
    mayHave: 'clusterTrustBundle podCertificate',
  },
  {
    name: 'ServiceAccountTokenProjection',
    has: 'expirationSeconds path',
    mayHave: 'audience',
    endings: 'ServiceAccountToken',
  },
  { name: 'ClusterTrustBundleProjection', has: 'labelSelector path signerName', mayHave: 'name optional' },
  {
    name: 'PodCertificateProjection',
    has: 'keyType signerName',
    mayHave: 'certificateChainPath credentialBundlePath keyPath maxExpirationSeconds userAnnotations',
  },
  { name: 'QuobyteVolumeSource', has: 'registry volume', mayHave: 'group readOnly tenant user' },
  { name: 'RBDVolumeSource', has: 'image monitors[]', mayHave: 'fsType keyring pool readOnly secretRef user' },
  {
    name: 'ScaleIOVolumeSource',
    has: 'gateway protectionDomain',
    mayHave: 'fsType readOnly secretRef sslEnabled storageMode storagePool system volumeName',
  },
  { name: 'SecretVolumeSource', has: 'secretName', mayHave: 'defaultMode items optional', endings: 'Secret' },
  { name: 'StorageOSVolumeSource', has: 'volumeName volumeNamespace', mayHave: 'fsType readOnly secretRef' },
  { name: 'VsphereVirtualDiskVolumeSource', has: 'volumePath', mayHave: 'fsType storagePolicyID storagePolicyName' },
  { name: 'KeyToPath', has: 'key mode path', endings: 'Item' },
  {
    name: 'PodSpec',
    has: 'containers[] nodeSelector serviceAccountName tolerations[] volumes[]',
    mayHave:
      'activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds topologySpreadConstraints schedulingGroup workloadRef',
  },
  { name: 'PodTemplateSpec', has: 'metadata spec{}', spec: 'PodSpec' },
  {
    name: 'PersistentVolumeClaimSpec',
    has: 'accessModes[] resources storageClassName volumeName',
    mayHave: 'dataSource dataSourceRef selector volumeAttributesClassName volumeMode',
  },
  { name: 'TypedLocalObjectReference', has: 'apiGroup kind name', endings: 'Ref Reference DataSource' },
  { name: 'TypedObjectReference', has: 'apiGroup kind name namespace', endings: 'Ref Reference DataSource' },
  { name: 'CrossVersionObjectReference', has: 'apiVersion kind name', endings: 'TargetRef DescribedObject' },
  { name: 'MetricSpec', has: 'external object pods resource type', mayHave: 'containerResource' },
  { name: 'MetricTarget', has: 'averageUtilization averageValue type value' },
  { name: 'MetricIdentifier', has: 'name selector', endings: 'Metric' },
  { name: 'ObjectMetricSource', has: 'describedObject metric target' },
  { name: 'ContainerResourceMetricSource', has: 'container name target' },
  { name: 'ResourceMetricSource', has: 'name target', endings: 'Resource' },
  { name: 'PodsMetricSource', has: 'metric target', endings: 'Pods' },
  { name: 'ExternalMetricSource', has: 'metric target', endings: 'External' },
  { name: 'HorizontalPodAutoscalerBehavior', has: 'scaleDown scaleUp' },
  { name: 'HPAScalingRules', has: 'policies[] selectPolicy stabilizationWindowSeconds', mayHave: 'tolerance' },
  { name: 'HPAScalingPolicy', has: 'periodSeconds type value', endings: 'Policy' },
  { name: 'PodDNSConfig', has: 'nameservers[] options[] searches[]' },
  { name: 'PodDNSConfigOption', has: 'name value', endings: 'Option' },
  { name: 'HostAlias', has: 'hostnames[] ip' },
  { name: 'PodReadinessGate', has: 'conditionType', endings: 'ReadinessGate' },
  { name: 'HTTPHeader', has: 'name value', endings: 'HttpHeader' },
  { name: 'SleepAction', has: 'seconds', endings: 'Sleep' },
  { name: 'ContainerResizePolicy', has: 'resourceName restartPolicy', endings: 'ResizePolicy' },
  {
    name: 'OwnerReference',
    has: 'apiVersion kind name uid',
    mayHave: 'blockOwnerDeletion controller',
    endings: 'OwnerReference OwnerRef',
  },
  { name: 'SecretReference', has: 'name namespace', endings: 'SecretRef SecretReference' },
  { name: 'SeccompProfile', has: 'localhostProfile type', endings: 'SeccompProfile' },
  { name: 'AppArmorProfile', has: 'localhostProfile type', endings: 'AppArmorProfile' },
  // Where both are one shape.
  { name: 'SecurityProfile', has: 'localhostProfile type', endings: 'Profile' },
  { name: 'Sysctl', has: 'name value', endings: 'Sysctl' },
  { name: 'ExecAction', has: 'command[]', endings: 'Exec' },
  { name: 'LocalObjectReference', has: 'name', endings: 'Ref Reference Secret' },
]

/** What objects of these properties alone are called where their places say nothing of them, if there are at least so many. */
const plainShapes: ReadonlyMap<string, { readonly name: string; readonly atLeast: number }> = new Map([
  ['apiVersion kind name namespace', { name: 'ObjectReference', atLeast: 2 }],
  ['key name', { name: 'KeySelector', atLeast: 2 }],
  ['name', { name: 'LocalObjectReference', atLeast: 3 }],
  ['name namespace', { name: 'NamespacedName', atLeast: 2 }],
  ['name value', { name: 'NameValue', atLeast: 2 }],
])

/** A name for an object that stands in `places` places that have nothing in common. */
export function plainName(properties: readonly DraftProperty[], places: number): string | undefined {
  if (properties.length > 4) return undefined
  const key = properties.map(({ name }) => name).sort()
  const plain = plainShapes.get(key.join(' '))
  return plain && places >= plain.atLeast ? plain.name : undefined
}

interface Pattern {
  readonly name: string
  readonly has: readonly string[]
  readonly mayHave: ReadonlySet<string>
  readonly endings: readonly string[]
  readonly within: readonly string[]
  readonly spec: string | undefined
}

/** By the first property of `has`, so that few are compared. */
const patterns = new Map<string, Pattern[]>()
for (const { name, has, mayHave, endings, within, spec } of wellKnownShapes) {
  const lists = { has: words(has), mayHave: new Set(words(mayHave)), endings: words(endings), within: words(within) }
  const pattern = { name, ...lists, spec }
  const first = withoutMark(pattern.has[0] ?? '')
  patterns.set(first, [...(patterns.get(first) ?? []), pattern])
}

/** The name that Kubernetes has for an object with these properties that stands in these places, if it has one. */
export function wellKnownName(properties: readonly DraftProperty[], places: readonly Place[]): string | undefined {
  let tokens: Set<string> | undefined
  for (const { name: first } of properties) {
    for (const pattern of patterns.get(first) ?? []) {
      tokens ??= new Set(properties.flatMap(property => [property.name, `${property.name}${mark(property.type)}`]))
      const { name, has, mayHave } = pattern
      const known = tokens
      if (!has.every(token => known.has(token))) continue
      const others = properties.length - has.length
      if (others > 0 && properties.filter(property => mayHave.has(property.name)).length < others) continue
      if (places.every(place => isPlaceOf(pattern, place)) && holdsSpecOf(pattern, properties)) return name
    }
  }
  return undefined
}

function isPlaceOf({ endings, within }: Pattern, { segment, holder }: Place): boolean {
  if (endings.length > 0 && !endings.some(ending => segment.endsWith(ending))) return false
  return within.every(wanted => holder.properties.some(({ name }) => name === wanted))
}

function holdsSpecOf({ spec }: Pattern, properties: readonly DraftProperty[]): boolean {
  if (spec === undefined) return true
  const type = properties.find(({ name }) => name === 'spec')?.type
  return type?.kind === 'shape' && wellKnownName(type.shape.properties, []) === spec
}

function mark(type: DraftType): string {
  if (type.kind === 'nullable') return mark(type.of)
  return type.kind === 'array' ? '[]' : type.kind === 'shape' ? '{}' : ''
}

function withoutMark(token: string): string {
  return token.replace(/(?:\[\]|\{\})$/, '')
}

function words(text = ''): string[] {
  return text === '' ? [] : text.split(' ')
}
