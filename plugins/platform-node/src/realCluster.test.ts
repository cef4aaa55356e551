import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { eventually } from './__testUtils__/eventually';
import { fastWatch } from './__testUtils__/testCache';
import { ClusterConnections } from './clusters/ClusterConnections';
import { readPlatformOptions } from './config/readPlatformOptions';
import type { ClusterRequest } from './http/types';
import { isKubernetesInvalidError } from './http/KubernetesInvalidError';
import { DefaultUserKubernetesClient } from './user/DefaultUserKubernetesClient';
import { DefaultWatchCache } from './watch/DefaultWatchCache';

/**
 * Against any API server, by an identity that may do everything and impersonate:
 * CAIRN_TEST_CLUSTER_URL, CAIRN_TEST_CLUSTER_CA_FILE and CAIRN_TEST_CLUSTER_TOKEN. Everything it
 * makes has a random name and is removed.
 */
const {
  CAIRN_TEST_CLUSTER_URL: url,
  CAIRN_TEST_CLUSTER_CA_FILE: caFile,
  CAIRN_TEST_CLUSTER_TOKEN: token,
} = process.env;
const isConfigured = Boolean(url && caFile && token);
const describeWithCluster = isConfigured ? describe : describe.skip;

const run = randomBytes(4).toString('hex');
const namespace = `node-${run}`;
const group = `${run}.example.org`;
const GRASS = { group, kind: 'Grass' };
const team = `team-${run}`;

describeWithCluster('on a real API server', () => {
  let connections: ClusterConnections;
  let cache: DefaultWatchCache;
  let client: DefaultUserKubernetesClient;
  let isMember = true;

  const send = (request: ClusterRequest) =>
    connections.get('real').connection.request(request);
  const make = (path: string, body: object) =>
    send({ method: 'POST', path, body });

  const grass = (spec: object) => ({
    apiVersion: `${group}/v1`,
    kind: 'Grass',
    metadata: { name: 'a', namespace },
    spec,
  });
  const credentials = mockCredentials.user('user:default/ada');
  const where = { cluster: 'real', namespace };

  beforeAll(async () => {
    const options = readPlatformOptions(new ConfigReader({}));
    connections = ClusterConnections.create(
      [
        {
          name: 'real',
          url: url ?? '',
          ca: caFile && readFileSync(caFile, 'utf8'),
          token,
          skipTLSVerify: false,
        },
      ],
      options,
    );
    cache = DefaultWatchCache.create({
      connections,
      watch: { ...options.watch, ...fastWatch },
      logger: mockServices.logger.mock(),
    });
    client = DefaultUserKubernetesClient.create({
      connections,
      people: {
        getPerson: async ({ principal }) => ({
          userRef: principal.userEntityRef,
          groupRefs: isMember ? [`group:default/${team}`] : [],
        }),
      },
      prefix: 'cairn:',
      readTimeout: 10_000,
    });
    await make('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    await make(`${rbac}/roles`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'team' },
      rules: [
        { apiGroups: [group], resources: ['grasses'], verbs: ['*'] },
        { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] },
      ],
    });
    await make(`${rbac}/rolebindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'team' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'Role',
        name: 'team',
      },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name: `cairn:${team}`,
        },
      ],
    });
  });

  afterAll(async () => {
    await send({
      method: 'DELETE',
      path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/grasses.${group}`,
    }).catch(() => {});
    await send({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` });
    await cache.stop();
    connections.close();
  });

  it('picks up a kind with an unusual plural when it is installed', async () => {
    expect((await cache.list(GRASS)).sources[0]).toMatchObject({
      state: 'synced',
      missing: true,
    });
    await make('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `grasses.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind: 'Grass', plural: 'grasses', singular: 'grass' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    properties: {
                      height: { type: 'integer', maximum: 9 },
                      colour: { type: 'string', default: 'green' },
                    },
                  },
                },
              },
            },
          },
        ],
      },
    });
    await eventually(async () => {
      const { sources } = await cache.list(GRASS);
      expect(sources[0]).toMatchObject({
        state: 'synced',
        resource: `grasses.${group}`,
      });
      expect(sources[0]).not.toHaveProperty('missing');
    }, 30_000);
  }, 40_000);

  it('acts as the person: the cluster decides', async () => {
    const options = { cluster: 'real', credentials };
    const dry = await client.apply(grass({ height: 1 }), {
      ...options,
      dryRun: true,
      createOnly: true,
    });
    expect(dry.object.spec).toEqual({ height: 1, colour: 'green' });
    isMember = false;
    await expect(
      client.apply(grass({ height: 1 }), options),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    await expect(
      client.can({ ...where, ...GRASS, verb: 'create' }, { credentials }),
    ).resolves.toBe(false);
    isMember = true;
    await expect(
      client.can({ ...where, ...GRASS, verb: 'create' }, { credentials }),
    ).resolves.toBe(true);
    const made = await client.apply(grass({ height: 1 }), {
      ...options,
      createOnly: true,
    });
    expect(made.object.metadata.uid).toBeDefined();
    expect(made.object.metadata).not.toHaveProperty('managedFields');
    await expect(
      client.apply(grass({ height: 2 }), { ...options, createOnly: true }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    const invalid: unknown = await client
      .apply(grass({ height: 10 }), options)
      .catch((error: unknown) => error);
    expect(isKubernetesInvalidError(invalid) && invalid.causes).toEqual([
      expect.objectContaining({ field: 'spec.height' }),
    ]);
    await eventually(async () => {
      const { items } = await cache.list({ ...GRASS, namespaces: [namespace] });
      expect(items.map(({ object }) => object)).toEqual([made.object]);
    });
  });

  it('says whose field it is, and deletes only the object that was meant', async () => {
    await send({
      method: 'PATCH',
      path: `/apis/${group}/v1/namespaces/${namespace}/grasses/a`,
      query: { fieldManager: 'someone', force: 'true' },
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: grass({ height: 3 }),
    });
    await expect(
      client.apply(grass({ height: 4 }), { cluster: 'real', credentials }),
    ).rejects.toThrow('.spec.height is set by someone');
    const ref = { ...where, ...GRASS, name: 'a' };
    const { metadata } = await client.get(ref, { credentials });
    await expect(
      client.delete({ ...ref, uid: 'another' }, { credentials }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    await client.delete({ ...ref, uid: metadata.uid ?? '' }, { credentials });
    await expect(client.get(ref, { credentials })).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await eventually(async () => {
      expect((await cache.list(GRASS)).items).toEqual([]);
    });
  });

  it('sees that a Secret is there, never what is in it', async () => {
    await make(`/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'conn' },
      stringData: { password: 'hunter2' },
    });
    const secret = { ...where, group: '', kind: 'Secret' };
    const one = await client.get({ ...secret, name: 'conn' }, { credentials });
    const all = await client.list(secret, { credentials });
    expect(one).toMatchObject({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'conn' },
    });
    expect(Object.keys(one)).toEqual(['apiVersion', 'kind', 'metadata']);
    expect(JSON.stringify(all)).not.toMatch(/hunter2|aHVudGVyMg|"data"/);
  });

  it('follows renewed watches, and notices when the kind is removed', async () => {
    for (let height = 0; height < 9; height += 1) {
      await client.apply(grass({ height }), {
        cluster: 'real',
        credentials,
        force: true,
      });
      await new Promise(resolve => {
        setTimeout(resolve, 500);
      });
    }
    const { object } = await client.apply(grass({ height: 9 }), {
      cluster: 'real',
      credentials,
    });
    await eventually(async () => {
      const { items } = await cache.list(GRASS);
      expect(items.map(item => item.object)).toEqual([object]);
    });
    await send({
      method: 'DELETE',
      path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/grasses.${group}`,
    });
    await eventually(async () => {
      const { items, sources } = await cache.list(GRASS);
      expect(items).toEqual([]);
      expect(sources[0]).toMatchObject({ missing: true });
    }, 30_000);
  }, 60_000);
});
