import request from 'supertest';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { MemoryClusters } from './__testUtils__/MemoryClusters';
import { ada, aService, ben, dev, nobody } from './__testUtils__/people';
import { startDeliveryBackend } from './__testUtils__/startDeliveryBackend';

const BASE = '/api/delivery';
const SHA = '234c80107c1fb6b1f0b5b04eb0ba1f7b2e2b4c5d';
const OWN = 'https://kubernetes.default.svc';

function application(
  name: string,
  options: {
    component?: string;
    project?: string;
    server?: string;
    namespace: string;
    owner?: string;
    sync?: string;
  },
): KubernetesObject {
  const at = new Date().toISOString();
  const source = {
    repoURL: 'https://git.example.org/payments/web.git',
    path: 'deploy',
    targetRevision: 'main',
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      uid: `uid-${name}`,
      labels: {
        ...(options.component && {
          'backstage.io/kubernetes-id': options.component,
        }),
        ...(options.owner && { 'cairn.dev/owner': options.owner }),
      },
    },
    spec: {
      project: options.project ?? 'default',
      source,
      destination: {
        server: options.server ?? OWN,
        namespace: options.namespace,
      },
    },
    status: {
      reconciledAt: at,
      sync: { status: options.sync ?? 'Synced', revision: SHA },
      health: { status: 'Healthy', lastTransitionTime: at },
      history: [
        {
          id: 0,
          revision: SHA,
          source,
          deployedAt: at,
          initiatedBy: { username: 'carla' },
        },
      ],
    },
  };
}

function project(name: string, owner: string): KubernetesObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: 'argocd',
      labels: { 'cairn.dev/owner': owner },
    },
  };
}

function createClusters(): MemoryClusters {
  const clusters = new MemoryClusters();
  clusters.namespace('hub', 'payments-dev', 'payments', 'dev');
  clusters.namespace('hub', 'logistics-dev', 'logistics', 'dev');
  clusters.namespace('spoke', 'payments-prod', 'payments', 'prod');
  clusters.put('hub', project('payments', 'payments'));
  clusters.put('hub', project('platform', 'platform'));
  for (const item of [
    application('web-dev', { component: 'web', namespace: 'payments-dev' }),
    application('web-prod', {
      component: 'web',
      namespace: 'payments-prod',
      server: 'https://spoke.example.org:6443/',
      sync: 'OutOfSync',
    }),
    // Its namespace is not there yet: the project says whose it is.
    application('web-pr-7', {
      component: 'web',
      namespace: 'web-pr-7',
      project: 'payments',
    }),
    // A label of its own makes it nobody's.
    application('stray', {
      namespace: 'elsewhere',
      owner: 'payments',
    }),
    application('root', { namespace: 'argocd', project: 'platform' }),
    application('routes-dev', { namespace: 'logistics-dev' }),
  ]) {
    clusters.put('hub', item);
  }
  return clusters;
}

function names(body: { items: { name: string }[] }): string[] {
  return body.items.map(({ name }) => name);
}

describe('delivery', () => {
  const clusters = createClusters();
  let world: Awaited<ReturnType<typeof startDeliveryBackend>>;

  beforeAll(async () => {
    world = await startDeliveryBackend(clusters);
  }, 60_000);
  beforeEach(() => {
    clusters.down.clear();
    world.auditor.createEvent.mockClear();
    world.audit.success.mockClear();
    world.audit.fail.mockClear();
  });

  const get = (path: string, who: typeof ada) =>
    request(world.server).get(`${BASE}${path}`).set(who);

  it('lists what the person may see and nothing else', async () => {
    const listed = async (who: typeof ada, query = '') => {
      const { status, body } = await get(`/applications${query}`, who);
      expect(status).toBe(200);
      return body;
    };
    const mine = await listed(ada);
    expect(names(mine)).toEqual(['web-dev', 'web-pr-7', 'web-prod']);
    expect(mine.items[2]).toMatchObject({
      cluster: 'hub',
      owner: 'group:default/payments',
      environment: 'prod',
      destination: { cluster: 'spoke', namespace: 'payments-prod' },
      sync: 'OutOfSync',
      deployed: [
        {
          short: '234c801',
          url: `https://git.example.org/payments/web/commit/${SHA}`,
        },
      ],
    });
    expect(names(await listed(ben))).toEqual(['routes-dev']);
    expect(names(await listed(dev))).toEqual([
      'root',
      'routes-dev',
      'stray',
      'web-dev',
      'web-pr-7',
      'web-prod',
    ]);
    // Of no team, and asking for what is foreign.
    const zoe = {
      authorization: ada.authorization.replace('ada', 'zoe'),
    };
    expect(names(await listed(zoe))).toEqual([]);
    const foreign = '?owner=group:default/logistics';
    expect(await listed(ada, foreign)).toMatchObject({ totalItems: 0 });
  });

  it('filters and pages', async () => {
    const list = async (query: string) =>
      (await get(`/applications?${query}`, dev)).body;
    expect(names(await list('sync=OutOfSync&environment=prod'))).toEqual([
      'web-prod',
    ]);
    expect(names(await list('component=web&q=234c801%20pr'))).toEqual([
      'web-pr-7',
      'web-prod',
    ]);
    const first = await list('limit=4');
    expect(first).toMatchObject({ totalItems: 6 });
    expect(names(first)).toHaveLength(4);
    const rest = await list(`limit=4&cursor=${first.nextCursor}`);
    expect(names(rest)).toEqual(['web-pr-7', 'web-prod']);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('gives the Applications of an entity, or says how it names none', async () => {
    const mine = await get('/entities/component/default/web', ada);
    expect(mine.status).toBe(200);
    expect(mine.body.selector).toEqual({
      from: 'argocd/app-selector',
      labels: { 'backstage.io/kubernetes-id': 'web' },
    });
    expect(names(mine.body)).toEqual(['web-dev', 'web-pr-7', 'web-prod']);
    expect(mine.body.items[0]).toMatchObject({
      state: { state: 'ready' },
      history: [{ by: 'carla', revisions: [{ short: '234c801' }] }],
    });
    const foreign = await get('/entities/component/default/web', ben);
    expect(names(foreign.body)).toEqual([]);
    const library = await get('/entities/component/default/library', ada);
    expect(library.body).toMatchObject({ items: [] });
    expect(library.body.selector).toBeUndefined();
    const missing = await get('/entities/component/default/nothing', ada);
    expect(missing.status).toBe(404);
  });

  it('says the same of what is missing and what is foreign', async () => {
    const path = (name: string) => `/applications/hub/argocd/${name}`;
    expect((await get(path('web-dev'), ada)).body).toMatchObject({
      name: 'web-dev',
      follows: [{ path: 'deploy', targetRevision: 'main' }],
    });
    const answers = await Promise.all(
      ['routes-dev', 'nothing'].map(name => get(path(name), ada)),
    );
    const [foreign, missing] = answers.map(({ body }) => body.error.message);
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(foreign.replace('routes-dev', 'nothing')).toBe(missing);
  });

  it('refuses what is wrong and who is nobody', async () => {
    const paths = [
      '/applications',
      '/applications/hub/argocd/web-dev',
      '/entities/component/default/web',
    ];
    for (const path of paths) {
      expect((await get(path, nobody)).status).toBe(401);
      expect((await get(path, aService)).status).toBe(403);
    }
    for (const query of ['limit=0', 'state=fine', 'cursor=never-given']) {
      const { status, body } = await get(`/applications?${query}`, ada);
      expect(status).toBe(400);
      expect(body.error.name).toBe('InputError');
    }
  });

  it('keeps answering while a cluster is away, and says that it is stale since when', async () => {
    const staleSince = '2026-11-21T08:00:00.000Z';
    clusters.down.set('hub', staleSince);
    const { status, body } = await get('/entities/component/default/web', ada);
    expect(status).toBe(200);
    expect(body.sources).toContainEqual(
      expect.objectContaining({ cluster: 'hub', state: 'stale', staleSince }),
    );
    expect(body.items[0]).toMatchObject({
      state: {
        state: 'unknown',
        sentence: 'Cluster hub cannot be read; when last seen it was in order.',
      },
      stale: { cause: 'cluster', since: staleSince },
    });
  });

  it('records every read, refused ones too', async () => {
    await get('/applications/hub/argocd/web-dev', ada);
    expect(world.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'delivery-fetch',
        meta: {
          queryType: 'by-name',
          cluster: 'hub',
          namespace: 'argocd',
          name: 'web-dev',
        },
      }),
    );
    expect(world.audit.success).toHaveBeenCalledTimes(1);
    await get('/applications/hub/argocd/web-dev', ben);
    expect(world.audit.fail).toHaveBeenCalledTimes(1);
  });

  it('tells open pages of a change, and of nothing in it', async () => {
    clusters.put(
      'spoke',
      application('late', { namespace: 'payments-prod', component: 'late' }),
    );
    const told = new Promise<void>(done =>
      world.signals.publish.mockImplementation(async () => done()),
    );
    await told;
    expect(world.signals.publish).toHaveBeenCalledWith({
      recipients: { type: 'broadcast' },
      channel: 'delivery',
      message: { change: 'applications' },
    });
  }, 20_000);
});
