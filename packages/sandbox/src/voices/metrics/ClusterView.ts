import {
  InformerPool,
  KubernetesClient,
  type KubernetesObject,
  type Log,
} from '../../controllers/runtime';

/** A container of a pod, as far as the voices speak of it. */
export type ContainerSpec = {
  name: string;
  image?: string;
  ports?: { containerPort: number }[];
  resources?: {
    requests?: Record<string, string | number>;
    limits?: Record<string, string | number>;
  };
};

/** A pod. */
export interface Pod extends KubernetesObject {
  spec?: { nodeName?: string; containers?: ContainerSpec[] };
  status?: {
    phase?: string;
    podIP?: string;
    startTime?: string;
    conditions?: { type: string; status: string }[];
    containerStatuses?: {
      name: string;
      ready: boolean;
      restartCount: number;
    }[];
  };
}

/** A Deployment, a StatefulSet or a ReplicaSet. */
export interface Workload extends KubernetesObject {
  spec?: { replicas?: number };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    updatedReplicas?: number;
  };
}

/** A claim on a volume. */
export interface VolumeClaim extends KubernetesObject {
  spec?: {
    storageClassName?: string;
    resources?: { requests?: Record<string, string | number> };
  };
}

/** A requested database (of any definition that has a size and storage). */
export interface DatabaseClaim extends KubernetesObject {
  spec?: {
    size?: string;
    storageGB?: number;
    storage?: string | number;
    highAvailability?: boolean;
  };
}

/** What a pod belongs to. */
export interface Owner {
  kind: string;
  name: string;
}

/** The objects of the cluster that the voices speak of, kept up to date. */
export class ClusterView {
  /** Counts up with every change. */
  version = 0;
  private readonly client: KubernetesClient;
  private readonly pool: InformerPool;

  constructor(kubeconfig: string, log: Log) {
    this.client = KubernetesClient.fromKubeconfig(kubeconfig, 'cairn-voices');
    this.pool = new InformerPool(this.client, log);
    for (const [apiVersion, kind] of [
      ['v1', 'Pod'],
      ['v1', 'Namespace'],
      ['v1', 'PersistentVolumeClaim'],
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['apps/v1', 'ReplicaSet'],
      ['platform.cairn.dev/v1alpha1', 'Database'],
    ] as const) {
      this.pool.of(apiVersion, kind).onChange(() => {
        this.version += 1;
      });
    }
  }

  /** Settles when the kinds that every cluster has were listed once. */
  get synced(): Promise<unknown> {
    return Promise.all([
      this.pool.of('v1', 'Pod').synced,
      this.pool.of('v1', 'Namespace').synced,
      this.pool.of('apps/v1', 'Deployment').synced,
      this.pool.of('apps/v1', 'ReplicaSet').synced,
    ]);
  }

  get pods(): Pod[] {
    return this.pool.of<Pod>('v1', 'Pod').list();
  }

  get namespaces(): KubernetesObject[] {
    return this.pool.of('v1', 'Namespace').list();
  }

  get volumeClaims(): VolumeClaim[] {
    return this.pool.of<VolumeClaim>('v1', 'PersistentVolumeClaim').list();
  }

  get databases(): DatabaseClaim[] {
    const kind = 'Database';
    const apiVersion = 'platform.cairn.dev/v1alpha1';
    return this.pool.of<DatabaseClaim>(apiVersion, kind).list();
  }

  workloads(kind: 'Deployment' | 'StatefulSet'): Workload[] {
    return this.pool.of<Workload>('apps/v1', kind).list();
  }

  /** What made a pod: the Deployment behind its ReplicaSet, or its owner. */
  ownerOf(pod: Pod): Owner {
    const { namespace = '', name = '' } = pod.metadata ?? {};
    const owner = pod.metadata?.ownerReferences?.find(each => each.controller);
    if (!owner) return { kind: 'Pod', name };
    if (owner.kind !== 'ReplicaSet') {
      return { kind: owner.kind, name: owner.name };
    }
    const set = this.pool
      .of<Workload>('apps/v1', 'ReplicaSet')
      .get({ namespace, name: owner.name });
    const above = set?.metadata?.ownerReferences?.find(each => each.controller);
    return above
      ? { kind: above.kind, name: above.name }
      : { kind: 'ReplicaSet', name: owner.name };
  }

  async stop(): Promise<void> {
    await this.pool.stop();
    this.client.close();
  }
}
