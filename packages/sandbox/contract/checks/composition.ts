import { setTimeout } from 'node:timers/promises';
import { queryAs } from '../../src/__testUtils__/testApi';
import type { Cluster } from '../support/Cluster';
import type { Answer, Body } from '../support/connection';
import { itemsOf, metadataOf } from '../support/shapes';
import { itWith } from '../support/target';

const CROSSPLANE = '/apis/apiextensions.crossplane.io';

/** Whether a condition of an object is true. */
export function isTrue(answer: Answer, type: string): boolean {
  const { conditions = [] } = (answer.body.status ?? {}) as {
    conditions?: Body[];
  };
  return conditions.some(one => one.type === type && one.status === 'True');
}

/** How long a login may still work after its database was deleted. */
const GONE_WITHIN_MS = 20_000;

/** Waits until a login is refused. @throws Error when it still works after 20 seconds */
async function refused(login: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + GONE_WITHIN_MS;
  for (;;) {
    const works = await login().then(
      () => true,
      () => false,
    );
    if (!works) return;
    if (Date.now() > deadline) throw new Error('The login still works.');
    await setTimeout(100);
  }
}

/** Composition of resources, down to what is in the Secret. */
export function composition(cluster: Cluster): void {
  const withComposition = itWith('composition');
  const withSql = itWith('sql');

  describe('composition', () => {
    const group = `xr-${cluster.suffix}.contract.example.org`;
    const definition = {
      apiVersion: 'apiextensions.crossplane.io/v2',
      kind: 'CompositeResourceDefinition',
      metadata: { name: `accesses.${group}` },
      spec: {
        scope: 'Namespaced',
        group,
        names: { kind: 'Access', plural: 'accesses' },
        versions: [
          {
            name: 'v1alpha1',
            served: true,
            referenceable: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    required: ['user'],
                    properties: { user: { type: 'string' } },
                  },
                  status: {
                    type: 'object',
                    properties: { secretName: { type: 'string' } },
                  },
                },
              },
            },
          },
        ],
      },
    };
    const recipe = {
      apiVersion: 'apiextensions.crossplane.io/v1',
      kind: 'Composition',
      metadata: { name: `accesses.${group}` },
      spec: {
        compositeTypeRef: { apiVersion: `${group}/v1alpha1`, kind: 'Access' },
        mode: 'Pipeline',
        pipeline: [
          {
            step: 'secret',
            functionRef: { name: 'function-patch-and-transform' },
            input: {
              apiVersion: 'pt.fn.crossplane.io/v1beta1',
              kind: 'Resources',
              resources: [
                {
                  name: 'secret',
                  base: {
                    apiVersion: 'v1',
                    kind: 'Secret',
                    type: 'Opaque',
                    stringData: { origin: 'composed' },
                  },
                  patches: [
                    {
                      type: 'FromCompositeFieldPath',
                      fromFieldPath: 'spec.user',
                      toFieldPath: 'stringData.user',
                      transforms: [
                        {
                          type: 'string',
                          string: { type: 'Format', fmt: 'team-%s' },
                        },
                      ],
                    },
                    {
                      type: 'ToCompositeFieldPath',
                      fromFieldPath: 'metadata.name',
                      toFieldPath: 'status.secretName',
                    },
                  ],
                  readinessChecks: [{ type: 'None' }],
                },
              ],
            },
          },
        ],
      },
    };
    let accesses: string;
    let core: string;

    const declare = async () => {
      const namespace = await cluster.namespace('composed');
      core = `/api/v1/namespaces/${namespace}`;
      accesses = `/apis/${group}/v1alpha1/namespaces/${namespace}/accesses`;
      await cluster.make(
        `${CROSSPLANE}/v2/compositeresourcedefinitions`,
        definition,
      );
      await cluster.make(`${CROSSPLANE}/v1/compositions`, recipe);
      await cluster.until(accesses, answer => answer.status === 200);
    };
    const secretOf = async (name: string) => {
      const { body } = await cluster.until(`${accesses}/${name}`, answer =>
        isTrue(answer, 'Ready'),
      );
      const { secretName } = body.status as { secretName: string };
      return { xr: body, path: `${core}/secrets/${secretName}` };
    };

    withComposition('turns a definition into a kind of its own', async () => {
      await declare();
      const { body } = await cluster.until(
        `${CROSSPLANE}/v2/compositeresourcedefinitions/accesses.${group}`,
        answer => isTrue(answer, 'Established'),
      );
      expect(metadataOf(body).name).toBe(`accesses.${group}`);
    });

    withComposition('composes the Secret an XR asks for', async () => {
      const created = await cluster.post(accesses, {
        apiVersion: `${group}/v1alpha1`,
        kind: 'Access',
        metadata: { name: 'one' },
        spec: { user: 'ada' },
      });
      expect(created.status).toBe(201);
      const { xr, path } = await secretOf('one');
      const { body } = await cluster.get(path);
      expect(body).toMatchObject({
        data: {
          user: Buffer.from('team-ada').toString('base64'),
          origin: Buffer.from('composed').toString('base64'),
        },
        metadata: {
          labels: { 'crossplane.io/composite': 'one' },
          ownerReferences: [
            {
              kind: 'Access',
              name: 'one',
              controller: true,
              uid: metadataOf(xr).uid,
            },
          ],
        },
      });
    });

    withComposition('heals what it composed', async () => {
      const { path } = await secretOf('one');
      await cluster.patch(path, 'merge', {
        data: { user: Buffer.from('mallory').toString('base64') },
      });
      const healed = await cluster.until(path, answer =>
        answer.text.includes(Buffer.from('team-ada').toString('base64')),
      );
      expect(healed.status).toBe(200);
    });

    withComposition('takes what it composed with the XR', async () => {
      const { path } = await secretOf('one');
      await cluster.remove(`${accesses}/one`);
      await cluster.gone(`${accesses}/one`);
      await cluster.gone(path);
      expect(itemsOf(await cluster.get(accesses))).toEqual([]);
    });
  });

  describe('databases', () => {
    withSql('become real, with a Secret that opens them', async () => {
      const namespace = await cluster.namespace('databases');
      const databases = `/apis/platform.cairn.dev/v1alpha1/namespaces/${namespace}/databases`;
      await cluster.make(databases, {
        apiVersion: 'platform.cairn.dev/v1alpha1',
        kind: 'Database',
        metadata: { name: 'orders' },
        spec: { writeConnectionSecretToRef: { name: 'orders-login' } },
      });
      await cluster.until(`${databases}/orders`, answer =>
        isTrue(answer, 'Ready'),
      );
      const { body } = await cluster.until(
        `/api/v1/namespaces/${namespace}/secrets/orders-login`,
        answer => answer.status === 200,
      );
      const data = Object.fromEntries(
        Object.entries(body.data as Record<string, string>).map(
          ([key, value]) => [key, Buffer.from(value, 'base64').toString()],
        ),
      );
      expect(Object.keys(data).sort()).toEqual([
        'database',
        'endpoint',
        'password',
        'port',
        'username',
      ]);
      const [row] = await queryAs(data, data.database, 'SELECT current_user');
      expect(row.current_user).toBe(data.username);
      await cluster.remove(`${databases}/orders`);
      await cluster.gone(`${databases}/orders`);
      // The database goes after what was composed of it, in the background.
      await refused(() => queryAs(data, data.database, 'SELECT 1'));
    });
  });
}
