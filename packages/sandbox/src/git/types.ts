/** A person, a machine account or an organisation. */
export interface Account {
  id: number;
  /** Name in URLs, such as `ada` or `payments`. */
  name: string;
  fullName: string;
  email: string;
  kind: 'user' | 'org';
  /** Administers every organisation and repository. */
  isAdmin: boolean;
  createdAt: Date;
}

/** A repository's record; its content is the bare repository on disk. */
export interface Repository {
  id: number;
  owner: Account;
  name: string;
  description: string;
  isPrivate: boolean;
  defaultBranch: string;
  archived: boolean;
  archivedAt: Date | undefined;
  website: string;
  /** Who made it; they may administer it. */
  creatorId: number | undefined;
  createdAt: Date;
  updatedAt: Date;
}

/** A pull request between two branches of one repository. */
export interface Pull {
  id: number;
  repositoryId: number;
  number: number;
  title: string;
  body: string;
  poster: Account;
  headBranch: string;
  baseBranch: string;
  state: 'open' | 'closed';
  /** Where the head stood when it was last seen; kept in `refs/pull/<n>/head`. */
  headSha: string;
  /** Where the base stood when the request was opened, closed or merged. */
  baseSha: string;
  mergedAt: Date | undefined;
  mergeCommit: string | undefined;
  mergedBy: Account | undefined;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | undefined;
  /** How often its title or text was changed. */
  contentVersion: number;
}

/** Where a repository's events are sent. */
export interface Hook {
  id: number;
  repositoryId: number;
  type: string;
  url: string;
  contentType: 'json' | 'form';
  /** Signs the deliveries; never answered by the API. */
  secret: string;
  events: string[];
  active: boolean;
  branchFilter: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What CI said of a commit. */
export interface CommitStatus {
  id: number;
  sha: string;
  context: string;
  state: string;
  targetUrl: string;
  description: string;
  creator: Account;
  createdAt: Date;
  updatedAt: Date;
}

/** One reference that a push changed; an all-zero id stands for "none". */
export interface RefUpdate {
  before: string;
  after: string;
  ref: string;
}

/** The id git uses for "no object". */
export const ZERO = '0'.repeat(40);
