import { eventually, queryAs } from '../../__testUtils__/testApi';
import { sqlApiVersion } from './crds/crds';
import { applyOptions, namespace, SqlWorld } from './__testUtils__/SqlWorld';

describe('startSqlProvider', () => {
  let world: SqlWorld;

  beforeAll(async () => {
    world = await SqlWorld.start();
  }, 30_000);

  afterAll(async () => {
    await world.stop();
  });

  it('makes databases with a login each that no other login can enter, and drops them', async () => {
    const one = await world.createTenant('one');
    const two = await world.createTenant('two');
    expect(one.credentials).toEqual({
      username: one.external,
      password: expect.stringMatching(/^[A-Za-z0-9]{27}$/),
      endpoint: '127.0.0.1',
      port: new URL(world.api.database.url).port,
    });
    await queryAs(one.credentials, one.external, 'CREATE TABLE t (a int)');
    expect(
      await queryAs(two.credentials, two.external, 'SELECT current_user AS me'),
    ).toEqual([{ me: two.external }]);
    await expect(
      queryAs(two.credentials, one.external, 'SELECT 1'),
    ).rejects.toThrow(/permission denied for database/);

    const role = await world.find('Role', 'one');
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
    const events = await world.api.client.list('v1', 'Event', { namespace });
    expect(JSON.stringify(events)).not.toContain(one.credentials.password);

    // The role goes last: until then the server refuses, and it is tried again.
    for (const kind of ['Role', 'Database', 'Grant']) {
      await world.api.client.delete({
        apiVersion: sqlApiVersion,
        kind,
        name: 'one',
        namespace,
      });
    }
    await Promise.all(
      ['Role', 'Database', 'Grant'].map(kind => world.gone(kind, 'one')),
    );
    expect(
      await world.api.database.query(
        'SELECT datname AS name FROM pg_database WHERE datname = $1 UNION ALL SELECT rolname FROM pg_roles WHERE rolname = $1',
        [one.external],
      ),
    ).toEqual([]);
    await eventually(
      async () =>
        !(await world.api.client.find({
          apiVersion: 'v1',
          kind: 'Secret',
          name: 'one-conn',
          namespace,
        })),
    );
  }, 30_000);

  it('puts back what was changed on the server, and makes again what was lost', async () => {
    const { external } = await world.createTenant('kept');
    await world.api.database.query(`ALTER ROLE "${external}" NOLOGIN CREATEDB`);
    await world.api.database.query(
      `ALTER DATABASE "${external}" OWNER TO CURRENT_USER`,
    );
    await eventually(async () => {
      const [row] = await world.api.database.query(
        `SELECT rolcanlogin, rolcreatedb, pg_get_userbyid(datdba) AS owner
         FROM pg_roles, pg_database WHERE rolname = $1 AND datname = $1`,
        [external],
      );
      return row?.rolcanlogin && !row.rolcreatedb && row.owner === external;
    });

    await world.stopProvider();
    await world.api.database.query(`DROP DATABASE "${external}"`);
    await world.api.client.patch(
      { apiVersion: sqlApiVersion, kind: 'Database', name: 'kept', namespace },
      {
        metadata: {
          annotations: {
            'crossplane.io/external-create-succeeded': '2020-01-01T00:00:00Z',
          },
        },
      },
    );
    await world.startProvider();
    await eventually(async () => {
      const rows = await world.api.database.query(
        'SELECT 1 FROM pg_database WHERE datname = $1',
        [external],
      );
      return rows.length === 1;
    });
    await world.ready('Database', 'kept');
    expect(await world.connection('kept')).toMatchObject({
      username: external,
    });
  }, 30_000);

  it('makes a schema for a role, and never drops one that holds something', async () => {
    const { external, credentials } = await world.createTenant('shelf');
    await world.api.client.create(
      world.managed('Schema', 'shelf', {
        databaseRef: { name: 'shelf' },
        roleRef: { name: 'shelf' },
      }),
    );
    await world.ready('Schema', 'shelf');
    const schema = world.external('shelf');
    await queryAs(credentials, external, `CREATE TABLE "${schema}".t (a int)`);
    const ref = {
      apiVersion: sqlApiVersion,
      kind: 'Schema',
      name: 'shelf',
      namespace,
    };
    await world.api.client.delete(ref);
    await world.conditionWith(
      'Schema',
      'shelf',
      'Synced',
      'cannot drop schema',
    );
    await queryAs(credentials, external, `DROP TABLE "${schema}".t`);
    await world.gone('Schema', 'shelf');
    expect(
      await queryAs(
        credentials,
        external,
        `SELECT nspname FROM pg_namespace WHERE nspname = '${schema}'`,
      ),
    ).toEqual([]);
  }, 30_000);

  it('takes the password from a Secret when told to', async () => {
    const givePassword = (password: string) =>
      world.api.client.apply(
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'chosen', namespace },
          stringData: { password },
        },
        applyOptions,
      );
    await givePassword('first-choice');
    await world.api.client.create(
      world.managed('Role', 'chosen', {
        privileges: { login: true },
        passwordSecretRef: { name: 'chosen', key: 'password' },
      }),
    );
    await world.ready('Role', 'chosen');
    const logIn = async () =>
      queryAs(await world.connection('chosen'), 'template1', 'SELECT 1 AS one');
    await world.api.database.query(
      `GRANT CONNECT ON DATABASE template1 TO "${world.external('chosen')}"`,
    );
    expect(await logIn()).toEqual([{ one: 1 }]);
    await givePassword('second-choice');
    await eventually(
      async () =>
        (await world.connection('chosen')).password === 'second-choice',
    );
    expect(await logIn()).toEqual([{ one: 1 }]);
    await world.api.database.query(
      `REVOKE CONNECT ON DATABASE template1 FROM "${world.external('chosen')}"`,
    );
  }, 30_000);
});
