import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { sortedEntries } from '../json';
import { renderPodSpec } from './containers';
import { contentHash } from './contentHash';
import type { Mounts } from './mounts';
import { isInstruction } from './readSettings';
import { metadataOf, type RenderContext } from './RenderContext';

const FILES_HASH = 'score.cairn.dev/files-hash';
/** Kubernetes appends eleven characters to the name of a CronJob's Jobs. */
const MAX_CRON_NAME = 52;

function ownAnnotations({ workload }: RenderContext): Record<string, string> {
  return Object.fromEntries(
    sortedEntries(workload.metadata.annotations).filter(
      ([name]) => !isInstruction(name),
    ),
  );
}

/** The Deployment, StatefulSet or CronJob of a workload. */
export function renderWorkload(
  context: RenderContext,
  mounts: Mounts,
): KubernetesObject {
  const { workload, settings, selector, labels, problems } = context;
  const { kind, schedule, replicas } = settings;
  const { name } = workload.metadata;
  const annotations = ownAnnotations(context);
  const metadata = {
    ...metadataOf(context, name),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  const template = {
    metadata: {
      labels: { ...labels },
      ...(mounts.configMap && {
        annotations: {
          [FILES_HASH]: contentHash([
            mounts.configMap.data,
            mounts.configMap.binaryData,
          ]),
        },
      }),
    },
    spec: renderPodSpec(context, mounts),
  };
  if (kind === 'CronJob') {
    if (name.length > MAX_CRON_NAME) {
      problems.add(['metadata', 'name'], {
        message: `The name is ${name.length} characters long, too long for a CronJob.`,
        mend: `Shorten it to at most ${MAX_CRON_NAME}.`,
      });
    }
    return {
      apiVersion: 'batch/v1',
      kind,
      metadata,
      spec: {
        schedule: schedule ?? '',
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: { ...labels } },
          spec: { backoffLimit: 2, template },
        },
      },
    };
  }
  const scaled = replicas.max > replicas.min;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata,
    spec: {
      // Where an autoscaler decides, a number here would fight it.
      ...(!scaled && { replicas: replicas.min }),
      revisionHistoryLimit: 5,
      selector: { matchLabels: { ...selector } },
      ...(kind === 'StatefulSet' && { serviceName: `${name}-pods` }),
      ...(kind === 'Deployment' && {
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
        },
      }),
      template,
      ...(mounts.volumeClaimTemplates.length > 0 && {
        volumeClaimTemplates: mounts.volumeClaimTemplates,
      }),
    },
  };
}
