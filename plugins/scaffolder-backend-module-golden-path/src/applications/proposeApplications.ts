import type {
  CommitDetails,
  FileChange,
  Forge,
  GitRemote,
  ReadFile,
  RepositoryRef,
} from '@cairn/plugin-golden-paths-node';

/**
 * Proposes Applications by a pull request, or finds the one that a run before has opened.
 *
 * @returns where it is; where the commit is when they had been merged already.
 */
export async function proposeApplications(options: {
  forge: Forge;
  ref: RepositoryRef;
  remote: GitRemote;
  /** The branch of the request. */
  head: string;
  change: {
    branch: string;
    details: CommitDetails;
    edit: (read: ReadFile) => Promise<readonly FileChange[]>;
  };
}): Promise<string> {
  const { forge, ref, remote, head, change } = options;
  const branches = { head, base: change.branch };
  const open = await forge.findPull(ref, branches);
  if (open) {
    return open.url;
  }
  const isPushed = (await remote.listBranches()).has(head);
  if (!isPushed) {
    const { commit, changed } = await remote.change({
      ...change,
      target: head,
    });
    if (!changed) {
      return forge.commitUrl(ref, commit);
    }
  }
  const { url } = await forge.openPull(ref, {
    ...branches,
    title: change.details.message,
    body: 'Opened by the portal for a new service. Argo CD runs it once this is merged.',
  });
  return url;
}
