import type { Change, MainEntry, ServiceHistory } from '../history/types';
import type { Signature, Tree } from './objectIds';

/** A commit with what it changed. */
export interface Commit {
  sha: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
  /** Changed files against the first parent; `undefined` for a removed one. */
  changed: Map<string, string | undefined>;
  tree: Tree;
}

/** One move of main. */
export interface MainMove {
  entry: MainEntry;
  before: string;
  after: string;
  /** The commits that main got, the oldest first. */
  commits: Commit[];
}

/** A pull request's commits. */
export interface PullCommits {
  change: Change;
  /** Main when the first of them was made. */
  baseSha: string;
  headSha: string;
  commits: Commit[];
}

/** A repository with its whole history. */
export interface Repository {
  owner: string;
  name: string;
  description: string;
  /** Every commit, parents first. */
  commits: Commit[];
  /** What references name, by their full name on the git host. */
  refs: Map<string, string>;
}

/** A service's repository and how it follows from its history. */
export interface ServiceRepository extends Repository {
  history: ServiceHistory;
  first: Commit;
  moves: MainMove[];
  pulls: PullCommits[];
  /** The commit each version was built from. */
  versions: Map<string, string>;
}
