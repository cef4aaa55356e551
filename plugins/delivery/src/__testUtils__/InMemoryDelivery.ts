import { NotFoundError } from '@backstage/errors';
import type {
  DeliveryDetail,
  DeliveryList,
  DeliveryRef,
  EntityDelivery,
} from '@cairn/plugin-delivery-common';
import type { SourceHealth } from '@cairn/plugin-platform-common';
import type { DeliveryApi } from '../api/DeliveryApi';

const sha = '234c80107c1fb6b1f0b5b04eb0ba1f7b2e2b4c5d';
const revision = {
  revision: sha,
  short: '234c801',
  url: `https://git.example.org/payments/web/commit/${sha}`,
};

/** An Application that is in order, unless a test says otherwise. */
export function detail(change: Partial<DeliveryDetail> = {}): DeliveryDetail {
  return {
    cluster: 'hub',
    namespace: 'argocd',
    name: 'web-dev',
    uid: 'uid',
    project: 'payments',
    destination: { cluster: 'hub', server: 'in-cluster', namespace: 'dev' },
    owner: 'group:default/payments',
    environment: 'dev',
    component: 'web',
    state: {
      state: 'ready',
      sentence: 'Version 234c801 runs as git says and is healthy.',
    },
    sync: 'Synced',
    health: 'Healthy',
    deployed: [revision],
    deployedAt: '2026-11-20T08:00:00Z',
    lastCompared: '2026-11-21T08:00:00Z',
    sources: [],
    automated: true,
    selfHeal: true,
    follows: [
      {
        repoUrl: 'https://git.example.org/payments/web.git',
        path: 'deploy',
        targetRevision: 'main',
      },
    ],
    desired: [revision],
    history: [
      {
        id: 3,
        revisions: [revision],
        deployedAt: '2026-11-20T08:00:00Z',
        startedAt: '2026-11-20T07:59:48Z',
        by: 'carla',
        automated: false,
      },
    ],
    conditions: [],
    resources: [],
    resourceCount: 3,
    ...change,
  };
}

/** The backend over Applications in memory. */
export class InMemoryDelivery implements DeliveryApi {
  items: DeliveryDetail[] = [];
  sources: SourceHealth[] = [];
  /** How the entity names its Applications. */
  selector: EntityDelivery['selector'] = {
    from: 'argocd/app-selector',
    labels: { 'backstage.io/kubernetes-id': 'web' },
  };
  /** While set, every question fails with it. */
  failure: Error | undefined;

  async listApplications(): Promise<DeliveryList> {
    this.#check();
    const { items, sources } = this;
    return { items, sources, totalItems: items.length };
  }

  async getApplication(ref: DeliveryRef): Promise<DeliveryDetail> {
    this.#check();
    const found = this.items.find(({ name }) => name === ref.name);
    if (!found) throw new NotFoundError('There is no such Application');
    return found;
  }

  async getEntityDelivery(): Promise<EntityDelivery> {
    this.#check();
    const { items, sources, selector } = this;
    return { ...(selector && { selector }), items, sources };
  }

  #check(): void {
    if (this.failure) throw this.failure;
  }
}
