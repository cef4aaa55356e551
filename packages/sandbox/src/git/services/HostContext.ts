import { join } from 'node:path';
import type { Log } from '../../controllers/runtime';
import type { AccountStore } from '../stores/AccountStore';
import type { HookStore } from '../stores/HookStore';
import type { PullStore } from '../stores/PullStore';
import type { RepositoryStore } from '../stores/RepositoryStore';
import type { Account, Repository } from '../types';
import type { HookSender } from './HookSender';
import type { Housekeeping } from './Housekeeping';
import type { Locks } from './Locks';

/** What every part of the git host works with. */
export interface HostContext {
  /** Its own origin, without a slash at the end. */
  publicUrl: string;
  /** Folder of the bare repositories. */
  repositoriesDir: string;
  /** Folder for passing worktrees and push reports; emptied at every start. */
  workDir: string;
  /** Folder with the hook that reports what a push changed. */
  hooksDir: string;
  accounts: AccountStore;
  repositories: RepositoryStore;
  pulls: PullStore;
  hooks: HookStore;
  sender: HookSender;
  housekeeping: Housekeeping;
  locks: Locks;
  log: Log;
}

/** A failure that the API answers as Gitea does: a status and a message. */
export class HostError extends Error {
  /**
   * @param errors - What Gitea puts beside the message of many of its answers
   * of 404; `null` where it has nothing to tell there.
   */
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: string[] | null,
  ) {
    super(message);
    this.name = 'HostError';
  }
}

/** What Gitea answers when there is nothing, or nothing that one may see. */
export function notFound(...errors: string[]): HostError {
  return new HostError(404, 'not found', errors.length > 0 ? errors : null);
}

/** Where a repository's files are. Names are lower-cased, as Gitea does. */
export function directoryOf(host: HostContext, repository: Repository): string {
  return join(
    host.repositoriesDir,
    repository.owner.name.toLowerCase(),
    `${repository.name.toLowerCase()}.git`,
  );
}

/** What somebody may do with a repository. */
export interface Access {
  read: boolean;
  write: boolean;
  admin: boolean;
}

/**
 * Members of an organisation write to its repositories, its owners, whoever
 * made the repository, and the platform's people administer it. Auditors read
 * what is private, and write nothing.
 */
export async function accessTo(
  host: HostContext,
  account: Account | undefined,
  repository: Repository,
): Promise<Access> {
  if (!account) {
    return { read: !repository.isPrivate, write: false, admin: false };
  }
  const { owner } = repository;
  if (account.isAdmin || account.id === owner.id) {
    return { read: true, write: true, admin: true };
  }
  const member =
    owner.kind === 'org'
      ? await host.accounts.membership(owner, account)
      : undefined;
  const auditor = await isAuditor(host, account);
  return {
    read: !repository.isPrivate || member !== undefined || auditor,
    write: member !== undefined,
    admin:
      member !== undefined &&
      (member.isOwner || repository.creatorId === account.id),
  };
}

async function isAuditor(host: HostContext, account: Account) {
  const audit = await host.accounts.find('audit');
  if (!audit) return false;
  return (await host.accounts.membership(audit, account)) !== undefined;
}
