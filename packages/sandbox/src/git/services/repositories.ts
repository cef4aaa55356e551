import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { commitFiles } from '../commands/commitFiles';
import { isOwnerName, isRefName, isRepositoryName } from '../commands/names';
import { initRepository, moveRef } from '../commands/refs';
import { type Account, type Repository, ZERO } from '../types';
import {
  accessTo,
  directoryOf,
  HostError,
  type HostContext,
} from './HostContext';

/** What a new repository is made of. */
export interface NewRepository {
  name: string;
  description?: string;
  isPrivate?: boolean;
  defaultBranch?: string;
  /** Begin with a README. */
  autoInit?: boolean;
}

/**
 * Finds a repository that somebody may see.
 *
 * @throws HostError 404 when there is none, or none that they may see
 */
export async function requireRepository(
  host: HostContext,
  account: Account | undefined,
  owner: string,
  name: string,
  need: 'read' | 'write' | 'admin' = 'read',
) {
  const found =
    isOwnerName(owner) && isRepositoryName(name)
      ? await host.repositories.find(owner, name)
      : undefined;
  const access = found && (await accessTo(host, account, found));
  if (!found || !access?.read) {
    throw new HostError(404, "The target couldn't be found.");
  }
  if (need !== 'read') {
    if (!account) throw new HostError(401, 'token is required');
    if (!access[need]) {
      throw new HostError(
        403,
        need === 'admin'
          ? 'user should be an owner or a collaborator with admin write of a repository'
          : 'user should have a permission to write to a repo',
      );
    }
    if (found.archived && need === 'write') {
      throw new HostError(423, 'The repository is archived.');
    }
  }
  return { repository: found, access, dir: directoryOf(host, found) };
}

/**
 * Makes a repository for an owner.
 *
 * @throws HostError 403 for who may not, 409 for a taken name, 422 for a name
 * that cannot be
 */
export async function createRepository(
  host: HostContext,
  creator: Account,
  owner: Account,
  asked: NewRepository,
): Promise<Repository> {
  const allowed =
    creator.isAdmin ||
    creator.id === owner.id ||
    (owner.kind === 'org' &&
      owner.name !== 'audit' &&
      (await host.accounts.membership(owner, creator)));
  if (!allowed) {
    throw new HostError(
      403,
      'Given user is not allowed to create repository in organization.',
    );
  }
  if (!isRepositoryName(asked.name)) {
    throw new HostError(422, `Invalid repository name: ${asked.name}`);
  }
  const defaultBranch = asked.defaultBranch || 'main';
  if (!isRefName(defaultBranch)) {
    throw new HostError(422, `Invalid branch name: ${defaultBranch}`);
  }
  const repository = await host.repositories.create({
    owner,
    name: asked.name,
    description: asked.description ?? '',
    isPrivate: asked.isPrivate ?? false,
    defaultBranch,
    creator,
  });
  if (!repository) {
    throw new HostError(
      409,
      'The repository with the same name already exists.',
    );
  }
  const dir = directoryOf(host, repository);
  try {
    // What a start that was cut off may have left: no record speaks of it.
    await rm(dir, { recursive: true, force: true });
    await mkdir(dirname(dir), { recursive: true, mode: 0o700 });
    await initRepository(dir, defaultBranch);
    if (asked.autoInit) {
      const text = `# ${asked.name}\n\n${asked.description ?? ''}`.trimEnd();
      const sha = await commitFiles(dir, {
        parent: undefined,
        files: [{ path: 'README.md', content: Buffer.from(`${text}\n`) }],
        message: 'Initial commit',
        author: {
          name: creator.fullName || creator.name,
          email: creator.email,
        },
      });
      await moveRef(dir, `refs/heads/${defaultBranch}`, sha, ZERO);
    }
  } catch (error) {
    await host.repositories.remove(repository.id);
    throw error;
  }
  return repository;
}

/** Removes a repository with all it holds. */
export async function deleteRepository(
  host: HostContext,
  repository: Repository,
): Promise<void> {
  await host.repositories.remove(repository.id);
  await rm(directoryOf(host, repository), { recursive: true, force: true });
}
