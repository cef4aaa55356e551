import { type Commit, listChanges } from '../commands/commits';
import type { Repository } from '../types';
import { directoryOf, type HostContext } from './HostContext';
import { commitWire } from './wire';

/**
 * Commits as the API answers them, with whom they are by and what they change.
 *
 * @param detailed - Without, the files and numbers of lines are left out.
 */
export async function describeCommits(
  host: HostContext,
  repository: Repository,
  commits: Commit[],
  detailed = true,
) {
  const dir = directoryOf(host, repository);
  const api = `${host.publicUrl}/api/v1/repos/${repository.owner.name}/${repository.name}`;
  const wires: ReturnType<typeof commitWire>[] = [];
  for (const commit of commits) {
    wires.push(
      commitWire(commit, api, {
        author: await host.accounts.findByEmail(commit.author.email),
        committer: await host.accounts.findByEmail(commit.committer.email),
        publicUrl: host.publicUrl,
        files: detailed ? await listChanges(dir, { commit }) : undefined,
      }),
    );
  }
  return wires;
}
