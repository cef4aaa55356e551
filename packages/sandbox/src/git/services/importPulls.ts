import { runGit } from '../commands/runGit';
import type { Account } from '../types';
import { directoryOf, HostError, type HostContext } from './HostContext';

/** Somebody who opened or merged an imported pull request. */
export interface ImportedPerson {
  name: string;
  fullName: string;
  email: string;
}

/** A pull request that was made elsewhere, or earlier. */
export interface ImportedPull {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  poster: ImportedPerson;
  headBranch: string;
  baseBranch: string;
  headSha: string;
  baseSha: string;
  createdAt: Date;
  updatedAt: Date;
  closedAt?: Date;
  mergedAt?: Date;
  mergeCommit?: string;
  mergedBy?: ImportedPerson;
}

/**
 * What is pushed to bring in commits that no branch leads to any more: one
 * commit whose parents they are. It is removed when the pull requests are there.
 */
export const IMPORTED_HEADS = 'refs/import/pulls';

/**
 * Brings in pull requests with their own numbers and dates, as `gitea
 * restore-repo` does: no hook is told. Their commits are in the repository
 * already; {@link IMPORTED_HEADS} may keep them there and is removed. People who
 * have no account get one that cannot sign in. The same again changes nothing.
 *
 * @throws HostError 404 when there is no such repository
 */
export async function importPulls(
  host: HostContext,
  owner: string,
  name: string,
  pulls: readonly ImportedPull[],
): Promise<void> {
  const repository = await host.repositories.find(owner, name);
  if (!repository) throw new HostError(404, `There is no ${owner}/${name}.`);
  if (pulls.length === 0) return;
  const accounts = new Map<string, Account>();
  for (const { poster, mergedBy } of pulls) {
    for (const person of [poster, mergedBy]) {
      if (!person || accounts.has(person.name)) continue;
      const account =
        (await host.accounts.find(person.name)) ??
        (await host.accounts.ensure({
          ...person,
          kind: 'user',
          isAdmin: false,
        }));
      accounts.set(person.name, account);
    }
  }
  await host.pulls.import(
    repository,
    pulls.map(pull => ({
      ...pull,
      posterId: accounts.get(pull.poster.name)?.id,
      mergerId: pull.mergedBy && accounts.get(pull.mergedBy.name)?.id,
    })),
  );
  const dir = directoryOf(host, repository);
  const lines = pulls.map(
    ({ number, headSha }) => `update refs/pull/${number}/head ${headSha}`,
  );
  lines.push(`delete ${IMPORTED_HEADS}`);
  await host.locks.run(dir, () =>
    runGit(['update-ref', '--stdin'], { dir, input: `${lines.join('\n')}\n` }),
  );
}
