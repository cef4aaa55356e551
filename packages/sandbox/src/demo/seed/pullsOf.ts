import type { ImportedPull } from '../../git/services/importPulls';
import type { Change } from '../history/types';
import type { ServiceRepository } from '../repository/types';

/** A service's pull requests as the git host takes them in. */
export function pullsOf(repository: ServiceRepository): ImportedPull[] {
  const merges = new Map(
    repository.moves.flatMap(({ entry, before, after }) =>
      entry.kind === 'change' ? [[entry.change, { before, after }]] : [],
    ),
  );
  return repository.pulls.map(({ change, baseSha, headSha }): ImportedPull => {
    const merge = merges.get(change);
    const ended = change.mergedAt ?? change.closedAt;
    const last = ended ?? change.reviewedAt ?? change.openedAt;
    return {
      number: change.number ?? 0,
      title: change.title,
      body: describe(change),
      state: ended === undefined ? 'open' : 'closed',
      poster: change.author,
      headBranch: change.branch,
      baseBranch: 'main',
      headSha,
      baseSha: merge?.before ?? baseSha,
      createdAt: new Date(change.openedAt),
      updatedAt: new Date(last),
      ...(ended !== undefined && { closedAt: new Date(ended) }),
      ...(merge &&
        change.mergedAt !== undefined && {
          mergedAt: new Date(change.mergedAt),
          mergeCommit: merge.after,
          mergedBy: change.reviewer,
        }),
    };
  });
}

/** What the author of a change says of it. */
export function describe(change: Change): string {
  switch (change.kind) {
    case 'revert':
      return change.reverts?.number
        ? `Reverts #${change.reverts.number}`
        : 'Takes back a change that does not work as it should.';
    case 'hotfix':
      return 'Production does not work as it should; this mends it.';
    case 'fix':
      return `Mends what users told us about ${change.topic}.`;
    case 'dependency':
      return 'Keeps a dependency up to date.';
    default:
      return `Makes ${change.topic} better. See the runbook for how to switch it off.`;
  }
}
