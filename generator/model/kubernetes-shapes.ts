/**
 * Structures of the Kubernetes API that CRDs repeat, recognised by their properties alone, so that they are called by the names
 * that Kubernetes gives them. Only names depend on this table, never a type: a shape that is taken for one of these wrongly
 * is named oddly, and nothing more.
 */
export interface KubernetesShape {
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

export const kubernetesShapes: readonly KubernetesShape[] = [
  { name: 'Condition', has: 'lastTransitionTime message reason status type', mayHave: 'observedGeneration' },
  { name: 'LabelSelector', has: 'matchExpressions[] matchLabels' },
  { name: 'LabelSelectorRequirement', has: 'key operator values[]' },
  { name: 'ObjectReference', has: 'apiVersion fieldPath kind name namespace resourceVersion uid' },
  { name: 'SecretKeySelector', has: 'key name optional', endings: 'Secret SecretRef SecretKeyRef' },
  { name: 'ConfigMapKeySelector', has: 'key name optional', endings: 'ConfigMap ConfigMapRef ConfigMapKeyRef' },
  // Where both are one shape.
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
    has: 'labelSelector topologyKey',
    mayHave: 'matchLabelKeys mismatchLabelKeys namespaceSelector namespaces',
  },
  { name: 'WeightedPodAffinityTerm', has: 'podAffinityTerm weight' },
  { name: 'EnvVar', has: 'name value valueFrom' },
  { name: 'EnvVarSource', has: 'configMapKeyRef fieldRef resourceFieldRef secretKeyRef', mayHave: 'fileKeyRef' },
  {
    name: 'EnvVarSource',
    has: 'configMapKeyRef secretKeyRef',
    mayHave: 'fieldRef fileKeyRef resourceFieldRef',
    within: 'name value valueFrom',
  },
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
  { name: 'LifecycleHandler', has: 'exec httpGet', mayHave: 'sleep tcpSocket' },
  {
    name: 'Probe',
    has: 'exec failureThreshold httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket timeoutSeconds',
    mayHave: 'grpc terminationGracePeriodSeconds',
  },
  { name: 'HTTPGetAction', has: 'path port', mayHave: 'host httpHeaders scheme', endings: 'HttpGet' },
  { name: 'TCPSocketAction', has: 'port', mayHave: 'host', endings: 'TcpSocket' },
  { name: 'GRPCAction', has: 'port service', endings: 'Grpc GRPC' },
  { name: 'Capabilities', has: 'add[] drop[]', endings: 'Capabilities' },
  { name: 'SELinuxOptions', has: 'level role type user' },
  {
    name: 'WindowsSecurityContextOptions',
    has: 'gmsaCredentialSpec gmsaCredentialSpecName',
    mayHave: 'hostProcess runAsUserName',
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
  { name: 'DownwardAPIProjection', has: 'items[]', endings: 'DownwardAPI' },
  { name: 'DownwardAPIVolumeFile', has: 'fieldRef path resourceFieldRef', mayHave: 'mode' },
  { name: 'EmptyDirVolumeSource', has: 'medium sizeLimit' },
  { name: 'EphemeralVolumeSource', has: 'volumeClaimTemplate', endings: 'Ephemeral EphemeralVolumeSource' },
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
  {
    name: 'ProjectedVolumeSource',
    has: 'sources[]',
    mayHave: 'defaultMode',
    endings: 'Projected ProjectedVolumeTemplate',
  },
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
  { name: 'PodOS', has: 'name', endings: 'Os', within: 'containers' },
  { name: 'PodSchedulingGate', has: 'name', endings: 'SchedulingGate', within: 'containers' },
  // Where both are one shape.
  { name: 'PodOSOrSchedulingGate', has: 'name', endings: 'Os SchedulingGate', within: 'containers' },
  {
    name: 'PodResourceClaim',
    has: 'name resourceClaimName resourceClaimTemplateName',
    endings: 'ResourceClaim',
    within: 'containers',
  },
  { name: 'PodSchedulingGroup', has: 'podGroupName', endings: 'SchedulingGroup', within: 'containers' },
  { name: 'WorkloadReference', has: 'name podGroup', mayHave: 'podGroupReplicaKey', endings: 'WorkloadRef' },
  { name: 'ContainerRestartRule', has: 'action exitCodes', endings: 'RestartPolicyRule' },
  { name: 'ContainerRestartRuleOnExitCodes', has: 'operator values', endings: 'ExitCodes', within: 'action exitCodes' },
  {
    name: 'PersistentVolumeClaimSpec',
    has: 'accessModes[] resources storageClassName volumeName',
    mayHave: 'dataSource dataSourceRef selector volumeAttributesClassName volumeMode',
  },
  { name: 'PersistentVolumeClaimTemplate', has: 'metadata spec{}', spec: 'PersistentVolumeClaimSpec' },
  {
    name: 'PersistentVolumeClaim',
    has: 'metadata spec{} status',
    mayHave: 'apiVersion kind',
    spec: 'PersistentVolumeClaimSpec',
  },
  {
    name: 'PersistentVolumeClaimStatus',
    has: 'accessModes[] capacity conditions[] phase',
    mayHave:
      'allocatedResourceStatuses allocatedResources currentVolumeAttributesClassName modifyVolumeStatus resizeStatus',
  },
  {
    name: 'PersistentVolumeClaimCondition',
    has: 'lastProbeTime lastTransitionTime message reason status type',
    within: 'accessModes phase',
  },
  { name: 'ModifyVolumeStatus', has: 'status targetVolumeAttributesClassName' },
  {
    name: 'StatefulSetPersistentVolumeClaimRetentionPolicy',
    has: 'whenDeleted whenScaled',
    endings: 'PersistentVolumeClaimRetentionPolicy',
  },
  {
    name: 'DeploymentSpec',
    has: 'replicas selector strategy template{}',
    mayHave: 'minReadySeconds paused progressDeadlineSeconds revisionHistoryLimit',
  },
  { name: 'DeploymentStrategy', has: 'rollingUpdate type', within: 'replicas selector strategy template' },
  {
    name: 'JobSpec',
    has: 'backoffLimit completions parallelism template{}',
    mayHave:
      'activeDeadlineSeconds backoffLimitPerIndex completionMode managedBy manualSelector maxFailedIndexes podFailurePolicy podReplacementPolicy selector successPolicy suspend ttlSecondsAfterFinished',
  },
  { name: 'JobTemplateSpec', has: 'metadata spec{}', spec: 'JobSpec' },
  { name: 'PodFailurePolicy', has: 'rules[]', endings: 'PodFailurePolicy' },
  { name: 'PodFailurePolicyOnExitCodesRequirement', has: 'containerName operator values[]', endings: 'OnExitCodes' },
  { name: 'PodFailurePolicyOnPodConditionsPattern', has: 'status type', endings: 'OnPodCondition' },
  { name: 'SuccessPolicy', has: 'rules[]', endings: 'SuccessPolicy', within: 'backoffLimit' },
  { name: 'SuccessPolicyRule', has: 'succeededCount succeededIndexes' },
  {
    name: 'PodDisruptionBudgetSpec',
    has: 'maxUnavailable minAvailable unhealthyPodEvictionPolicy',
    mayHave: 'selector',
  },
  {
    name: 'ServiceSpec',
    has: 'clusterIP externalName ports[] selector sessionAffinity type',
    mayHave:
      'allocateLoadBalancerNodePorts clusterIPs externalIPs externalTrafficPolicy healthCheckNodePort internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP loadBalancerSourceRanges publishNotReadyAddresses sessionAffinityConfig trafficDistribution',
  },
  { name: 'ServicePort', has: 'name nodePort port protocol targetPort', mayHave: 'appProtocol' },
  { name: 'SessionAffinityConfig', has: 'clientIP', endings: 'SessionAffinityConfig' },
  { name: 'ClientIPConfig', has: 'timeoutSeconds', endings: 'ClientIP' },
  { name: 'IngressTLS', has: 'hosts[] secretName', endings: 'Tls TLS' },
  { name: 'NetworkPolicyPeer', has: 'ipBlock namespaceSelector podSelector' },
  { name: 'IPBlock', has: 'cidr except[]' },
  { name: 'Taint', has: 'effect key value', mayHave: 'timeAdded', endings: 'Taint' },
  { name: 'CustomResourceDefinitionNames', has: 'categories[] kind listKind plural shortNames[] singular' },
  { name: 'CustomResourceConversion', has: 'strategy webhook', endings: 'Conversion' },
  { name: 'WebhookConversion', has: 'clientConfig conversionReviewVersions[]' },
  { name: 'WebhookClientConfig', has: 'caBundle service url' },
  { name: 'ServiceReference', has: 'name namespace path port', within: 'caBundle service' },
  { name: 'CustomResourceSubresources', has: 'scale status', endings: 'Subresources' },
  { name: 'CustomResourceSubresourceScale', has: 'labelSelectorPath specReplicasPath statusReplicasPath' },
  { name: 'CustomResourceColumnDefinition', has: 'description format jsonPath name priority type' },
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
  { name: 'SecretReference', has: 'name namespace', endings: 'SecretRef SecretReference SecretToRef' },
  { name: 'SeccompProfile', has: 'localhostProfile type', endings: 'SeccompProfile' },
  { name: 'AppArmorProfile', has: 'localhostProfile type', endings: 'AppArmorProfile' },
  // Where both are one shape.
  { name: 'SecurityProfile', has: 'localhostProfile type', endings: 'Profile' },
  { name: 'Sysctl', has: 'name value', endings: 'Sysctl' },
  { name: 'ExecAction', has: 'command[]', endings: 'Exec' },
  { name: 'LocalObjectReference', has: 'name', endings: 'Ref Reference Secret' },
]
