import type { Commit, FileChange, Signature } from '../commands/commits';
import type { Account, Pull, Repository } from '../types';
import type { Access } from './HostContext';
import type { PullState } from './pullState';

/** A path of a URL, each part of it escaped. */
export const urlPath = (path: string) =>
  path.split('/').map(encodeURIComponent).join('/');

/** A time as the API writes it: to the second, in UTC. */
export const timeWire = (time: Date) =>
  time.toISOString().replace(/\.\d+Z$/, 'Z');

const avatarOf = (account: Account, publicUrl: string) =>
  `${publicUrl}/avatars/${account.name}`;

/**
 * Who looks at an account. Its address is shown to those who are signed in, and whether it may sign
 * in, and as whom, to itself and to administrators (Gitea, `services/convert/user.go`).
 */
export type Onlooker = 'anybody' | 'somebody' | 'oneself';

/** How `viewer` looks at `account`. */
export function onlookerOf(account: Account, viewer?: Account): Onlooker {
  if (!viewer) return 'anybody';
  return viewer.id === account.id || viewer.isAdmin ? 'oneself' : 'somebody';
}

/** An account as Gitea's `User`. */
export function userWire(
  account: Account,
  publicUrl: string,
  onlooker: Onlooker = 'anybody',
) {
  const isOneself = onlooker === 'oneself';
  const { id, name } = account;
  return {
    id,
    login: name,
    login_name: isOneself ? name : '',
    source_id: 0,
    full_name: account.fullName,
    email:
      onlooker === 'anybody'
        ? `${id}+${name}@noreply.localhost`
        : account.email,
    avatar_url: avatarOf(account, publicUrl),
    html_url: `${publicUrl}/${account.name}`,
    language: '',
    is_admin: account.isAdmin,
    last_login: '0001-01-01T00:00:00Z',
    created: timeWire(account.createdAt),
    restricted: false,
    active: isOneself,
    prohibit_login: false,
    location: '',
    website: '',
    description: '',
    visibility: 'public',
    followers_count: 0,
    following_count: 0,
    starred_repos_count: 0,
    username: account.name,
  };
}

/** An organisation as Gitea's `Organization`. */
export function orgWire(account: Account, publicUrl: string) {
  return {
    id: account.id,
    name: account.name,
    full_name: account.fullName,
    email: account.email,
    avatar_url: avatarOf(account, publicUrl),
    description: '',
    website: '',
    location: '',
    visibility: 'public',
    repo_admin_change_team_access: false,
    username: account.name,
  };
}

/** A repository as Gitea's `Repository`. */
export function repositoryWire(
  repository: Repository,
  publicUrl: string,
  more: {
    access?: Access;
    empty?: boolean;
    openPulls?: number;
    branches?: number;
  } = {},
) {
  const fullName = `${repository.owner.name}/${repository.name}`;
  const { access } = more;
  const isOpen = access && (access.admin || !repository.isPrivate);
  return {
    id: repository.id,
    owner: userWire(
      repository.owner,
      publicUrl,
      isOpen ? 'somebody' : 'anybody',
    ),
    name: repository.name,
    full_name: fullName,
    description: repository.description,
    empty: more.empty ?? false,
    private: repository.isPrivate,
    fork: false,
    template: false,
    mirror: false,
    size: 0,
    language: '',
    languages_url: `${publicUrl}/api/v1/repos/${fullName}/languages`,
    html_url: `${publicUrl}/${fullName}`,
    url: `${publicUrl}/api/v1/repos/${fullName}`,
    link: '',
    ssh_url: '',
    clone_url: `${publicUrl}/${fullName}.git`,
    original_url: '',
    website: repository.website,
    stars_count: 0,
    forks_count: 0,
    watchers_count: 0,
    ...(more.branches !== undefined && { branch_count: more.branches }),
    open_issues_count: 0,
    open_pr_counter: more.openPulls ?? 0,
    release_counter: 0,
    default_branch: repository.defaultBranch,
    archived: repository.archived,
    created_at: timeWire(repository.createdAt),
    updated_at: timeWire(repository.updatedAt),
    archived_at: timeWire(repository.archivedAt ?? new Date(0)),
    permissions: {
      admin: access?.admin ?? false,
      push: access?.write ?? false,
      pull: access?.read ?? false,
    },
    has_code: true,
    has_issues: false,
    has_wiki: false,
    has_pull_requests: true,
    has_projects: false,
    projects_mode: 'all',
    has_releases: false,
    has_packages: false,
    has_actions: false,
    ignore_whitespace_conflicts: false,
    allow_merge_commits: true,
    allow_rebase: true,
    allow_rebase_explicit: true,
    allow_squash_merge: true,
    allow_fast_forward_only_merge: true,
    allow_rebase_update: false,
    allow_manual_merge: false,
    autodetect_manual_merge: false,
    default_delete_branch_after_merge: false,
    default_merge_style: 'merge',
    default_allow_maintainer_edit: true,
    avatar_url: '',
    internal: false,
    mirror_interval: '',
    object_format_name: 'sha1',
    mirror_updated: '0001-01-01T00:00:00Z',
    topics: [],
    licenses: [],
  };
}

/** What is said of every commit's signature: none is looked at. */
const UNSIGNED = {
  verified: false,
  reason: 'gpg.error.not_signed_commit',
  signature: '',
  signer: null,
  payload: '',
};

const signatureWire = ({ name, email, date }: Signature) => ({
  name,
  email,
  date,
});

/** A commit as Gitea's `Commit`. */
export function commitWire(
  commit: Commit,
  repositoryUrl: string,
  more: {
    /** Whose commit it is, as far as they are known here. */
    author?: Account;
    committer?: Account;
    publicUrl?: string;
    /** Without them the answer has none, nor the numbers of lines. */
    files?: FileChange[];
  } = {},
) {
  const url = `${repositoryUrl}/git/commits/${commit.sha}`;
  const html = `${repositoryUrl.replace('/api/v1/repos/', '/')}/commit/${
    commit.sha
  }`;
  const created = commit.committer.date;
  const person = (account: Account | undefined) =>
    account && more.publicUrl ? userWire(account, more.publicUrl) : null;
  const { files } = more;
  const sum = (of: 'additions' | 'deletions') =>
    (files ?? []).reduce((total, file) => total + (file[of] ?? 0), 0);
  return {
    url,
    sha: commit.sha,
    created,
    html_url: html,
    commit: {
      url,
      author: signatureWire(commit.author),
      committer: signatureWire(commit.committer),
      message: commit.message,
      tree: {
        url: `${repositoryUrl}/git/trees/${commit.tree}`,
        sha: commit.tree,
        created,
      },
      verification: UNSIGNED as typeof UNSIGNED | null,
    },
    author: person(more.author),
    committer: person(more.committer),
    parents: commit.parents.map(sha => ({
      url: `${repositoryUrl}/git/commits/${sha}`,
      sha,
      created: '0001-01-01T00:00:00Z',
    })),
    files: files ? files.flatMap(affected) : null,
    stats: files
      ? {
          total: sum('additions') + sum('deletions'),
          additions: sum('additions'),
          deletions: sum('deletions'),
        }
      : null,
  };
}

/** A renamed file is one that went and one that came. */
function affected(file: FileChange) {
  if (file.status !== 'renamed') {
    return [{ filename: file.path, status: file.status }];
  }
  return [
    { filename: file.path, status: 'added' },
    { filename: file.previousPath, status: 'removed' },
  ];
}

/** A pull request as Gitea's `PullRequest`. */
export function pullWire(
  pull: Pull,
  repository: Repository,
  publicUrl: string,
  now: PullState & { repo: ReturnType<typeof repositoryWire> },
  viewer?: Account,
) {
  const html = `${publicUrl}/${repository.owner.name}/${repository.name}/pulls/${pull.number}`;
  const side = (branch: string, sha: string, ref = branch) => ({
    label: branch,
    ref,
    sha,
    repo_id: repository.id,
    repo: now.repo,
  });
  return {
    id: pull.id,
    url: html,
    number: pull.number,
    user: userWire(pull.poster, publicUrl, onlookerOf(pull.poster, viewer)),
    title: pull.title,
    body: pull.body,
    labels: [],
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_reviewers_teams: [],
    state: pull.state,
    draft: /^(WIP:|\[WIP\])/i.test(pull.title),
    is_locked: false,
    comments: 0,
    additions: now.additions,
    deletions: now.deletions,
    changed_files: now.changedFiles,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    mergeable: now.mergeable,
    merged: pull.mergedAt !== undefined,
    merged_at: pull.mergedAt ? timeWire(pull.mergedAt) : null,
    merge_commit_sha: pull.mergeCommit ?? null,
    merged_by: pull.mergedBy ? userWire(pull.mergedBy, publicUrl) : null,
    allow_maintainer_edit: true,
    base: side(pull.baseBranch, now.baseSha),
    head: side(
      pull.headBranch,
      pull.headSha,
      now.headExists ? undefined : `refs/pull/${pull.number}/head`,
    ),
    merge_base: now.mergeBase,
    due_date: null,
    created_at: timeWire(pull.createdAt),
    updated_at: timeWire(pull.updatedAt),
    closed_at: pull.closedAt ? timeWire(pull.closedAt) : null,
    pin_order: 0,
    content_version: pull.contentVersion,
  };
}
