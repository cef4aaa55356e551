import type { StatusCause } from '../../../types';
import { invalid, notSupported, required } from '../../causes';
import type { KindRules } from '../compileBuiltin';
import { type Fields, fieldsOf, nonNegative, textOf } from './common';
import { podSpecCauses } from './podRules';
import { scheduleProblem } from './scheduleProblem';

function jobSpecCauses(spec: Fields, at: string): StatusCause[] {
  const pod = fieldsOf(fieldsOf(spec, 'template'), 'spec');
  const podPath = `${at}.template.spec`;
  const causes = [
    ...nonNegative(
      spec,
      at,
      'parallelism',
      'completions',
      'activeDeadlineSeconds',
      'backoffLimit',
      'ttlSecondsAfterFinished',
    ),
    ...podSpecCauses(pod, podPath),
  ];
  const policy = textOf(pod, 'restartPolicy');
  // Always is what a pod gets that says nothing, so it counts as nothing said.
  if (policy === 'Always') {
    causes.push(
      required(
        `${podPath}.restartPolicy`,
        'valid values: "OnFailure", "Never"',
      ),
    );
  } else if (!['OnFailure', 'Never'].includes(policy)) {
    causes.push(
      notSupported(`${podPath}.restartPolicy`, policy, ['OnFailure', 'Never']),
    );
  }
  return causes;
}

/** Rules of Jobs. */
export const jobRules: KindRules = object =>
  jobSpecCauses(fieldsOf(object, 'spec'), 'spec');

function knownTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** Rules of CronJobs. */
export const cronJobRules: KindRules = (object, old) => {
  const spec = fieldsOf(object, 'spec');
  const causes: StatusCause[] = [];
  const schedule = textOf(spec, 'schedule');
  if (!schedule) {
    causes.push(required('spec.schedule'));
  } else {
    const problem = scheduleProblem(schedule);
    if (problem) causes.push(invalid('spec.schedule', schedule, problem));
  }
  causes.push(...nonNegative(spec, 'spec', 'startingDeadlineSeconds'));
  const { timeZone } = spec;
  if (typeof timeZone === 'string' && !knownTimeZone(timeZone)) {
    causes.push(
      invalid('spec.timeZone', timeZone, `unknown time zone ${timeZone}`),
    );
  }
  const policy = textOf(spec, 'concurrencyPolicy');
  if (!['Allow', 'Forbid', 'Replace'].includes(policy)) {
    causes.push(
      notSupported('spec.concurrencyPolicy', policy, [
        'Allow',
        'Forbid',
        'Replace',
      ]),
    );
  }
  causes.push(
    ...jobSpecCauses(
      fieldsOf(fieldsOf(spec, 'jobTemplate'), 'spec'),
      'spec.jobTemplate.spec',
    ),
    ...nonNegative(
      spec,
      'spec',
      'successfulJobsHistoryLimit',
      'failedJobsHistoryLimit',
    ),
  );
  const { name = '' } = object.metadata;
  // Jobs get eleven more letters, and must still fit a label.
  if (!old && name.length > 52) {
    causes.push(
      invalid('metadata.name', name, 'must be no more than 52 characters'),
    );
  }
  return causes;
};
