import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  eventually,
  queryAs,
  startTestDatabase,
} from './__testUtils__/testApi';
import {
  claim,
  createReady,
  credentialsOf,
  TestSandbox,
} from './__testUtils__/TestSandbox';
import { conditionOf } from './controllers/runtime';

describe('serve', () => {
  let world: TestSandbox;

  beforeAll(async () => {
    world = await TestSandbox.start();
  }, 60_000);

  afterAll(async () => {
    await world.stop();
  }, 60_000);

  it('turns a claim into a database of the claimant alone, and takes it back', async () => {
    const ada = world.client('people/ada.kubeconfig');
    const ben = world.client('people/ben.kubeconfig');
    const name =
      'a-name-that-is-much-longer-than-postgres-takes-for-a-database';
    const ref = await createReady(
      ada,
      claim('payments-dev', name, {
        writeConnectionSecretToRef: { name: 'mine' },
      }),
    );
    await createReady(ben, claim('logistics-dev', 'his'));

    const mine = await credentialsOf(ada, 'payments-dev', 'mine');
    const his = await credentialsOf(ben, 'logistics-dev', 'his-connection');
    expect(Object.keys(mine).sort()).toEqual([
      'database',
      'endpoint',
      'password',
      'port',
      'username',
    ]);
    const [row] = await queryAs(
      mine,
      mine.database ?? '',
      'SELECT current_user AS me, length(current_database()) AS long',
    );
    expect(row?.me).toBe(mine.username);
    expect(Number(row?.long)).toBeLessThanOrEqual(63);
    await queryAs(mine, mine.database ?? '', 'CREATE TABLE t (a int)');

    const own = new URL(world.database.url).pathname.slice(1);
    for (const other of [mine.database ?? '', own, 'postgres', 'template1']) {
      await expect(queryAs(his, other, 'SELECT 1')).rejects.toThrow(
        /permission denied for database/,
      );
    }
    for (const statement of [
      `SET ROLE "${mine.username}"`,
      `SET ROLE "${world.database.name}_provider"`,
      'CREATE DATABASE more',
      'CREATE ROLE more',
    ]) {
      await expect(queryAs(his, his.database ?? '', statement)).rejects.toThrow(
        /permission denied/,
      );
    }
    expect(world.lines.join('\n')).not.toContain(mine.password);

    await ada.delete(ref);
    await eventually(async () => {
      const rest = await world.database.query(
        'SELECT datname AS name FROM pg_database WHERE datname = $1 UNION ALL SELECT rolname FROM pg_roles WHERE rolname = $2',
        [mine.database, mine.username],
      );
      return rest.length === 0;
    });
    await eventually(
      async () =>
        !(await ada.find({
          apiVersion: 'v1',
          kind: 'Secret',
          namespace: 'payments-dev',
          name: 'mine',
        })),
    );
    ada.close();
    ben.close();
  }, 60_000);

  it('says why an engine nobody provides does not become ready', async () => {
    const ada = world.client('people/ada.kubeconfig');
    const { metadata } = await ada.create(
      claim('payments-dev', 'other-engine', {
        engine: 'mysql',
        version: '8.4',
      }),
    );
    const ref = {
      apiVersion: 'platform.cairn.dev/v1alpha1',
      kind: 'Database',
      namespace: 'payments-dev',
      name: metadata.name ?? '',
    };
    const synced = await eventually(async () => {
      const condition = conditionOf(await ada.get(ref), 'Synced');
      return condition?.status === 'False' && condition;
    });
    expect(synced.message).toContain('key mysql is not found in map');
    await ada.delete(ref);
    ada.close();
  }, 60_000);

  it('keeps everything over a restart, and installs the platform without changing it', async () => {
    const ada = world.client('people/ada.kubeconfig');
    await createReady(ada, claim('payments-dev', 'kept'));
    const before = await credentialsOf(ada, 'payments-dev', 'kept-connection');
    ada.close();
    const versions = async () => {
      const admin = world.client('admin.kubeconfig');
      const kinds = [
        ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'cairn-portal'],
        [
          'apiextensions.crossplane.io/v1',
          'Composition',
          'databases-postgres-shared',
        ],
        ['v1', 'Namespace', 'payments-dev'],
      ];
      const found = await Promise.all(
        kinds.map(([apiVersion = '', kind = '', name = '']) =>
          admin.get({ apiVersion, kind, name }),
        ),
      );
      admin.close();
      return found.map(({ metadata }) => metadata.resourceVersion);
    };
    const installed = await versions();
    const secrets = await readFile(
      join(world.dataDir, 'oidc-client.json'),
      'utf8',
    );

    await world.halt();
    await world.startAgain();
    expect(await versions()).toEqual(installed);
    expect(
      await readFile(join(world.dataDir, 'oidc-client.json'), 'utf8'),
    ).toBe(secrets);
    const again = world.client('people/ada.kubeconfig');
    expect(
      await credentialsOf(again, 'payments-dev', 'kept-connection'),
    ).toEqual(before);
    await createReady(again, claim('payments-dev', 'made-after'));
    again.close();
  }, 60_000);

  it('names the port that is taken', async () => {
    const second = await startTestDatabase();
    await expect(world.serve(second.url)).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port: world.apiPort,
    });
    await second.stop();
  });
});
