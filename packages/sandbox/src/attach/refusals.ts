import type { ControllerName } from '../controllers';
import { nodeName } from '../controllers/workloads/podStatus';
import { isNotFound, type KubernetesObject } from '../controllers/runtime';
import type { ClusterProbe } from './ClusterProbe';

type Check = (probe: ClusterProbe) => Promise<string | undefined>;

/** Account of a controller that the controller manager makes when it runs. */
const MANAGER_ACCOUNT =
  '/api/v1/namespaces/kube-system/serviceaccounts/deployment-controller';
const MANAGER_LEASE =
  '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager';

const checks: Record<ControllerName, Check> = {
  composition: async probe =>
    (await running(probe, 'Crossplane', 'app=crossplane')) ??
    (await foreignKinds(probe, {
      what: "Crossplane's kinds",
      crd: 'compositeresourcedefinitions.apiextensions.crossplane.io',
      ours: ['crossplane', 'Apply'],
    })),
  sql: async probe =>
    (await running(
      probe,
      'provider-sql',
      'pkg.crossplane.io/provider=provider-sql',
    )) ??
    (await foreignKinds(probe, {
      what: "provider-sql's kinds",
      crd: 'databases.postgresql.sql.m.crossplane.io',
      ours: ['provider-sql', 'Apply'],
    })),
  workloads: controllerManager,
  serviceaccounts: controllerManager,
  policy: async probe =>
    (await running(probe, 'Kyverno', 'app.kubernetes.io/part-of=kyverno')) ??
    (await running(probe, 'Gatekeeper', 'gatekeeper.sh/operation=webhook')) ??
    (await foreignKinds(probe, {
      what: "Kyverno's kinds",
      crd: 'validatingpolicies.policies.kyverno.io',
      ours: ['cairn-policy', 'Update'],
    })),
  argocd,
  applicationset: argocd,
};

/**
 * Which controllers must not run on a cluster, because the real ones are there: two that keep the
 * same objects undo each other's work without end.
 *
 * @returns a sentence for each that is refused
 */
export async function findRefusals(
  probe: ClusterProbe,
  names: readonly ControllerName[],
): Promise<Map<ControllerName, string>> {
  const refusals = new Map<ControllerName, string>();
  for (const name of names) {
    const reason = await checks[name](probe);
    if (reason) refusals.set(name, `${name} is not started: ${reason}`);
  }
  return refusals;
}

async function argocd(probe: ClusterProbe): Promise<string | undefined> {
  return (
    (await running(probe, 'Argo CD', 'app.kubernetes.io/part-of=argocd')) ??
    (await foreignKinds(probe, {
      what: "Argo CD's kinds",
      crd: 'applications.argoproj.io',
      ours: ['argocd', 'Update'],
    }))
  );
}

/** A cluster that has nodes or a controller manager gives workloads their life itself. */
async function controllerManager(
  probe: ClusterProbe,
): Promise<string | undefined> {
  const nodes = await probe.list('/api/v1/nodes');
  const real =
    typeof nodes === 'string'
      ? []
      : nodes.items.filter(({ metadata }) => metadata.name !== nodeName);
  if (real.length > 0) {
    return `this cluster has nodes of its own (${real[0]?.metadata.name}), whose pods a stand-in would call running without running them.`;
  }
  for (const path of [MANAGER_LEASE, MANAGER_ACCOUNT]) {
    if (await find(probe, path)) {
      return 'this cluster has a controller manager of its own, which makes pods of workloads already.';
    }
  }
  return undefined;
}

/** A component that is deployed on the cluster, even when it is scaled down now. */
async function running(
  probe: ClusterProbe,
  name: string,
  selector: string,
): Promise<string | undefined> {
  for (const plural of ['deployments', 'statefulsets']) {
    const found = await probe.list(`/apis/apps/v1/${plural}`, selector);
    if (typeof found === 'string' || found.items.length === 0) continue;
    const { namespace, name: object } = found.items[0]?.metadata ?? {};
    return `this cluster has the real ${name} (${plural} ${namespace}/${object}), and two that keep the same objects undo each other's work.`;
  }
  return undefined;
}

/** Kinds that somebody else has installed: their controller may well run outside of the cluster. */
async function foreignKinds(
  probe: ClusterProbe,
  {
    what,
    crd,
    ours: [manager, operation],
  }: { what: string; crd: string; ours: [string, string] },
): Promise<string | undefined> {
  const found = await find(
    probe,
    `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${crd}`,
  );
  const entries = (found?.metadata.managedFields ?? []) as {
    manager?: string;
    operation?: string;
  }[];
  const isOurs = entries.some(
    entry => entry.manager === manager && entry.operation === operation,
  );
  return !found || isOurs
    ? undefined
    : `this cluster has ${what} (${crd}) from somebody else, whose controller would undo what the stand-in does.`;
}

async function find(
  probe: ClusterProbe,
  path: string,
): Promise<KubernetesObject | undefined> {
  try {
    return await probe.get<KubernetesObject>(path);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
