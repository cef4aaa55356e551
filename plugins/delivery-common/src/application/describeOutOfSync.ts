import type { StateDescription } from '@cairn/plugin-platform-common';
import { shortRevision } from '../git';
import { isAutomated, type ArgoApplication } from './ArgoApplication';
import { areSame, desiredNames, findDeployed } from './revisions';

const namedAtMost = 2;

function nameThem(names: string[]): string {
  const shown = names.slice(0, namedAtMost).join(', ');
  const rest = names.length - namedAtMost;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** Why git and cluster differ: a newer commit, a change past git, or something git no longer holds. */
export function describeOutOfSync(
  application: ArgoApplication,
): StateDescription {
  const { resources = [], history } = application.status ?? {};
  const deployed = findDeployed(application);
  const desired = desiredNames(application);
  const differing = resources.filter(
    ({ status, hook }) => status === 'OutOfSync' && !hook,
  );
  const left = differing.filter(({ requiresPruning }) => requiresPruning);
  const label = (list: typeof resources) =>
    nameThem(list.map(({ kind, name }) => `${kind} ${name}`));
  const automated = isAutomated(application);
  const differs = (_: string, index: number) =>
    deployed.names.length !== desired.length ||
    deployed.names[index] !== desired[index];
  const newer = desired.filter(differs).map(shortRevision).join(', ');
  const runs = deployed.names.filter(differs).map(shortRevision).join(', ');

  if (left.length > 0 && left.length === differing.length) {
    return {
      state: 'needs-attention',
      sentence: `${label(left)} ${
        left.length === 1 ? 'is' : 'are'
      } no longer in git and still in the cluster; a sync with prune removes ${
        left.length === 1 ? 'it' : 'them'
      }.`,
    };
  }
  if (deployed.names.length > 0 && !areSame(deployed.names, desired)) {
    const wasRunBefore = (history ?? [])
      .slice(0, -1)
      .some(
        entry => entry.revision !== undefined && entry.revision === desired[0],
      );
    if (wasRunBefore) {
      return {
        state: 'needs-attention',
        sentence: `Version ${runs} runs after a rollback, and git still holds ${newer}. The next sync undoes the rollback.`,
        ...(deployed.at && { since: deployed.at }),
      };
    }
    return automated
      ? {
          state: 'waiting',
          sentence: `Version ${newer} is in git and ${runs} still runs: Argo CD has not synced it yet. A sync window may be closed.`,
        }
      : {
          state: 'waiting',
          sentence: `Version ${newer} is in git and ${runs} still runs: somebody has to sync it in Argo CD.`,
        };
  }
  return {
    state: 'needs-attention',
    sentence: `The cluster differs from git${
      differing.length > 0 ? ` in ${label(differing)}` : ''
    }: it was changed past git, or does not keep what git says.${
      automated ? '' : ' A sync brings it back.'
    }`,
  };
}
