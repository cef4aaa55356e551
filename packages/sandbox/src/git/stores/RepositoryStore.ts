import type { Pool } from 'pg';
import type { Account, CommitStatus, Repository } from '../types';
import { accountColumns, type Row, toAccount } from './AccountStore';

const SELECT = `SELECT r.*, ${accountColumns('o', 'owner_')}
  FROM git.repositories r JOIN git.accounts o ON o.id = r.owner_id`;

function toRepository(row: Row): Repository {
  return {
    id: row.id as number,
    owner: toAccount(row, 'owner_'),
    name: row.name as string,
    description: row.description as string,
    isPrivate: row.is_private as boolean,
    defaultBranch: row.default_branch as string,
    archived: row.archived as boolean,
    archivedAt: (row.archived_at as Date | null) ?? undefined,
    website: row.website as string,
    creatorId: (row.creator_id as number | null) ?? undefined,
    createdAt: row.created_at as Date,
    updatedAt: row.updated_at as Date,
  };
}

/** Records of repositories and what CI said of their commits. */
export class RepositoryStore {
  constructor(private readonly pool: Pool) {}

  /** @returns undefined when the owner has one of that name already */
  async create(
    made: Pick<
      Repository,
      'owner' | 'name' | 'description' | 'isPrivate' | 'defaultBranch'
    > & { creator: Account },
  ): Promise<Repository | undefined> {
    const { rows } = await this.pool.query<{ id: number }>(
      `INSERT INTO git.repositories (owner_id, name, description, is_private, default_branch, creator_id)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (owner_id, lower(name)) DO NOTHING RETURNING id`,
      [
        made.owner.id,
        made.name,
        made.description,
        made.isPrivate,
        made.defaultBranch,
        made.creator.id,
      ],
    );
    return rows[0] && this.get(rows[0].id);
  }

  async get(id: number): Promise<Repository | undefined> {
    const { rows } = await this.pool.query<Row>(`${SELECT} WHERE r.id = $1`, [
      id,
    ]);
    return rows[0] && toRepository(rows[0]);
  }

  async find(owner: string, name: string): Promise<Repository | undefined> {
    const { rows } = await this.pool.query<Row>(
      `${SELECT} WHERE lower(o.name) = lower($1) AND lower(r.name) = lower($2)`,
      [owner, name],
    );
    return rows[0] && toRepository(rows[0]);
  }

  /** Repositories by name: of one owner, or whose name holds a word. */
  async list(
    filter: { owner?: Account; word?: string } = {},
  ): Promise<Repository[]> {
    const { rows } = await this.pool.query<Row>(
      `${SELECT} WHERE ($1::int IS NULL OR r.owner_id = $1)
       AND ($2::text IS NULL OR strpos(lower(r.name), lower($2)) > 0)
       ORDER BY lower(o.name), lower(r.name)`,
      [filter.owner?.id, filter.word],
    );
    return rows.map(toRepository);
  }

  async update(
    id: number,
    to: Pick<
      Repository,
      'description' | 'isPrivate' | 'defaultBranch' | 'archived' | 'website'
    >,
  ): Promise<void> {
    await this.pool.query(
      `UPDATE git.repositories SET description = $2, is_private = $3, default_branch = $4,
         archived_at = CASE WHEN NOT $5 THEN NULL ELSE coalesce(archived_at, now()) END,
         archived = $5, website = $6, updated_at = now() WHERE id = $1`,
      [
        id,
        to.description,
        to.isPrivate,
        to.defaultBranch,
        to.archived,
        to.website,
      ],
    );
  }

  /** @returns false when the owner has another of that name */
  async rename(repository: Repository, name: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `UPDATE git.repositories SET name = $2, updated_at = now()
       WHERE id = $1 AND NOT EXISTS (SELECT FROM git.repositories
         WHERE owner_id = $3 AND lower(name) = lower($2) AND id <> $1)`,
      [repository.id, name, repository.owner.id],
    );
    return rowCount === 1;
  }

  /** Says that something was pushed just now. */
  async touch(id: number): Promise<void> {
    await this.pool.query(
      'UPDATE git.repositories SET updated_at = now() WHERE id = $1',
      [id],
    );
  }

  async remove(id: number): Promise<void> {
    await this.pool.query('DELETE FROM git.repositories WHERE id = $1', [id]);
  }

  async addStatus(
    repository: Repository,
    creator: Account,
    status: Pick<
      CommitStatus,
      'sha' | 'context' | 'state' | 'targetUrl' | 'description'
    >,
  ): Promise<CommitStatus> {
    const { rows } = await this.pool.query<{ id: number; created_at: Date }>(
      `INSERT INTO git.statuses (repository_id, sha, context, state, target_url, description, creator_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id, created_at`,
      [
        repository.id,
        status.sha,
        status.context,
        status.state,
        status.targetUrl,
        status.description,
        creator.id,
      ],
    );
    const made = rows[0] as { id: number; created_at: Date };
    const at = made.created_at;
    return { ...status, creator, id: made.id, createdAt: at, updatedAt: at };
  }

  /** All that was said of a commit, newest first. */
  async listStatuses(
    repository: Repository,
    sha: string,
  ): Promise<CommitStatus[]> {
    const { rows } = await this.pool.query<Row>(
      `SELECT s.*, ${accountColumns('a', 'creator_')}
       FROM git.statuses s JOIN git.accounts a ON a.id = s.creator_id
       WHERE s.repository_id = $1 AND s.sha = $2 ORDER BY s.id DESC`,
      [repository.id, sha],
    );
    return rows.map(row => ({
      id: row.id as number,
      sha,
      context: row.context as string,
      state: row.state as string,
      targetUrl: row.target_url as string,
      description: row.description as string,
      creator: toAccount(row, 'creator_'),
      createdAt: row.created_at as Date,
      updatedAt: row.created_at as Date,
    }));
  }
}
