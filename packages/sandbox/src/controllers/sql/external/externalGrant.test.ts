import { sqlApiVersion } from '../crds/crds';
import { namespace, SqlWorld } from '../__testUtils__/SqlWorld';
import { eventually, queryAs } from '../../../__testUtils__/testApi';

const forms = [
  {
    name: 'schema',
    forProvider: { privileges: ['ALL'], withOption: 'GRANT', schema: 'Odd "s' },
    has: `has_schema_privilege($1, 'Odd "s', 'CREATE WITH GRANT OPTION')`,
  },
  {
    name: 'table',
    forProvider: {
      privileges: ['SELECT', 'INSERT'],
      schema: 'public',
      tables: ['test_table', 'Other'],
    },
    has: `has_table_privilege($1, 'test_table', 'SELECT')
      AND has_table_privilege($1, '"Other"', 'INSERT')`,
  },
  {
    name: 'whole-table',
    forProvider: {
      privileges: ['ALL'],
      schema: 'public',
      tables: ['whole_table'],
    },
    has: `has_table_privilege($1, 'whole_table', 'TRUNCATE')`,
  },
  {
    name: 'sequence',
    forProvider: {
      privileges: ['ALL'],
      schema: 'public',
      sequences: ['test_sequence_1', 'test_sequence_2'],
    },
    has: `has_sequence_privilege($1, 'test_sequence_1', 'USAGE')
      AND has_sequence_privilege($1, 'test_sequence_2', 'UPDATE')`,
  },
  {
    name: 'routine',
    forProvider: {
      privileges: ['ALL'],
      schema: 'public',
      routines: [
        { name: 'test_procedure', args: ['TEXT', 'INTEGER'] },
        { name: 'test_function' },
      ],
    },
    has: `has_function_privilege($1, 'test_procedure(text, int)', 'EXECUTE')
      AND has_function_privilege($1, 'test_function()', 'EXECUTE')`,
  },
  {
    name: 'column',
    forProvider: {
      privileges: ['UPDATE'],
      schema: 'public',
      tables: ['test_table_column'],
      columns: ['test_column'],
    },
    has: `has_column_privilege($1, 'test_table_column', 'test_column', 'UPDATE')`,
  },
  {
    name: 'foreign-data-wrapper',
    forProvider: {
      privileges: ['USAGE'],
      foreignDataWrappers: ['test_foreign_data_wrapper'],
    },
    has: `has_foreign_data_wrapper_privilege($1, 'test_foreign_data_wrapper', 'USAGE')`,
  },
  {
    name: 'foreign-server',
    forProvider: {
      privileges: ['USAGE'],
      foreignServers: ['test_foreign_server'],
    },
    has: `has_server_privilege($1, 'test_foreign_server', 'USAGE')`,
  },
];

const objects = `
  CREATE SCHEMA "Odd ""s";
  CREATE TABLE test_table (id int);
  CREATE TABLE "Other" (id int);
  CREATE TABLE whole_table (id int);
  CREATE TABLE test_table_column (test_column int);
  CREATE SEQUENCE test_sequence_1;
  CREATE SEQUENCE test_sequence_2;
  CREATE PROCEDURE test_procedure(a text, b int) LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION test_function() RETURNS int LANGUAGE sql AS 'SELECT 1';
  REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC;
  CREATE FOREIGN DATA WRAPPER test_foreign_data_wrapper;
  CREATE SERVER test_foreign_server FOREIGN DATA WRAPPER test_foreign_data_wrapper;`;

describe('externalGrant', () => {
  let world: SqlWorld;
  let database: string;
  let role: string;

  /** Runs statements as the superuser in the database of the grants. */
  const inDatabase = (text: string) => {
    const url = new URL(world.api.database.url);
    return queryAs(
      {
        endpoint: url.hostname,
        port: url.port,
        username: url.username,
        password: decodeURIComponent(url.password),
      },
      database,
      text,
    );
  };
  const holds = async (has: string) => {
    const [row] = await inDatabase(
      `SELECT ${has.replaceAll('$1', `'${role}'`)} AS held`,
    );
    return row?.held;
  };
  const grant = (name: string, forProvider: Record<string, unknown>) =>
    world.api.client.create(
      world.managed('Grant', name, {
        database,
        roleRef: { name: 'reader' },
        ...JSON.parse(JSON.stringify(forProvider)),
      }),
    );
  const remove = (kind: string, name: string) =>
    world.api.client.delete({
      apiVersion: sqlApiVersion,
      kind,
      name,
      namespace,
    });

  beforeAll(async () => {
    world = await SqlWorld.start();
    database = world.external('shop');
    role = world.external('reader');
    await world.api.client.create(world.managed('Role', 'reader', {}));
    await world.api.client.create(world.managed('Database', 'shop', {}));
    await world.ready('Role', 'reader');
    await world.ready('Database', 'shop');
    await inDatabase(objects);
  }, 60_000);

  afterAll(async () => {
    await world.stop();
  });

  it.each(forms)(
    'grants privileges on a $name and takes them back',
    async ({ name, forProvider, has }) => {
      expect(await holds(has)).toBe(false);
      await grant(name, forProvider);
      await world.ready('Grant', name);
      expect(await holds(has)).toBe(true);
      await remove('Grant', name);
      await world.gone('Grant', name);
      expect(await holds(has)).toBe(false);
    },
    30_000,
  );

  it('says what the server says of a table that is not there, and grants once it is', async () => {
    await grant('late', {
      privileges: ['SELECT'],
      schema: 'public',
      tables: ['late_table'],
    });
    const condition = await world.conditionWith(
      'Grant',
      'late',
      'Synced',
      'False',
    );
    expect(condition.message).toBe(
      'create failed: cannot create grant: pq: relation "public.late_table" does not exist',
    );
    await inDatabase('CREATE TABLE late_table (id int)');
    await world.ready('Grant', 'late');
    expect(await holds(`has_table_privilege($1, 'late_table', 'SELECT')`)).toBe(
      true,
    );
    // Taken away behind its back, it is granted again.
    await inDatabase(`REVOKE SELECT ON late_table FROM "${role}"`);
    await world.api.client.patch(
      { apiVersion: sqlApiVersion, kind: 'Grant', name: 'late', namespace },
      {
        metadata: {
          annotations: {
            'crossplane.io/external-create-succeeded': '2020-01-01T00:00:00Z',
          },
        },
      },
    );
    await eventually(() =>
      holds(`has_table_privilege($1, 'late_table', 'SELECT')`),
    );
    await remove('Grant', 'late');
    await world.gone('Grant', 'late');
  }, 60_000);

  it('refuses fields that make no form of grant', async () => {
    await grant('mixed', {
      privileges: ['SELECT'],
      schema: 'public',
      tables: ['test_table'],
      sequences: ['test_sequence_1'],
    });
    const { message } = await world.conditionWith(
      'Grant',
      'mixed',
      'Synced',
      'False',
    );
    expect(message).toContain(
      'cannot identify grant type based on passed params',
    );
  }, 30_000);

  it('lets the database go first, and a grant in it after', async () => {
    await grant('inside', {
      privileges: ['SELECT'],
      schema: 'public',
      tables: ['test_table'],
    });
    await world.ready('Grant', 'inside');
    await remove('Database', 'shop');
    await world.gone('Database', 'shop');
    await remove('Grant', 'inside');
    await world.gone('Grant', 'inside');
    expect(
      await world.api.database.query(
        'SELECT 1 FROM pg_database WHERE datname = $1',
        [database],
      ),
    ).toEqual([]);
  }, 60_000);
});
