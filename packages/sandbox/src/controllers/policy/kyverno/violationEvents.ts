import type { Participant, PolicyEvent } from '../PolicyEvents';
import type { ResultStatus, ValidatingPolicy } from './types';

/** What a policy found that is worth an event. */
export interface Violation {
  policy: ValidatingPolicy;
  status: ResultStatus;
  rule?: string;
  message?: string;
}

/** Whether events speak of the outcome. An unscored failure is one all the same. */
export function isViolation(status: ResultStatus): boolean {
  return status === 'fail' || status === 'warn' || status === 'error';
}

/**
 * The events of a violation: one on the object, if it is there, and one on the
 * policy, worded as Kyverno 1.19 words them.
 */
export function violationEvents(
  violation: Violation,
  subject: Participant,
  circumstances: {
    component: PolicyEvent['component'];
    blocked: boolean;
  },
): PolicyEvent[] {
  const { policy, rule = '', message = '' } = violation;
  const { component, blocked } = circumstances;
  const status = violation.status === 'warn' ? 'fail' : violation.status;
  const { namespace, name } = subject.metadata;
  const place = namespace ? `${namespace}/${name}` : name;
  const onPolicy: PolicyEvent = {
    // Kyverno names the version it works with inside.
    about: { ...policy, apiVersion: 'policies.kyverno.io/v1beta1' },
    related: subject,
    action: blocked ? 'Resource Blocked' : 'Resource Passed',
    message: `${subject.kind} ${place}: ${status}${
      blocked ? ' (blocked)' : ''
    }; ${message}`,
    component,
  };
  if (blocked) return [onPolicy];
  return [
    {
      about: subject,
      action: 'Resource Passed',
      message: `policy ${policy.metadata.name}/${rule} ${status}: ${message}`,
      component,
    },
    onPolicy,
  ];
}
