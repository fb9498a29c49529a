/**
 * Structures of the Kubernetes API that CRDs repeat, recognised by their properties alone, so that they are called by the names
 * that Kubernetes gives them. Only names depend on this table, never a type: a shape that is taken for one of these wrongly
 * is named oddly, and nothing more.
 */
interface WellKnownShape {
  readonly name: string
  /** All of these are there... */
  readonly has: readonly string[]
  /** ...and nothing but these beside them. */
  readonly mayHave: readonly string[]
}

const wellKnownShapes: readonly WellKnownShape[] = [
  ['Condition', 'lastTransitionTime message reason status type', 'observedGeneration'],
  ['LabelSelector', 'matchExpressions matchLabels', ''],
  ['LabelSelectorRequirement', 'key operator values', ''],
  ['ObjectReference', 'apiVersion fieldPath kind name namespace resourceVersion uid', ''],
  ['KeySelector', 'key name optional', ''],
  ['ObjectFieldSelector', 'apiVersion fieldPath', ''],
  ['ResourceFieldSelector', 'containerName divisor resource', ''],
  ['ResourceRequirements', 'limits requests', 'claims'],
  ['ResourceClaim', 'name request', ''],
  ['Toleration', 'effect key operator tolerationSeconds value', ''],
  [
    'TopologySpreadConstraint',
    'maxSkew topologyKey whenUnsatisfiable labelSelector',
    'matchLabelKeys minDomains nodeAffinityPolicy nodeTaintsPolicy',
  ],
  ['Affinity', 'nodeAffinity podAffinity podAntiAffinity', ''],
  ['NodeSelector', 'nodeSelectorTerms', ''],
  ['NodeSelectorTerm', 'matchExpressions matchFields', ''],
  ['PreferredSchedulingTerm', 'preference weight', ''],
  ['PodAffinityTerm', 'labelSelector namespaces topologyKey', 'matchLabelKeys mismatchLabelKeys namespaceSelector'],
  ['WeightedPodAffinityTerm', 'podAffinityTerm weight', ''],
  ['EnvVar', 'name value valueFrom', ''],
  ['EnvVarSource', 'configMapKeyRef fieldRef resourceFieldRef secretKeyRef', 'fileKeyRef'],
  ['EnvFromSource', 'configMapRef prefix secretRef', ''],
  ['FileKeySelector', 'key optional path volumeName', ''],
  [
    'Container',
    'args command env image lifecycle livenessProbe name ports resources volumeMounts',
    'envFrom imagePullPolicy readinessProbe resizePolicy restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices workingDir',
  ],
  [
    'EphemeralContainer',
    'args command env image lifecycle livenessProbe name ports resources targetContainerName volumeMounts',
    'envFrom imagePullPolicy readinessProbe resizePolicy restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices workingDir',
  ],
  ['ContainerPort', 'containerPort hostIP hostPort name protocol', ''],
  ['Lifecycle', 'postStart preStop', 'stopSignal'],
  ['LifecycleHandler', 'exec httpGet tcpSocket', 'sleep'],
  [
    'Probe',
    'exec failureThreshold httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket timeoutSeconds',
    'grpc terminationGracePeriodSeconds',
  ],
  ['HTTPGetAction', 'host httpHeaders path port scheme', ''],
  ['TCPSocketAction', 'host port', ''],
  ['GRPCAction', 'port service', ''],
  ['Capabilities', 'add drop', ''],
  ['SELinuxOptions', 'level role type user', ''],
  ['WindowsSecurityContextOptions', 'gmsaCredentialSpec gmsaCredentialSpecName runAsUserName', 'hostProcess'],
  [
    'SecurityContext',
    'allowPrivilegeEscalation capabilities privileged readOnlyRootFilesystem runAsUser',
    'appArmorProfile procMount runAsGroup runAsNonRoot seLinuxOptions seccompProfile windowsOptions',
  ],
  [
    'PodSecurityContext',
    'fsGroup runAsUser supplementalGroups sysctls',
    'appArmorProfile fsGroupChangePolicy runAsGroup runAsNonRoot seLinuxChangePolicy seLinuxOptions seccompProfile supplementalGroupsPolicy windowsOptions',
  ],
  ['VolumeMount', 'mountPath name readOnly subPath', 'mountPropagation recursiveReadOnly subPathExpr'],
  ['VolumeDevice', 'devicePath name', ''],
  [
    'Volume',
    'configMap emptyDir hostPath name persistentVolumeClaim projected secret',
    'awsElasticBlockStore azureDisk azureFile cephfs cinder csi downwardAPI ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs image iscsi nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume',
  ],
  ['KeyToPath', 'key mode path', ''],
  [
    'PodSpec',
    'containers nodeSelector serviceAccountName tolerations volumes',
    'activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds topologySpreadConstraints workloadRef',
  ],
  [
    'PersistentVolumeClaimSpec',
    'accessModes resources storageClassName volumeName',
    'dataSource dataSourceRef selector volumeAttributesClassName volumeMode',
  ],
  ['TypedLocalObjectReference', 'apiGroup kind name', ''],
  ['TypedObjectReference', 'apiGroup kind name namespace', ''],
].map(([name = '', has = '', mayHave = '']) => ({ name, has: has.split(' '), mayHave: mayHave.split(' ') }))

/** The name that Kubernetes has for an object with these properties, if it has one. */
export function wellKnownName(properties: readonly string[]): string | undefined {
  const names = new Set(properties)
  return wellKnownShapes.find(({ has, mayHave }) => {
    return has.every(name => names.has(name)) && properties.every(name => has.includes(name) || mayHave.includes(name))
  })?.name
}
