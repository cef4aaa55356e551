import type { KubeObject, ResourceType, UserInfo } from '../types';

/** What a request does to an object, as admission names it. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** A kind by all three parts of its name. */
export interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

/** A resource by all three parts of its name. */
export interface GroupVersionResource {
  group: string;
  version: string;
  resource: string;
}

/** A request as admission sees it. */
export interface AdmissionAttributes {
  readonly operation: Operation;
  /** The resource that was asked for. */
  readonly type: ResourceType;
  /** Kind of the objects; differs from that of the resource for `scale`. */
  readonly kind: GroupVersionKind;
  /** `''` on the main resource. */
  readonly subresource: string;
  /** `''` for cluster-scoped objects; a Namespace is in itself. */
  readonly namespace: string;
  /** `''` while a name is still to be made. */
  readonly name: string;
  /** Unset on delete. */
  readonly object?: KubeObject;
  /** Unset on create. */
  readonly oldObject?: KubeObject;
  /** `CreateOptions` and the like, with kind and version. */
  readonly options: Record<string, unknown>;
  readonly dryRun: boolean;
  readonly user: UserInfo;
}

/** The resource of some attributes. */
export function resourceOf({
  type,
}: AdmissionAttributes): GroupVersionResource {
  return {
    group: type.group,
    version: type.version,
    resource: type.plural,
  };
}

const CONFIGURATION_KINDS = new Set([
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/** True for the objects admission itself is set up by: nothing may lock them. */
export function isExempt({ kind }: AdmissionAttributes): boolean {
  return (
    kind.group === 'admissionregistration.k8s.io' &&
    CONFIGURATION_KINDS.has(kind.kind)
  );
}
