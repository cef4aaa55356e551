import type { AnalysedDeployment, ComponentHistory } from '../engine';
import { percentilesOf } from '../numbers';
import { metric, partialFlag, selectDeployments } from './selectDeployments';
import type {
  FailedDeploymentRecoveryTime,
  MeasureOptions,
  NullReason,
} from './types';

function reasonOf(
  history: ComponentHistory,
  deployments: readonly AnalysedDeployment[],
): NullReason {
  const failed = deployments.filter(deployment => deployment.failed);
  if (!deployments.length) return 'no_deployments';
  if (failed.some(({ recovery }) => recovery?.state === 'clock_skew')) {
    return 'clock_skew';
  }
  if (failed.length) return 'all_open';
  return history.component.incidentSources.length
    ? 'no_failures'
    : 'no_incident_source';
}

/** How long it took to recover from the failed deployments of a window. @public */
export function failedDeploymentRecoveryTime(
  history: ComponentHistory,
  options: MeasureOptions,
): FailedDeploymentRecoveryTime {
  const deployments = selectDeployments(history, options);
  const failed = deployments.filter(deployment => deployment.failed);
  const recovered = failed.flatMap(({ id, recovery }) =>
    recovery?.state === 'recovered'
      ? {
          deployment: id,
          duration: recovery.duration,
          endedBy: recovery.endedBy,
        }
      : [],
  );
  const open = failed
    .filter(({ recovery }) => recovery?.state === 'open')
    .map(({ id, finishedAt }) => ({
      deployment: id,
      atLeast: Math.max(0, options.asOf - finishedAt),
    }));
  const skewed = failed.length - recovered.length - open.length;
  return {
    ...metric(options, {
      n: recovered.length,
      coverage: { known: recovered.length, all: failed.length },
      reason: recovered.length ? null : reasonOf(history, deployments),
      flags: [
        ...partialFlag(history),
        ...(skewed ? (['clock_skew'] as const) : []),
      ],
    }),
    ...percentilesOf(recovered.map(({ duration }) => duration)),
    recovered,
    open,
  };
}
