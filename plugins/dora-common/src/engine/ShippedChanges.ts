import {
  commitKey,
  pullRequestKey,
  type CommitFact,
  type Ledger,
  type PullRequestFact,
} from '../facts';
import { withBranchCommits } from './branchCommits';
import type { ComponentDefinition } from './ComponentDefinition';
import { touches } from './matchesGlob';
import type { Change, DeploymentFlag } from './types';

/** Which pull request a commit came from, of all repositories. */
export interface PullRequestIndex {
  byMergeCommit: Map<string, PullRequestFact>;
  byCommit: Map<string, PullRequestFact>;
}

export function indexPullRequests(ledger: Ledger): PullRequestIndex {
  const byMergeCommit = new Map<string, PullRequestFact>();
  const byCommit = new Map<string, PullRequestFact>();
  const inOrder = withBranchCommits(ledger).sort((a, b) => b.number - a.number);
  for (const pullRequest of inOrder) {
    const { repository, mergeCommit, commits = [] } = pullRequest;
    if (mergeCommit) {
      byMergeCommit.set(commitKey(repository, mergeCommit), pullRequest);
    }
    for (const sha of commits) {
      byCommit.set(commitKey(repository, sha), pullRequest);
    }
  }
  return { byMergeCommit, byCommit };
}

/** What a deployment ships. */
export interface Shipment {
  changes: Change[];
  missing: string[];
  flags: DeploymentFlag[];
}

/** What the changes of a component are made of. */
export interface ChangeSources {
  ledger: Ledger;
  pullRequests: PullRequestIndex;
}

/**
 * Which changes reached production with which deployment. It remembers what earlier ones shipped, so
 * they must be asked for in order.
 */
export class ShippedChanges {
  readonly #component: ComponentDefinition;
  readonly #sources: ChangeSources;
  readonly #shipped = new Set<string>();
  readonly #counted = new Set<string>();

  constructor(component: ComponentDefinition, sources: ChangeSources) {
    this.#component = component;
    this.#sources = sources;
  }

  /**
   * What a success ships: the commits that lead to its revision and to none before. They are shipped
   * from now on.
   */
  ship(revision: string, predecessor: string | undefined): Shipment {
    const repository = this.#component.repository ?? '';
    const shipment: Shipment = { changes: [], missing: [], flags: [] };
    const commits: CommitFact[] = [];
    let metPredecessor = revision === predecessor;
    const open = [revision];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      if (sha === predecessor) metPredecessor = true;
      if (this.#shipped.has(sha)) continue;
      this.#shipped.add(sha);
      const commit = this.#commit(repository, sha);
      if (!commit) {
        shipment.missing.push(sha);
        continue;
      }
      commits.push(commit);
      open.push(...(commit.parents ?? []));
    }
    if (
      predecessor !== undefined &&
      !metPredecessor &&
      !this.#isAncestor(repository, predecessor, revision)
    ) {
      shipment.flags.push('history_rewritten');
    }
    commits.sort(byCommitTime);
    for (const commit of commits) this.#count(commit, shipment);
    shipment.missing.sort();
    return shipment;
  }

  #commit(repository: string, sha: string): CommitFact | undefined {
    return this.#sources.ledger.commits.get(commitKey(repository, sha));
  }

  /** Whether one leads to the other, or is newer: a rollback rewrites nothing. */
  #isAncestor(repository: string, one: string, other: string): boolean {
    return (
      this.#leadsTo(repository, one, other) ||
      this.#leadsTo(repository, other, one)
    );
  }

  #leadsTo(repository: string, from: string, to: string): boolean {
    const seen = new Set<string>();
    const open = [to];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      if (sha === from) return true;
      if (seen.has(sha)) continue;
      seen.add(sha);
      open.push(...(this.#commit(repository, sha)?.parents ?? []));
    }
    return false;
  }

  /** The same for a commit and all that was picked from it. */
  #changeKey(commit: CommitFact): string {
    const seen = new Set([commit.sha]);
    let key = commit.sha;
    let next = commit.cherryPickOf;
    while (next !== undefined && !seen.has(next)) {
      key = next;
      seen.add(next);
      next = this.#commit(commit.repository, next)?.cherryPickOf;
    }
    return key;
  }

  #count(commit: CommitFact, shipment: Shipment) {
    if ((commit.parents?.length ?? 0) > 1) return;
    const { repository, sha } = commit;
    const { byMergeCommit, byCommit } = this.#sources.pullRequests;
    const id = commitKey(repository, sha);
    const merged = byMergeCommit.get(id);
    const pullRequest = merged ?? byCommit.get(id);
    if (merged?.mergeMethod !== 'squash') {
      this.#add(commit, { via: 'commit', pullRequest }, shipment);
      return;
    }
    const originals = merged.commits ?? [];
    if (!originals.length) {
      if (this.#add(commit, { via: 'squash', pullRequest }, shipment)) {
        shipment.flags.push('squash_without_originals');
      }
      return;
    }
    for (const original of originals) {
      this.#addOriginal(original, { commit, merged }, shipment);
    }
  }

  #addOriginal(
    sha: string,
    squash: { commit: CommitFact; merged: PullRequestFact },
    shipment: Shipment,
  ) {
    if (sha !== squash.commit.sha) {
      if (this.#shipped.has(sha)) return;
      this.#shipped.add(sha);
    }
    const original = this.#commit(squash.commit.repository, sha);
    if (!original) {
      if (touches(this.#component.paths, squash.commit.paths)) {
        shipment.missing.push(sha);
      }
      return;
    }
    if ((original.parents?.length ?? 0) > 1) return;
    this.#add(
      { ...original, paths: original.paths ?? squash.commit.paths },
      { via: 'squash_original', pullRequest: squash.merged },
      shipment,
    );
  }

  #add(
    commit: CommitFact,
    how: { via: Change['via']; pullRequest: PullRequestFact | undefined },
    shipment: Shipment,
  ): boolean {
    const { paths } = this.#component;
    const key = this.#changeKey(commit);
    if (!touches(paths, commit.paths) || this.#counted.has(key)) return false;
    this.#counted.add(key);
    shipment.changes.push({
      key,
      sha: commit.sha,
      repository: commit.repository,
      authoredAt: commit.authoredAt,
      author: commit.authorType ?? 'unknown',
      pullRequest: how.pullRequest?.number,
      via: how.via,
    });
    return true;
  }
}

function byCommitTime(a: CommitFact, b: CommitFact): number {
  const time =
    (a.committedAt ?? a.authoredAt ?? 0) - (b.committedAt ?? b.authoredAt ?? 0);
  if (time) return time;
  return a.sha < b.sha ? -1 : 1;
}

/** The pull request of a change, if it is known. */
export function pullRequestOf(
  change: Change,
  ledger: Ledger,
): PullRequestFact | undefined {
  return change.pullRequest === undefined
    ? undefined
    : ledger.pullRequests.get(
        pullRequestKey(change.repository, change.pullRequest),
      );
}
