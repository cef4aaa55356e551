import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Account } from '../types';

/** Columns of an account under a prefix, for joins. */
export function accountColumns(alias: string, prefix: string): string {
  return ['id', 'name', 'full_name', 'email', 'kind', 'is_admin', 'created_at']
    .map(column => `${alias}.${column} AS ${prefix}${column}`)
    .join(', ');
}

/** A row with an account's columns. */
export type Row = Record<string, unknown>;

/** Reads an account of a row's prefixed columns. */
export function toAccount(row: Row, prefix = ''): Account {
  return {
    id: row[`${prefix}id`] as number,
    name: row[`${prefix}name`] as string,
    fullName: row[`${prefix}full_name`] as string,
    email: row[`${prefix}email`] as string,
    kind: row[`${prefix}kind`] as Account['kind'],
    isAdmin: row[`${prefix}is_admin`] as boolean,
    createdAt: row[`${prefix}created_at`] as Date,
  };
}

/** A signed-in browser. */
export interface Session {
  account: Account;
  /** What forms must repeat. */
  csrf: string;
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

/** People, organisations, who belongs where, tokens and sessions (as SHA-256). */
export class AccountStore {
  constructor(private readonly pool: Pool) {}

  /** Makes an account or brings it up to date. */
  async ensure(account: Omit<Account, 'id' | 'createdAt'>): Promise<Account> {
    const { rows } = await this.pool.query<Row>(
      `INSERT INTO git.accounts (name, full_name, email, kind, is_admin)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (lower(name)) DO UPDATE SET full_name = excluded.full_name,
         email = excluded.email, is_admin = excluded.is_admin
       RETURNING *`,
      [
        account.name,
        account.fullName,
        account.email,
        account.kind,
        account.isAdmin,
      ],
    );
    return toAccount(rows[0] ?? {});
  }

  async setMember(org: Account, user: Account, isOwner: boolean) {
    await this.pool.query(
      `INSERT INTO git.members VALUES ($1, $2, $3)
       ON CONFLICT (org_id, user_id) DO UPDATE SET is_owner = excluded.is_owner`,
      [org.id, user.id, isOwner],
    );
  }

  /** What somebody is in an organisation; `undefined` when no member. */
  async membership(
    org: Account,
    user: Account,
  ): Promise<{ isOwner: boolean } | undefined> {
    const { rows } = await this.pool.query<{ is_owner: boolean }>(
      'SELECT is_owner FROM git.members WHERE org_id = $1 AND user_id = $2',
      [org.id, user.id],
    );
    return rows[0] && { isOwner: rows[0].is_owner };
  }

  async find(name: string): Promise<Account | undefined> {
    const { rows } = await this.pool.query<Row>(
      'SELECT * FROM git.accounts WHERE lower(name) = lower($1)',
      [name],
    );
    return rows[0] && toAccount(rows[0]);
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    const { rows } = await this.pool.query<Row>(
      `SELECT * FROM git.accounts WHERE kind = 'user' AND lower(email) = lower($1)`,
      [email],
    );
    return rows[0] && toAccount(rows[0]);
  }

  async orgsOf(user: Account): Promise<Account[]> {
    const { rows } = await this.pool.query<Row>(
      `SELECT a.* FROM git.members m JOIN git.accounts a ON a.id = m.org_id
       WHERE m.user_id = $1 ORDER BY a.name`,
      [user.id],
    );
    return rows.map(row => toAccount(row));
  }

  async membersOf(org: Account): Promise<Account[]> {
    const { rows } = await this.pool.query<Row>(
      `SELECT a.* FROM git.members m JOIN git.accounts a ON a.id = m.user_id
       WHERE m.org_id = $1 ORDER BY a.name`,
      [org.id],
    );
    return rows.map(row => toAccount(row));
  }

  /** People whose name holds a word. */
  async searchUsers(word: string): Promise<Account[]> {
    const { rows } = await this.pool.query<Row>(
      `SELECT * FROM git.accounts WHERE kind = 'user'
       AND strpos(lower(name || ' ' || full_name), lower($1)) > 0 ORDER BY name`,
      [word],
    );
    return rows.map(row => toAccount(row));
  }

  async remove(account: Account): Promise<void> {
    await this.pool.query('DELETE FROM git.accounts WHERE id = $1', [
      account.id,
    ]);
  }

  async listOrgs(): Promise<Account[]> {
    const { rows } = await this.pool.query<Row>(
      `SELECT * FROM git.accounts WHERE kind = 'org' ORDER BY name`,
    );
    return rows.map(row => toAccount(row));
  }

  /** Makes this the only token of that name. */
  async setToken(user: Account, name: string, token: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO git.tokens (hash, user_id, name) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, name) DO UPDATE SET hash = excluded.hash`,
      [hashOf(token), user.id, name],
    );
  }

  async findByToken(token: string): Promise<Account | undefined> {
    const { rows } = await this.pool.query<Row>(
      `SELECT a.* FROM git.tokens t JOIN git.accounts a ON a.id = t.user_id
       WHERE t.hash = $1`,
      [hashOf(token)],
    );
    return rows[0] && toAccount(rows[0]);
  }

  /** Signs a browser in for a day and answers what its cookie is to hold. */
  async startSession(user: Account): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.pool.query(
      `INSERT INTO git.sessions VALUES ($1, $2, $3, now() + interval '1 day')`,
      [hashOf(secret), user.id, randomBytes(24).toString('base64url')],
    );
    return secret;
  }

  async findSession(secret: string): Promise<Session | undefined> {
    const { rows } = await this.pool.query<Row>(
      `SELECT a.*, s.csrf FROM git.sessions s JOIN git.accounts a ON a.id = s.user_id
       WHERE s.hash = $1 AND s.expires_at > now()`,
      [hashOf(secret)],
    );
    const row = rows[0];
    return row && { account: toAccount(row), csrf: row.csrf as string };
  }

  async endSession(secret: string): Promise<void> {
    await this.pool.query('DELETE FROM git.sessions WHERE hash = $1', [
      hashOf(secret),
    ]);
  }
}
