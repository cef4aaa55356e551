import {
  type Condition,
  type JsonObject,
  type NewCondition,
  setConditions,
} from '../../runtime';
import { autogenConfigs } from './autogen';
import { isForAdmission, isForBackground } from './CompiledPolicy';
import type { ValidatingPolicy } from './types';

/** The status the admission controller of Kyverno 1.19 gives a policy that works. */
export function policyStatus(
  policy: ValidatingPolicy,
  generated: boolean,
  now?: Date,
): JsonObject {
  const configs = autogenConfigs(policy.spec ?? {});
  const changes: NewCondition[] = [
    ...(isForAdmission(policy)
      ? [condition('WebhookConfigured', 'Webhook configured.')]
      : []),
    condition(
      'RBACPermissionsGranted',
      isForBackground(policy)
        ? 'Policy is ready for reporting.'
        : 'Background scanning disabled; reporting permissions not required.',
    ),
  ];
  const before = policy.status?.conditionStatus as
    | { conditions?: Condition[] }
    | undefined;
  return {
    autogen: Object.keys(configs).length > 0 ? { configs } : {},
    conditionStatus: {
      conditions: setConditions(
        before?.conditions?.filter(it =>
          changes.some(change => change.type === it.type),
        ),
        changes,
        { now },
      ),
      message:
        policy.metadata.namespace || generated
          ? ''
          : 'skip generating ValidatingAdmissionPolicy: not enabled.',
      ready: true,
    },
    generated,
  } as unknown as JsonObject;
}

function condition(type: string, message: string): NewCondition {
  return { type, status: 'True', reason: 'Succeeded', message };
}
