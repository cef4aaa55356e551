import { mkdir, rename, rm } from 'node:fs/promises';
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
  notFound,
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
    throw notFound();
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
      const { name: title, owner: of } = found;
      throw new HostError(423, `${of.name}/${title} is not allowed to edit`);
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
      'User is not allowed to create repositories in this organization.',
    );
  }
  if (!isRepositoryName(asked.name)) {
    throw badName(asked.name);
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
      const text = `# ${asked.name}\n\n${asked.description ?? ''}`;
      const sha = await commitFiles(dir, {
        parent: undefined,
        files: [{ path: 'README.md', content: Buffer.from(text) }],
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

function badName(name: string): HostError {
  const [pattern] = /\.(git|wiki|rss|atom|lock)$/i.exec(name) ?? [];
  if (pattern && /^[\w.-]+$/.test(name)) {
    const said = `name pattern is not allowed [pattern: *${pattern}]`;
    return new HostError(422, said);
  }
  return new HostError(
    422,
    name === '' ? '[Name]: Required' : '[Name]: AlphaDashDot',
  );
}

/**
 * Gives a repository another name; its folder goes with it.
 *
 * @throws HostError 422 for a name that is taken or cannot be
 */
export async function renameRepository(
  host: HostContext,
  repository: Repository,
  name: string,
): Promise<void> {
  if (!isRepositoryName(name)) throw badName(name);
  const from = directoryOf(host, repository);
  const to = directoryOf(host, { ...repository, name });
  await host.locks.run(from, async () => {
    if (!(await host.repositories.rename(repository, name))) {
      throw new HostError(422, `repo name is already taken [name: ${name}]`);
    }
    if (from === to) return;
    // What a repository that is gone may have left: no record speaks of it.
    await rm(to, { recursive: true, force: true });
    await rename(from, to);
  });
}

/** Removes a repository with all it holds. */
export async function deleteRepository(
  host: HostContext,
  repository: Repository,
): Promise<void> {
  await host.repositories.remove(repository.id);
  await rm(directoryOf(host, repository), { recursive: true, force: true });
}
