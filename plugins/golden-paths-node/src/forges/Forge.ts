/** A repository at a forge; on GitLab, `owner` may be a path of groups. @public */
export interface RepositoryRef {
  owner: string;
  name: string;
}

/** Who may see a repository; what a forge does not know becomes `private`. @public */
export type Visibility = 'public' | 'internal' | 'private';

/** A repository that is there. @public */
export interface ForgeRepository {
  /** For people. */
  url: string;
  /** For git. */
  remoteUrl: string;
  description: string;
}

/** A pull or merge request. @public */
export interface ForgePull {
  number: number;
  url: string;
  title: string;
}

/** What became of starting CI. @public */
export interface CiStart {
  /** `running`: it had been started by the push; `none`: the forge has no CI for the repository. */
  outcome: 'started' | 'running' | 'none';
  /** One sentence. */
  message: string;
  url?: string;
}

/** How git is let in. @public */
export interface GitCredentials {
  username: string;
  password: string;
}

/**
 * A host of repositories, spoken to with the portal's own account. Failures name the host and what to
 * do, and never carry what the host said: that text is not to be trusted.
 *
 * @public
 */
export interface Forge {
  readonly type: 'gitea' | 'github' | 'gitlab';
  readonly host: string;
  /** Where a repository is, or would be. */
  addressOf(ref: RepositoryRef): { url: string; remoteUrl: string };
  /** Where a file on a branch is shown, as the catalog can read it too. */
  fileUrl(ref: RepositoryRef, branch: string, path: string): string;
  commitUrl(ref: RepositoryRef, commit: string): string;
  gitCredentials(ref: RepositoryRef): Promise<GitCredentials>;
  getRepository(ref: RepositoryRef): Promise<ForgeRepository | undefined>;
  /** @throws ConflictError when there is one of that name. */
  createRepository(
    ref: RepositoryRef,
    options: { description: string; visibility: Visibility },
  ): Promise<ForgeRepository>;
  setDescription(ref: RepositoryRef, description: string): Promise<void>;
  deleteRepository(ref: RepositoryRef): Promise<void>;
  /** The open request from a branch to another. */
  findPull(
    ref: RepositoryRef,
    branches: { head: string; base: string },
  ): Promise<ForgePull | undefined>;
  openPull(
    ref: RepositoryRef,
    pull: { head: string; base: string; title: string; body: string },
  ): Promise<ForgePull>;
  /** Starts CI for the tip of a branch, unless it runs for that commit already. */
  startCi(
    ref: RepositoryRef,
    options: { branch: string; commit: string; workflow: string },
  ): Promise<CiStart>;
}
