import type { Pool } from 'pg';
import type { Account, Pull, Repository } from '../types';
import { accountColumns, type Row, toAccount } from './AccountStore';

const SELECT = `SELECT p.*, ${accountColumns('a', 'poster_')}, ${accountColumns(
  'm',
  'merger_',
)} FROM git.pulls p JOIN git.accounts a ON a.id = p.poster_id
  LEFT JOIN git.accounts m ON m.id = p.merged_by`;

const optional = <T>(value: unknown) => (value ?? undefined) as T | undefined;

function toPull(row: Row): Pull {
  return {
    id: row.id as number,
    repositoryId: row.repository_id as number,
    number: row.number as number,
    title: row.title as string,
    body: row.body as string,
    poster: toAccount(row, 'poster_'),
    headBranch: row.head_branch as string,
    baseBranch: row.base_branch as string,
    state: row.state as Pull['state'],
    headSha: row.head_sha as string,
    baseSha: row.base_sha as string,
    mergedAt: optional<Date>(row.merged_at),
    mergeCommit: optional<string>(row.merge_commit),
    mergedBy: row.merged_by ? toAccount(row, 'merger_') : undefined,
    createdAt: row.created_at as Date,
    updatedAt: row.updated_at as Date,
    closedAt: optional<Date>(row.closed_at),
    contentVersion: row.content_version as number,
  };
}

/** Records of pull requests. */
export class PullStore {
  constructor(private readonly pool: Pool) {}

  /** @returns undefined when one for the same branches is open */
  async create(
    repository: Repository,
    made: Pick<
      Pull,
      | 'title'
      | 'body'
      | 'poster'
      | 'headBranch'
      | 'baseBranch'
      | 'headSha'
      | 'baseSha'
    >,
  ): Promise<Pull | undefined> {
    const { rows } = await this.pool.query<{ number: number }>(
      `WITH next AS (UPDATE git.repositories SET last_number = last_number + 1
         WHERE id = $1 AND NOT EXISTS (SELECT FROM git.pulls WHERE repository_id = $1
           AND head_branch = $5 AND base_branch = $6 AND state = 'open')
         RETURNING last_number)
       INSERT INTO git.pulls (repository_id, number, title, body, poster_id, head_branch, base_branch, head_sha, base_sha)
       SELECT $1, last_number, $2, $3, $4, $5, $6, $7, $8 FROM next
       ON CONFLICT (repository_id, head_branch, base_branch) WHERE state = 'open' DO NOTHING
       RETURNING number`,
      [
        repository.id,
        made.title,
        made.body,
        made.poster.id,
        made.headBranch,
        made.baseBranch,
        made.headSha,
        made.baseSha,
      ],
    );
    return rows[0] && this.get(repository, rows[0].number);
  }

  /** Brings in records with their own numbers and dates; known numbers stay as they are. */
  async import(
    repository: Repository,
    pulls: readonly (Pick<
      Pull,
      | 'number'
      | 'title'
      | 'body'
      | 'headBranch'
      | 'baseBranch'
      | 'state'
      | 'headSha'
      | 'baseSha'
      | 'createdAt'
      | 'updatedAt'
    > &
      Partial<Pick<Pull, 'closedAt' | 'mergedAt' | 'mergeCommit'>> & {
        posterId: number | undefined;
        mergerId: number | undefined;
      })[],
  ): Promise<void> {
    await this.pool.query(
      `INSERT INTO git.pulls (repository_id, number, title, body, poster_id, head_branch,
         base_branch, state, head_sha, base_sha, merged_at, merge_commit, merged_by,
         created_at, updated_at, closed_at)
       SELECT $1, p.number, p.title, p.body, p."posterId", p."headBranch", p."baseBranch",
         p.state, p."headSha", p."baseSha", p."mergedAt", p."mergeCommit", p."mergerId",
         p."createdAt", p."updatedAt", p."closedAt"
       FROM jsonb_to_recordset($2::jsonb) AS p (number integer, title text, body text,
         "posterId" integer, "headBranch" text, "baseBranch" text, state text, "headSha" text,
         "baseSha" text, "mergedAt" timestamptz, "mergeCommit" text, "mergerId" integer,
         "createdAt" timestamptz, "updatedAt" timestamptz, "closedAt" timestamptz)
       ON CONFLICT DO NOTHING`,
      [repository.id, JSON.stringify(pulls)],
    );
    await this.pool.query(
      `UPDATE git.repositories SET last_number = greatest(last_number,
         (SELECT max(number) FROM git.pulls WHERE repository_id = $1)) WHERE id = $1`,
      [repository.id],
    );
  }

  async get(repository: Repository, number: number): Promise<Pull | undefined> {
    const { rows } = await this.pool.query<Row>(
      `${SELECT} WHERE p.repository_id = $1 AND p.number = $2`,
      [repository.id, number],
    );
    return rows[0] && toPull(rows[0]);
  }

  /** The last pull request between two branches that was not merged. */
  async find(
    repository: Repository,
    baseBranch: string,
    headBranch: string,
  ): Promise<Pull | undefined> {
    const { rows } = await this.pool.query<Row>(
      `${SELECT} WHERE p.repository_id = $1 AND p.base_branch = $2 AND p.head_branch = $3
       ORDER BY p.state = 'open' DESC, p.number DESC LIMIT 1`,
      [repository.id, baseBranch, headBranch],
    );
    return rows[0] && toPull(rows[0]);
  }

  /** Pull requests, the youngest first. */
  async list(
    repository: Repository,
    state: Pull['state'] | 'all',
  ): Promise<Pull[]> {
    const { rows } = await this.pool.query<Row>(
      `${SELECT} WHERE p.repository_id = $1 AND ($2 = 'all' OR p.state = $2)
       ORDER BY p.number DESC`,
      [repository.id, state],
    );
    return rows.map(toPull);
  }

  async edit(
    pull: Pull,
    to: { title?: string; body?: string; baseBranch?: string },
  ): Promise<void> {
    await this.pool.query(
      `UPDATE git.pulls SET title = coalesce($2, title), body = coalesce($3, body),
         base_branch = coalesce($4, base_branch), updated_at = now(),
         content_version = content_version + CASE WHEN $3 IS NULL THEN 0 ELSE 1 END
       WHERE id = $1`,
      [pull.id, to.title, to.body, to.baseBranch],
    );
  }

  /** @returns false when it was not in the other state */
  async setState(pull: Pull, state: Pull['state']): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `UPDATE git.pulls SET state = $2, updated_at = now(),
         closed_at = CASE WHEN $2 = 'closed' THEN now() END
       WHERE id = $1 AND state <> $2 AND merged_at IS NULL`,
      [pull.id, state],
    );
    return rowCount === 1;
  }

  async setHead(pull: Pull, headSha: string): Promise<void> {
    await this.pool.query(
      'UPDATE git.pulls SET head_sha = $2, updated_at = now() WHERE id = $1',
      [pull.id, headSha],
    );
  }

  async setMerged(
    pull: Pull,
    by: Account,
    merged: { commit: string; baseSha: string },
  ): Promise<void> {
    await this.pool.query(
      `UPDATE git.pulls SET state = 'closed', merged_at = now(), closed_at = now(),
         updated_at = now(), merge_commit = $2, base_sha = $3, merged_by = $4
       WHERE id = $1`,
      [pull.id, merged.commit, merged.baseSha, by.id],
    );
  }
}
