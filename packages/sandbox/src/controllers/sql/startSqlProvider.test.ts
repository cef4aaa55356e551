import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  eventually,
  queryAs,
  secretData,
  startTestApi,
  type TestApi,
} from '../../testApi.testUtils';
import { conditionOf, type KubernetesObject } from '../runtime';
import { sqlApiVersion } from './crds/crds';
import { type SqlProvider, startSqlProvider } from './startSqlProvider';

const namespace = 'team-sql';
const applyOptions = { fieldManager: 'test', force: true };

describe('startSqlProvider', () => {
  let api: TestApi;
  let provider: SqlProvider;
  let prefix: string;

  const start = () =>
    startSqlProvider({
      kubeconfig: api.kubeconfig,
      log: () => undefined,
      signal: new AbortController().signal,
      pollMs: 500,
    });

  beforeAll(async () => {
    api = await startTestApi();
    prefix = api.database.name;
    provider = await start();
    await provider.synced;
    for (const name of [namespace, 'team-other']) {
      await api.client.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
    }
    await writeServerSecret();
    await api.client.create(
      object('ProviderConfig', 'default', {
        sslMode: 'disable',
        credentials: {
          source: 'PostgreSQLConnectionSecret',
          connectionSecretRef: { name: 'db-conn' },
        },
      }),
    );
  });

  afterAll(async () => {
    await provider.stop();
    await api.stop();
  });

  function object(
    kind: string,
    name: string,
    spec: KubernetesObject['spec'],
    annotations: Record<string, string> = {},
  ): KubernetesObject {
    return {
      apiVersion: sqlApiVersion,
      kind,
      metadata: { name, namespace, annotations },
      spec,
    };
  }

  function managed(
    kind: string,
    name: string,
    forProvider: KubernetesObject['spec'],
    more: KubernetesObject['spec'] = {},
  ) {
    return object(
      kind,
      name,
      {
        forProvider,
        providerConfigRef: { kind: 'ProviderConfig', name: 'default' },
        ...(kind === 'Role' && {
          writeConnectionSecretToRef: { name: `${name}-conn` },
        }),
        ...more,
      },
      { 'crossplane.io/external-name': `${prefix}_${name}` },
    );
  }

  async function writeServerSecret(password?: string) {
    const url = new URL(api.database.url);
    const values = {
      username: url.username,
      password: password ?? decodeURIComponent(url.password),
      endpoint: url.hostname,
      port: url.port,
    };
    await api.client.apply(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'db-conn', namespace },
        stringData: values,
      },
      applyOptions,
    );
  }

  const find = (kind: string, name: string) =>
    api.client.find({ apiVersion: sqlApiVersion, kind, name, namespace });

  const conditionWith = (
    kind: string,
    name: string,
    type: string,
    words: string,
  ) =>
    eventually(async () => {
      const found = await find(kind, name);
      const condition = found && conditionOf(found, type);
      const text = `${condition?.status} ${condition?.reason} ${condition?.message}`;
      return text.includes(words) && condition;
    });

  const ready = (kind: string, name: string) =>
    conditionWith(kind, name, 'Ready', 'True Available');

  const gone = (kind: string, name: string) =>
    eventually(async () => !(await find(kind, name)));

  const connection = async (name: string) =>
    secretData(
      await api.client.get({
        apiVersion: 'v1',
        kind: 'Secret',
        name: `${name}-conn`,
        namespace,
      }),
    );

  async function createTenant(name: string) {
    const external = `${prefix}_${name}`;
    await api.client.create(
      managed('Role', name, { privileges: { login: true } }),
    );
    await api.client.create(managed('Database', name, { owner: external }));
    await api.client.create(
      managed('Grant', name, {
        privileges: ['ALL'],
        roleRef: { name },
        databaseRef: { name },
        revokePublicOnDb: true,
      }),
    );
    await Promise.all(
      ['Role', 'Database', 'Grant'].map(kind => ready(kind, name)),
    );
    return { external, credentials: await connection(name) };
  }

  it('makes databases with a login each that no other login can enter, and drops them', async () => {
    const one = await createTenant('one');
    const two = await createTenant('two');
    expect(one.credentials).toEqual({
      username: one.external,
      password: expect.stringMatching(/^[A-Za-z0-9]{27}$/),
      endpoint: '127.0.0.1',
      port: new URL(api.database.url).port,
    });
    await queryAs(one.credentials, one.external, 'CREATE TABLE t (a int)');
    expect(
      await queryAs(two.credentials, two.external, 'SELECT current_user AS me'),
    ).toEqual([{ me: two.external }]);
    await expect(
      queryAs(two.credentials, one.external, 'SELECT 1'),
    ).rejects.toThrow(/permission denied for database/);

    const role = await find('Role', 'one');
    expect(role?.metadata.finalizers).toEqual([
      'finalizer.managedresource.crossplane.io',
    ]);
    expect(role?.spec?.forProvider).toEqual({
      connectionLimit: -1,
      privileges: {
        bypassRls: false,
        createDb: false,
        createRole: false,
        inherit: true,
        login: true,
        replication: false,
        superUser: false,
      },
    });
    expect(role?.status?.atProvider).toEqual({
      privilegesAsClauses: [
        'NOSUPERUSER',
        'INHERIT',
        'NOCREATEDB',
        'NOCREATEROLE',
        'LOGIN',
        'NOREPLICATION',
        'NOBYPASSRLS',
      ],
    });
    expect(JSON.stringify(role)).not.toContain(one.credentials.password);
    const events = await api.client.list('v1', 'Event', { namespace });
    expect(JSON.stringify(events)).not.toContain(one.credentials.password);

    // The role goes last: until then the server refuses, and it is tried again.
    for (const kind of ['Role', 'Database', 'Grant']) {
      await api.client.delete({
        apiVersion: sqlApiVersion,
        kind,
        name: 'one',
        namespace,
      });
    }
    await Promise.all(
      ['Role', 'Database', 'Grant'].map(kind => gone(kind, 'one')),
    );
    expect(
      await api.database.query(
        'SELECT datname AS name FROM pg_database WHERE datname = $1 UNION ALL SELECT rolname FROM pg_roles WHERE rolname = $1',
        [one.external],
      ),
    ).toEqual([]);
    await eventually(
      async () =>
        !(await api.client.find({
          apiVersion: 'v1',
          kind: 'Secret',
          name: 'one-conn',
          namespace,
        })),
    );
  }, 30_000);

  it('puts back what was changed on the server, and makes again what was lost', async () => {
    const { external } = await createTenant('kept');
    await api.database.query(`ALTER ROLE "${external}" NOLOGIN CREATEDB`);
    await api.database.query(`ALTER DATABASE "${external}" OWNER TO postgres`);
    await eventually(async () => {
      const [row] = await api.database.query(
        `SELECT rolcanlogin, rolcreatedb, pg_get_userbyid(datdba) AS owner
         FROM pg_roles, pg_database WHERE rolname = $1 AND datname = $1`,
        [external],
      );
      return row?.rolcanlogin && !row.rolcreatedb && row.owner === external;
    });

    await provider.stop();
    await api.database.query(`DROP DATABASE "${external}"`);
    await api.client.patch(
      { apiVersion: sqlApiVersion, kind: 'Database', name: 'kept', namespace },
      {
        metadata: {
          annotations: {
            'crossplane.io/external-create-succeeded': '2020-01-01T00:00:00Z',
          },
        },
      },
    );
    provider = await start();
    await eventually(async () => {
      const rows = await api.database.query(
        'SELECT 1 FROM pg_database WHERE datname = $1',
        [external],
      );
      return rows.length === 1;
    });
  }, 30_000);

  it('says what is wrong, and goes on when it is mended', async () => {
    await writeServerSecret('wrong');
    await api.client.create(managed('Role', 'late', {}));
    await conditionWith(
      'Role',
      'late',
      'Synced',
      'False ReconcileError observe failed: cannot select role: pq: password authentication failed for user',
    );
    await writeServerSecret();
    await ready('Role', 'late');

    await api.client.create(
      managed('Database', 'nobodys', { owner: 'not-there' }),
    );
    await conditionWith(
      'Database',
      'nobodys',
      'Synced',
      'create failed: cannot create database: pq: role "not-there" does not exist',
    );
    await conditionWith('Database', 'nobodys', 'Ready', 'False Creating');
    await api.client.create(
      managed('Grant', 'unresolved', {
        privileges: ['CONNECT'],
        roleRef: { name: 'not-there' },
        database: 'x',
      }),
    );
    await conditionWith(
      'Grant',
      'unresolved',
      'Synced',
      'cannot resolve references: mg.Spec.ForProvider.Role: cannot get referenced resource: Role.postgresql.sql.m.crossplane.io "not-there" not found',
    );
    await api.client.create(
      managed(
        'Role',
        'adrift',
        {},
        {
          providerConfigRef: { kind: 'ProviderConfig', name: 'none' },
        },
      ),
    );
    await conditionWith(
      'Role',
      'adrift',
      'Synced',
      'connect failed: cannot get ProviderConfig: ProviderConfig.postgresql.sql.m.crossplane.io "none" not found',
    );
    const { items } = await api.client.list('v1', 'Event', { namespace });
    expect(items.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        'CannotObserveExternalResource',
        'CannotCreateExternalResource',
        'CannotResolveResourceReferences',
        'CannotConnectToProvider',
        'CreatedExternalResource',
      ]),
    );
  }, 30_000);

  it('keeps its hands off what it may only observe, and what is paused', async () => {
    await api.client.create(
      managed('Database', 'unseen', {}, { managementPolicies: ['Observe'] }),
    );
    await conditionWith(
      'Database',
      'unseen',
      'Synced',
      'False ReconcileError observe failed: external resource does not exist',
    );
    await api.client.create(
      managed(
        'Database',
        'orphan',
        {},
        {
          managementPolicies: ['Observe', 'Create', 'Update', 'LateInitialize'],
        },
      ),
    );
    await ready('Database', 'orphan');
    await api.client.delete({
      apiVersion: sqlApiVersion,
      kind: 'Database',
      name: 'orphan',
      namespace,
    });
    await gone('Database', 'orphan');
    expect(
      await api.database.query(
        'SELECT datname FROM pg_database WHERE datname = $1',
        [`${prefix}_orphan`],
      ),
    ).toHaveLength(1);

    const paused = managed('Role', 'asleep', {});
    paused.metadata.annotations = {
      ...paused.metadata.annotations,
      'crossplane.io/paused': 'true',
    };
    await api.client.create(paused);
    await conditionWith('Role', 'asleep', 'Synced', 'False ReconcilePaused');
    await api.client.patch(
      { apiVersion: sqlApiVersion, kind: 'Role', name: 'asleep', namespace },
      { metadata: { annotations: { 'crossplane.io/paused': null } } },
    );
    await ready('Role', 'asleep');
  }, 30_000);

  it('takes the password from a Secret when told to', async () => {
    const givePassword = (password: string) =>
      api.client.apply(
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'chosen', namespace },
          stringData: { password },
        },
        applyOptions,
      );
    await givePassword('first-choice');
    await api.client.create(
      managed('Role', 'chosen', {
        privileges: { login: true },
        passwordSecretRef: { name: 'chosen', key: 'password' },
      }),
    );
    await ready('Role', 'chosen');
    const logIn = async () =>
      queryAs(await connection('chosen'), 'template1', 'SELECT 1 AS one');
    await api.database.query(
      `GRANT CONNECT ON DATABASE template1 TO "${prefix}_chosen"`,
    );
    expect(await logIn()).toEqual([{ one: 1 }]);
    await givePassword('second-choice');
    await eventually(
      async () => (await connection('chosen')).password === 'second-choice',
    );
    expect(await logIn()).toEqual([{ one: 1 }]);
    await api.database.query(
      `REVOKE CONNECT ON DATABASE template1 FROM "${prefix}_chosen"`,
    );
  }, 30_000);

  it('keeps a provider configuration for as long as it is used', async () => {
    const ref = {
      apiVersion: sqlApiVersion,
      kind: 'ProviderConfig',
      name: 'default',
      namespace,
    };
    await eventually(async () => {
      const { items } = await api.client.list(
        sqlApiVersion,
        'ProviderConfigUsage',
        {
          namespace,
          labelSelector: 'crossplane.io/provider-config=default',
        },
      );
      return (await api.client.get(ref)).status?.users === items.length;
    });
    await api.client.delete(ref);
    const config = await eventually(async () => {
      const found = await api.client.get(ref);
      return conditionOf(found, 'Terminating') && found;
    });
    expect(conditionOf(config, 'Terminating')).toMatchObject({
      status: 'True',
      reason: 'InUse',
      message: 'Blocking deletion while usages still exist',
    });
  }, 30_000);
});

const fixtures =
  process.env.CAIRN_FIXTURES &&
  join(process.env.CAIRN_FIXTURES, 'crossplane/provider-sql/examples');
const describeWithFixtures =
  fixtures && existsSync(fixtures) ? describe : describe.skip;

describeWithFixtures('the published examples of provider-sql', () => {
  it('are taken unchanged', async () => {
    const api = await startTestApi();
    const provider = await startSqlProvider({
      kubeconfig: api.kubeconfig,
      log: () => undefined,
      signal: new AbortController().signal,
    });
    try {
      for (const file of ['config', 'role', 'database', 'grant']) {
        const text = readFileSync(join(fixtures ?? '', `${file}.yaml`), 'utf8');
        for (const document of parseAllDocuments(text)) {
          const manifest = document.toJS() as KubernetesObject | null;
          if (manifest) await api.client.apply(manifest, applyOptions);
        }
      }
      const { items } = await api.client.list(sqlApiVersion, 'Grant');
      expect(items).toHaveLength(13);
    } finally {
      await provider.stop();
      await api.stop();
    }
  }, 30_000);
});
