import type { ConnectionInfo } from '@cairn/plugin-claims-common';

/** One way to use the credentials, by the name of their Secret only. */
export interface ConnectSnippet {
  id: string;
  label: string;
  /** What to do with it, in a sentence. */
  sentence: string;
  code: string;
}

/** PostgreSQL's own environment variables; every driver based on libpq's rules reads them. */
const postgresVariables: Record<string, string> = {
  endpoint: 'PGHOST',
  port: 'PGPORT',
  username: 'PGUSER',
  password: 'PGPASSWORD',
  database: 'PGDATABASE',
};

function variableFor(engine: string, key: string): string {
  const known = engine === 'postgres' ? postgresVariables[key] : undefined;
  return known ?? `DB_${key.toLocaleUpperCase('en-US').replace(/\W/g, '_')}`;
}

function environmentSnippet(
  engine: string,
  connection: ConnectionInfo,
): ConnectSnippet {
  const { keys, secretName } = connection;
  const lines = keys.flatMap(key => [
    `  - name: ${variableFor(engine, key)}`,
    `    valueFrom: { secretKeyRef: { name: ${secretName}, key: ${key} } }`,
  ]);
  return {
    id: 'environment',
    label: 'Deployment',
    sentence: 'Put this into the container of your Deployment.',
    code: ['env:', ...lines].join('\n'),
  };
}

function psqlSnippet(connection: ConnectionInfo): ConnectSnippet {
  const { namespace, secretName } = connection;
  const variables = Object.entries(postgresVariables).map(
    ([key, variable]) => `${variable}="$(key ${key})"`,
  );
  return {
    id: 'psql',
    label: 'psql',
    sentence:
      'Run this in a shell with your own access to the cluster; the values stay in that shell.',
    code: [
      'key() {',
      `  kubectl --namespace ${namespace} get secret ${secretName} \\`,
      '    --output "go-template={{index .data \\"$1\\" | base64decode}}"',
      '}',
      `${variables.join(' \\\n  ')} \\`,
      '  psql',
    ].join('\n'),
  };
}

const driverSentence =
  'With the variables of the Deployment, the driver finds everything by itself.';

const postgresDrivers: ConnectSnippet[] = [
  {
    id: 'node',
    label: 'Node',
    sentence: driverSentence,
    code: [
      "import { Pool } from 'pg';",
      '',
      '// Reads PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE.',
      'const pool = new Pool();',
      "const { rows } = await pool.query('select now()');",
    ].join('\n'),
  },
  {
    id: 'go',
    label: 'Go',
    sentence: driverSentence,
    code: [
      'import "github.com/jackc/pgx/v5/pgxpool"',
      '',
      '// Reads PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE.',
      'pool, err := pgxpool.New(ctx, "")',
    ].join('\n'),
  },
  {
    id: 'java',
    label: 'Java',
    sentence:
      'JDBC does not read these variables by itself, so they are named here.',
    code: [
      'String url = "jdbc:postgresql://%s:%s/%s".formatted(',
      '    System.getenv("PGHOST"),',
      '    System.getenv("PGPORT"),',
      '    System.getenv("PGDATABASE"));',
      'Connection connection = DriverManager.getConnection(',
      '    url, System.getenv("PGUSER"), System.getenv("PGPASSWORD"));',
    ].join('\n'),
  },
  {
    id: 'python',
    label: 'Python',
    sentence: driverSentence,
    code: [
      'import psycopg',
      '',
      '# Reads PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE.',
      'with psycopg.connect("") as connection:',
      '    connection.execute("select now()")',
    ].join('\n'),
  },
];

/**
 * How to use a database's credentials. No snippet holds a value: each names the Secret, or the
 * variables that a container gets from it.
 */
export function connectSnippets(
  engine: string,
  connection: ConnectionInfo,
): ConnectSnippet[] {
  const environment = environmentSnippet(engine, connection);
  const complete = Object.keys(postgresVariables).every(key =>
    connection.keys.includes(key),
  );
  if (engine !== 'postgres' || !complete) return [environment];
  return [environment, psqlSnippet(connection), ...postgresDrivers];
}
