export interface CrdNames {
  /** Default: the kind in lower case, with an s. */
  readonly plural?: string
  readonly group?: string
}

/** A CRD of one version as a tool writes it, up to its schema: that is what follows, indented by eight. */
export function crdHead(
  kind: string,
  { plural = `${kind.toLowerCase()}s`, group = 'example.com' }: CrdNames = {},
): string {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.${group}
spec:
  group: ${group}
  scope: Namespaced
  names:
    kind: ${kind}
    plural: ${plural}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
`
}
