import type { KubeObject } from '../types';
import { generateName } from '../verbs/generateName';

/** Where a pod finds the token of its account. */
const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

interface Mount {
  name: string;
  mountPath: string;
  readOnly?: boolean;
}

interface PodSpec {
  containers?: { volumeMounts?: Mount[] }[];
  initContainers?: { volumeMounts?: Mount[] }[];
  volumes?: { name: string; projected?: object }[];
  serviceAccountName?: string;
  serviceAccount?: string;
  automountServiceAccountToken?: boolean;
  priority?: number;
  preemptionPolicy?: string;
  priorityClassName?: string;
  tolerations?: { key?: string; effect?: string }[];
}

function tolerate(spec: PodSpec): void {
  for (const what of ['not-ready', 'unreachable']) {
    const key = `node.kubernetes.io/${what}`;
    const there = spec.tolerations?.some(
      one =>
        (!one.key || one.key === key) &&
        (!one.effect || one.effect === 'NoExecute'),
    );
    if (there) continue;
    const toleration = {
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    };
    spec.tolerations = [...(spec.tolerations ?? []), toleration];
  }
}

/** The volume with the account's token, the authority's certificate and the namespace. */
function tokenVolume(name: string) {
  const namespace = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        {
          configMap: {
            name: 'kube-root-ca.crt',
            items: [{ key: 'ca.crt', path: 'ca.crt' }],
          },
        },
        {
          downwardAPI: { items: [{ path: 'namespace', fieldRef: namespace }] },
        },
      ],
      defaultMode: 420,
    },
  };
}

function mountToken(spec: PodSpec): void {
  if (spec.automountServiceAccountToken === false) return;
  const lacking = [
    ...(spec.containers ?? []),
    ...(spec.initContainers ?? []),
  ].filter(
    one => !one.volumeMounts?.some(mount => mount.mountPath === TOKEN_FOLDER),
  );
  if (lacking.length === 0) return;
  const name = generateName('kube-api-access-');
  for (const container of lacking) {
    container.volumeMounts = [
      ...(container.volumeMounts ?? []),
      { name, readOnly: true, mountPath: TOKEN_FOLDER },
    ];
  }
  spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

/**
 * Gives a new pod what admission gives it: its account with a token, a priority,
 * and patience with nodes. Mirror pods, which a node makes, are left alone.
 */
export function admitPod(pod: KubeObject): void {
  const spec = pod.spec as PodSpec | undefined;
  if (!spec || pod.metadata.annotations?.['kubernetes.io/config.mirror'])
    return;
  spec.serviceAccountName ||= 'default';
  spec.serviceAccount = spec.serviceAccountName;
  mountToken(spec);
  tolerate(spec);
  if (!spec.priorityClassName) spec.priority ??= 0;
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
}
