import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { TestDatabase } from '../../../__testUtils__/testApi';
import type { SqlState } from './RecordedProvider';
import { ServerGate } from './ServerGate';

/** Names on the recorded server, longest first: one may begin with another. */
const NAMES = [
  'app-on-appdb',
  'reader-conn',
  'app-conn',
  'badowner',
  'badgrant',
  'norefyet',
  'already',
  'app-pw',
  'reader',
  'unseen',
  'appdb',
  'seen',
  'kept',
  'app',
];
const NAME = new RegExp(`(?<![\\w./-])(${NAMES.join('|')})(?![\\w-])`, 'g');

/**
 * The real PostgreSQL of the tests, seen as the server of a recording: with an administrator of its own, names nobody else
 * has, and a port that can be closed.
 */
export class ReplayedServer {
  private session: Client | undefined;
  private readonly passwords: Record<string, string> = {
    '<wrong>': secret(),
    '<first>': secret(),
    '<second>': secret(),
    '<chosen>': secret(),
    // As long as the one in the recording.
    '<chosen again>': 'wholly-new-password',
  };

  private constructor(
    private readonly database: TestDatabase,
    private readonly gate: ServerGate,
    /** The tests' database drops whatever begins like its own name, `_` standing for any character. */
    private readonly prefix: string,
    private readonly locale: Record<string, unknown>,
  ) {}

  static async start(database: TestDatabase): Promise<ReplayedServer> {
    const { hostname, port } = new URL(database.url);
    const gate = await ServerGate.open({ host: hostname, port: Number(port) });
    const [locale] = await database.query(
      `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate AS "lcCollate", datctype AS "lcCType"
       FROM pg_database WHERE datname = 'template1'`,
    );
    const prefix = `${database.name.replaceAll('_', '-')}-`;
    const server = new ReplayedServer(database, gate, prefix, locale ?? {});
    await database.query(
      `CREATE ROLE ${escapeIdentifier(
        server.administrator,
      )} SUPERUSER LOGIN PASSWORD ${escapeLiteral(
        server.passwords['<first>'],
      )}`,
    );
    return server;
  }

  async stop(): Promise<void> {
    await this.closeSession();
    await this.gate.stop();
  }

  private get administrator(): string {
    return `${this.prefix}postgres`;
  }

  /** Names, port and passwords of this server instead of the recorded ones. */
  inOwnWords(text: string): string {
    return Object.entries(this.passwords)
      .reduce((all, [mark, value]) => all.replaceAll(mark, value), text)
      .replace(NAME, `${this.prefix}$1`)
      .replace(/username: postgres\b/, `username: ${this.administrator}`)
      .replace(/port: "5432"/, `port: "${this.gate.port}"`);
  }

  /** The other way round. */
  inRecordedWords(text: string): string {
    return Object.entries(this.locale)
      .reduce(
        (all, [field, value]) =>
          all.replaceAll(
            `"${field}":"${value}"`,
            `"${field}":"${field === 'encoding' ? 'UTF8' : 'C.UTF-8'}"`,
          ),
        text,
      )
      .replaceAll(this.prefix, '')
      .replaceAll(`127.0.0.1:${this.gate.port}`, '127.0.0.1:5432');
  }

  /** Stops and starts the server, as far as the provider can see. */
  async setRunning(isRunning: boolean): Promise<void> {
    if (isRunning) await this.gate.start();
    else await this.gate.stop();
  }

  /** Runs a recorded statement as the administrator. */
  async psql(statement: string): Promise<void> {
    const text = Object.entries(this.passwords)
      .reduce((all, [mark, value]) => all.replaceAll(mark, value), statement)
      .replace(NAME, `"${this.prefix}$1"`)
      .replace(
        /\b(role|to) postgres\b/,
        `$1 ${escapeIdentifier(this.administrator)}`,
      );
    const owned = /^create database/.test(text)
      ? `${text} OWNER ${escapeIdentifier(this.administrator)}`
      : text;
    await this.database.query(owned);
  }

  /** What psql would say of a login with the content of a connection Secret. */
  async login(credentials: Record<string, string>): Promise<string> {
    const client = this.client(credentials);
    try {
      await client.connect();
      const { rows } = await client.query(
        "SELECT current_user || ' | ' || current_database() AS who",
      );
      return this.inRecordedWords(String(rows[0].who));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return `psql: error: connection to server at "127.0.0.1", port 5432 failed: FATAL:  ${this.inRecordedWords(
        message,
      )}`;
    } finally {
      await client.end();
    }
  }

  /** Opens a session that keeps the database from being dropped. */
  async openSession(): Promise<void> {
    const url = new URL(this.database.url);
    this.session = this.client({
      username: url.username,
      password: decodeURIComponent(url.password),
    });
    await this.session.connect();
  }

  async closeSession(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.end();
  }

  private client(credentials: Record<string, string>): Client {
    const { hostname, port } = new URL(this.database.url);
    const client = new Client({
      host: hostname,
      port: Number(port),
      user: credentials.username,
      password: credentials.password,
      database: `${this.prefix}appdb`,
    });
    client.on('error', () => undefined);
    return client;
  }

  /** What there is now, in the form and words of the recording. */
  async state(): Promise<SqlState> {
    const { prefix, database } = this;
    const lines = async (text: string) =>
      (await database.query(text, [prefix]))
        .map(row =>
          this.inRecordedWords(
            Object.values(row).join(' | ').replace(/\\?"/g, ''),
          ).trimEnd(),
        )
        .sort();
    return {
      databases: await lines(
        `SELECT datname, pg_get_userbyid(datdba) AS owner, coalesce(datacl::text, '') AS acl, datconnlimit,
           left(datallowconn::text, 1) AS open, left(datistemplate::text, 1) AS template
         FROM pg_database WHERE starts_with(datname, $1)`,
      ),
      roles: await lines(
        `SELECT rolname, ${[
          'rolsuper',
          'rolinherit',
          'rolcreatedb',
          'rolcreaterole',
          'rolcanlogin',
          'rolreplication',
          'rolbypassrls',
        ]
          .map(column => `left(${column}::text, 1) AS ${column}`)
          .join(', ')}, rolconnlimit, coalesce(rolconfig::text, '') AS config,
           CASE WHEN rolcanlogin AND EXISTS (
             SELECT 1 FROM pg_authid a WHERE a.oid = r.oid AND a.rolpassword IS NOT NULL
           ) THEN 't' ELSE '' END AS password
         FROM pg_roles r WHERE starts_with(rolname, $1) AND rolname <> $1 || 'postgres'`,
      ),
      memberships: await lines(
        `SELECT r.rolname, m.rolname AS member, admin_option
         FROM pg_auth_members JOIN pg_authid r ON r.oid = roleid JOIN pg_authid m ON m.oid = member
         WHERE starts_with(r.rolname, $1)`,
      ),
    };
  }
}

function secret(): string {
  return randomBytes(12).toString('hex');
}
