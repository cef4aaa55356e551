import { join } from 'node:path';
import { KubeconfigError } from '@cairn/kubeconfig';
import {
  isNotFound,
  type KubernetesClient,
  type KubernetesObject,
  NoKindMatchError,
  refOf,
} from '../controllers/runtime';
import { readPlatformManifests } from '../demo';

/** What can be installed: parts of the platform team's folder. */
export const installSets = {
  'portal-rbac': 'the identity of the portal and what it may do',
  namespaces: "the teams' namespaces with their labels",
  'people-rbac': 'what people may do',
  crossplane: 'the kind Database and how it is made',
  policies: 'policies for workloads',
  argocd: 'projects, and the Application that follows the GitOps repository',
  platform: 'all of these',
} as const;

/** Name of something that can be installed. */
export type InstallSet = keyof typeof installSets;

const MANAGER = 'cairn-platform';

/** What applying one object would do. */
export interface PlannedChange {
  object: KubernetesObject;
  effect: 'create' | 'change' | 'none' | 'left-out';
  /** Why it is left out. */
  because?: string;
}

const inFolder = (folder: string) => (file: string) =>
  file.startsWith(`${folder}/`);

const filesOf: Record<InstallSet, (file: string) => boolean> = {
  'portal-rbac': file => file === 'rbac/portal.yaml',
  namespaces: inFolder('namespaces'),
  'people-rbac': file => inFolder('rbac')(file) && file !== 'rbac/portal.yaml',
  crossplane: inFolder('crossplane'),
  policies: inFolder('policies'),
  argocd: inFolder('argocd'),
  platform: () => true,
};

/**
 * Says what installing would change, by dry runs; changes nothing.
 *
 * @throws KubernetesApiError when the cluster refuses one for another reason than a missing kind
 */
export async function planInstall(
  client: KubernetesClient,
  options: {
    platformDir: string;
    sets: readonly InstallSet[];
    /** Address of the git host, for Argo CD. */
    gitUrl?: string;
  },
): Promise<PlannedChange[]> {
  const { platformDir, sets, gitUrl } = options;
  const manifests = await readPlatformManifests(
    platformDir,
    gitUrl ? { 'http://localhost:7030': gitUrl } : {},
    file => sets.some(set => filesOf[set](file)),
  );
  const home = manifests.some(({ kind }) => kind === 'Namespace')
    ? []
    : await homeOf(client, manifests, join(platformDir, 'namespaces'));
  const wanted = [...home, ...manifests];
  const fresh = new Set<string>();
  const changes: PlannedChange[] = [];
  for (const object of wanted) {
    const change = await plan(client, object, fresh);
    if (change.effect === 'create' && object.kind === 'Namespace') {
      fresh.add(object.metadata.name ?? '');
    }
    changes.push(change);
  }
  return changes;
}

/** Applies what was planned, in its order. */
export async function applyInstall(
  client: KubernetesClient,
  changes: readonly PlannedChange[],
): Promise<void> {
  for (const { object, effect } of changes) {
    if (effect !== 'create' && effect !== 'change') continue;
    try {
      await client.apply(object, { fieldManager: MANAGER });
    } catch (error) {
      throw new KubeconfigError(
        `${describe(object)} could not be applied: ${
          error instanceof Error ? error.message : String(error)
        }`,
      );
    }
  }
}

/** An object in words. */
export function describe({ kind, metadata }: KubernetesObject): string {
  const { namespace, name } = metadata;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

async function plan(
  client: KubernetesClient,
  object: KubernetesObject,
  fresh: ReadonlySet<string>,
): Promise<PlannedChange> {
  const { namespace } = object.metadata;
  try {
    const before = await client.find(refOf(object));
    if (!before && namespace && fresh.has(namespace)) {
      return { object, effect: 'create' };
    }
    const after = await client.apply(object, {
      fieldManager: MANAGER,
      dryRun: true,
    });
    if (!before) return { object, effect: 'create' };
    return {
      object,
      effect: content(before) === content(after) ? 'none' : 'change',
    };
  } catch (error) {
    if (error instanceof NoKindMatchError) {
      return {
        object,
        effect: 'left-out',
        because: `the cluster does not serve ${object.apiVersion} ${object.kind}`,
      };
    }
    if (isNotFound(error) && namespace) {
      return {
        object,
        effect: 'left-out',
        because: `there is no namespace ${namespace}; install namespaces too`,
      };
    }
    const reason = error instanceof Error ? error.message : String(error);
    return { object, effect: 'left-out', because: reason };
  }
}

/** The namespace that objects need which is not a team's. */
async function homeOf(
  client: KubernetesClient,
  manifests: readonly KubernetesObject[],
  folder: string,
): Promise<KubernetesObject[]> {
  const needed = new Set(manifests.map(({ metadata }) => metadata.namespace));
  const all = await readPlatformManifests(folder);
  const found: KubernetesObject[] = [];
  for (const namespace of all) {
    const isNeeded =
      namespace.metadata.name === 'cairn-system' &&
      needed.has(namespace.metadata.name);
    if (isNeeded && !(await client.find(refOf(namespace)))) {
      found.push(namespace);
    }
  }
  return found;
}

/** What a dry run may change that is no change. */
function content({ metadata, ...rest }: KubernetesObject): string {
  const { labels, annotations, finalizers } = metadata;
  const { status: _, ...wanted } = rest;
  return JSON.stringify({ labels, annotations, finalizers, ...wanted });
}
