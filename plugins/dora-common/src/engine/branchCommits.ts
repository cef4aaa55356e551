import { commitKey, type Ledger, type PullRequestFact } from '../facts';

/** The commits that the main branches of all repositories went through, as far as merges show. */
function mainLines(ledger: Ledger): Set<string> {
  const main = new Set<string>();
  for (const { repository, mergeCommit } of ledger.pullRequests.values()) {
    let sha = mergeCommit;
    while (sha !== undefined) {
      const key = commitKey(repository, sha);
      if (main.has(key)) break;
      main.add(key);
      sha = ledger.commits.get(key)?.parents?.[0];
    }
  }
  return main;
}

function walk(
  { repository, headCommit, mergeCommit }: PullRequestFact,
  ledger: Ledger,
  main: ReadonlySet<string>,
): string[] {
  const found = new Set<string>();
  // Of an open one nobody knows yet where main ends.
  const open =
    headCommit === undefined || mergeCommit === undefined ? [] : [headCommit];
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    const key = commitKey(repository, sha);
    const commit = ledger.commits.get(key);
    if (!commit || main.has(key) || found.has(sha)) continue;
    found.add(sha);
    open.push(...(commit.parents ?? []));
  }
  return [...found].sort();
}

/**
 * Pull requests with the commits of their branches: as stated, else, once merged, all that lead to the
 * tip of the branch and are not of the main branch.
 */
export function withBranchCommits(ledger: Ledger): PullRequestFact[] {
  const pullRequests = [...ledger.pullRequests.values()];
  if (pullRequests.every(({ commits, headCommit }) => commits || !headCommit)) {
    return pullRequests;
  }
  const main = mainLines(ledger);
  return pullRequests.map(pullRequest => {
    if (pullRequest.commits) return pullRequest;
    const commits = walk(pullRequest, ledger, main);
    return commits.length ? { ...pullRequest, commits } : pullRequest;
  });
}
