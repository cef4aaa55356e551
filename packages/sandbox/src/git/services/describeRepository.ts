import { commitAt, listRefs } from '../commands/refs';
import type { Account, Repository } from '../types';
import { accessTo, directoryOf, type HostContext } from './HostContext';
import { repositoryWire } from './wire';

/**
 * A repository as the API answers it.
 *
 * @param account - Who asks; events tell it to nobody in particular.
 */
export async function describeRepository(
  host: HostContext,
  repository: Repository,
  account?: Account | 'nobody',
) {
  const dir = directoryOf(host, repository);
  const [head, branches, open] = await Promise.all([
    commitAt(dir, 'HEAD'),
    listRefs(dir, 'heads'),
    host.pulls.list(repository, 'open'),
  ]);
  return repositoryWire(repository, host.publicUrl, {
    access:
      account === 'nobody'
        ? undefined
        : await accessTo(host, account, repository),
    empty: !head,
    branches: branches.length,
    openPulls: open.length,
  });
}
