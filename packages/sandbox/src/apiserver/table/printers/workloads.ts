import type { KubeObject } from '../../types';
import { humanDuration } from '../humanDuration';
import {
  age,
  containerCells,
  labelsText,
  listOf,
  numberAt,
  partOf,
  type Printer,
  selectorText,
  since,
  textAt,
  valueOf,
} from './cells';

const name = (object: KubeObject) => object.metadata.name;
const template = (object: KubeObject) =>
  containerCells(partOf(object, 'spec.template.spec'));
const selector = (object: KubeObject) =>
  selectorText(valueOf(object, 'spec.selector'));

function jobStatus(job: KubeObject): string {
  const has = (type: string) =>
    listOf(job, 'status.conditions').some(
      one => one.type === type && one.status === 'True',
    );
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  return has('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completions(job: KubeObject): string {
  const done = numberAt(job, 'status.succeeded');
  const wanted = valueOf(job, 'spec.completions');
  if (typeof wanted === 'number') return `${done}/${wanted}`;
  const parallel = numberAt(job, 'spec.parallelism');
  return parallel > 1 ? `${done}/1 of ${parallel}` : `${done}/1`;
}

function duration(job: KubeObject, now: Date): string {
  const start = textAt(job, 'status.startTime');
  if (!start) return '';
  const end = textAt(job, 'status.completionTime');
  return humanDuration((end ? Date.parse(end) : +now) - Date.parse(start));
}

/** `cpu: 12%/80%`, or what of it is known. */
function hpaTargets(hpa: KubeObject): string {
  const current = listOf(hpa, 'status.currentMetrics');
  const texts = listOf(hpa, 'spec.metrics').map((metric, index) => {
    const kind = textAt(metric, 'type');
    const part =
      kind === 'ContainerResource'
        ? 'containerResource'
        : kind.charAt(0).toLowerCase() + kind.slice(1);
    const target = partOf(metric, `${part}.target`);
    const now = partOf(current[index] ?? {}, `${part}.current`);
    const label = kind.endsWith('Resource')
      ? `${textAt(metric, `${part}.name`)}: `
      : '';
    if (target.averageUtilization !== undefined) {
      const seen = now.averageUtilization;
      return `${label}${
        seen === undefined ? '<unknown>' : `${String(seen)}%`
      }/${String(target.averageUtilization)}%`;
    }
    const wanted = target.averageValue ?? target.value;
    const seen = now.averageValue ?? now.value ?? '<unknown>';
    return `${label}${String(seen)}/${String(wanted)}${
      target.averageValue !== undefined && !label ? ' (avg)' : ''
    }`;
  });
  const shown = texts.slice(0, 2).join(', ');
  const more = texts.length > 2 ? ` + ${texts.length - 2} more...` : '';
  return shown + more || '<none>';
}

/** Printers of workloads, by resource. */
export const printWorkloads: Record<string, Printer> = {
  'deployments.apps': (object, now) => [
    name(object),
    `${numberAt(object, 'status.readyReplicas')}/${numberAt(
      object,
      'spec.replicas',
    )}`,
    numberAt(object, 'status.updatedReplicas'),
    numberAt(object, 'status.availableReplicas'),
    age(object, now),
    ...template(object),
    selector(object),
  ],
  'statefulsets.apps': (object, now) => [
    name(object),
    `${numberAt(object, 'status.readyReplicas')}/${numberAt(
      object,
      'spec.replicas',
    )}`,
    age(object, now),
    ...template(object),
  ],
  'daemonsets.apps': (object, now) => [
    name(object),
    numberAt(object, 'status.desiredNumberScheduled'),
    numberAt(object, 'status.currentNumberScheduled'),
    numberAt(object, 'status.numberReady'),
    numberAt(object, 'status.updatedNumberScheduled'),
    numberAt(object, 'status.numberAvailable'),
    labelsText(valueOf(object, 'spec.template.spec.nodeSelector')),
    age(object, now),
    ...template(object),
    selector(object),
  ],
  'replicasets.apps': (object, now) => [
    name(object),
    numberAt(object, 'spec.replicas'),
    numberAt(object, 'status.replicas'),
    numberAt(object, 'status.readyReplicas'),
    age(object, now),
    ...template(object),
    selector(object),
  ],
  'controllerrevisions.apps': (object, now) => {
    const owner = object.metadata.ownerReferences?.find(one => one.controller);
    const group = owner?.apiVersion.includes('/')
      ? `.${owner.apiVersion.split('/')[0]}`
      : '';
    return [
      name(object),
      owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : '<none>',
      numberAt(object, 'revision'),
      age(object, now),
    ];
  },
  'jobs.batch': (object, now) => [
    name(object),
    jobStatus(object),
    completions(object),
    duration(object, now),
    age(object, now),
    ...template(object),
    selector(object),
  ],
  'cronjobs.batch': (object, now) => [
    name(object),
    textAt(object, 'spec.schedule'),
    textAt(object, 'spec.timeZone', '<none>'),
    valueOf(object, 'spec.suspend') ? 'True' : 'False',
    listOf(object, 'status.active').length,
    valueOf(object, 'status.lastScheduleTime')
      ? since(valueOf(object, 'status.lastScheduleTime'), now)
      : '<none>',
    age(object, now),
    ...containerCells(partOf(object, 'spec.jobTemplate.spec.template.spec')),
    selectorText(valueOf(object, 'spec.jobTemplate.spec.selector')),
  ],
  'horizontalpodautoscalers.autoscaling': (object, now) => [
    name(object),
    `${textAt(object, 'spec.scaleTargetRef.kind')}/${textAt(
      object,
      'spec.scaleTargetRef.name',
    )}`,
    hpaTargets(object),
    textAt(object, 'spec.minReplicas', '<unset>'),
    numberAt(object, 'spec.maxReplicas'),
    numberAt(object, 'status.currentReplicas'),
    age(object, now),
  ],
  'poddisruptionbudgets.policy': (object, now) => [
    name(object),
    textAt(object, 'spec.minAvailable', 'N/A'),
    textAt(object, 'spec.maxUnavailable', 'N/A'),
    numberAt(object, 'status.disruptionsAllowed'),
    age(object, now),
  ],
};
