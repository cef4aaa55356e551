import type { KubeObject, StatusCause } from '../../../types';
import { forbidden, invalid, notSupported, required } from '../../causes';
import { jsonEqual } from '../../goValue';
import type { KindRules } from '../compileBuiltin';
import {
  countOrPercentCauses,
  type Fields,
  fieldsOf,
  labelCauses,
  labelMapCauses,
  listOf,
  nonNegative,
  percentLimitCauses,
  selectorCauses,
  selects,
  textOf,
} from './common';
import { podSpecCauses } from './podRules';

function mustBeAlways(spec: Fields, kind: string): StatusCause[] {
  const pod = fieldsOf(fieldsOf(spec, 'template'), 'spec');
  const causes: StatusCause[] = [];
  if (pod.restartPolicy !== 'Always') {
    causes.push(
      notSupported('spec.template.spec.restartPolicy', pod.restartPolicy, [
        'Always',
      ]),
    );
  }
  if (pod.activeDeadlineSeconds !== undefined) {
    causes.push(
      forbidden(
        'spec.template.spec.activeDeadlineSeconds',
        `activeDeadlineSeconds in ${kind} is not Supported`,
      ),
    );
  }
  return causes;
}

/** The template: its labels must be selected, its pods must be possible. */
export function templateCauses(
  spec: Fields,
  selector: Fields | undefined,
): StatusCause[] {
  const template = fieldsOf(spec, 'template');
  const labels = fieldsOf(fieldsOf(template, 'metadata'), 'labels');
  const causes: StatusCause[] = [];
  const empty =
    selector !== undefined &&
    Object.keys(fieldsOf(selector, 'matchLabels')).length === 0 &&
    listOf(selector, 'matchExpressions').length === 0;
  // A selector that is not there chooses nothing, an empty one everything.
  if (!selector || (!empty && !selects(selector, labels))) {
    causes.push(
      invalid(
        'spec.template.metadata.labels',
        Object.keys(labels).length > 0 ? labels : null,
        '`selector` does not match template `labels`',
      ),
    );
  }
  return [
    ...causes,
    ...labelMapCauses(labels, 'spec.template.labels'),
    ...podSpecCauses(fieldsOf(template, 'spec'), 'spec.template.spec'),
  ];
}

function selectorOf(spec: Fields): Fields | undefined {
  return spec.selector ? fieldsOf(spec, 'selector') : undefined;
}

/** A selector must be there, must be right, and may not choose everything. */
function requiredSelector(spec: Fields, kind: string): StatusCause[] {
  const selector = selectorOf(spec);
  if (!selector) return kind === 'daemonset' ? [] : [required('spec.selector')];
  const causes = selectorCauses(selector, 'spec.selector');
  const empty =
    Object.keys(fieldsOf(selector, 'matchLabels')).length === 0 &&
    listOf(selector, 'matchExpressions').length === 0;
  if (empty) {
    causes.push(
      invalid('spec.selector', {}, `empty selector is invalid for ${kind}`),
    );
  }
  return causes;
}

function strategyCauses(spec: Fields): StatusCause[] {
  const strategy = fieldsOf(spec, 'strategy');
  const at = 'spec.strategy.rollingUpdate';
  if (strategy.type === 'Recreate') {
    return strategy.rollingUpdate
      ? [
          forbidden(
            at,
            "may not be specified when strategy `type` is 'Recreate'",
          ),
        ]
      : [];
  }
  if (strategy.type !== 'RollingUpdate') {
    return [
      notSupported('spec.strategy.type', strategy.type, [
        'Recreate',
        'RollingUpdate',
      ]),
    ];
  }
  const { maxUnavailable, maxSurge } = fieldsOf(strategy, 'rollingUpdate');
  const causes = [
    ...countOrPercentCauses(maxUnavailable, `${at}.maxUnavailable`),
    ...countOrPercentCauses(maxSurge, `${at}.maxSurge`),
  ];
  const none = (value: unknown) => /^0+%?$/.test(String(value));
  if (none(maxUnavailable) && none(maxSurge)) {
    causes.push(
      invalid(
        `${at}.maxUnavailable`,
        maxUnavailable,
        'may not be 0 when `maxSurge` is 0',
      ),
    );
  }
  return [
    ...causes,
    ...percentLimitCauses(maxUnavailable, `${at}.maxUnavailable`),
  ];
}

function immutableSelector(
  spec: Fields,
  old: KubeObject | undefined,
): StatusCause[] {
  if (!old) return [];
  const before = fieldsOf(old, 'spec').selector;
  return jsonEqual(before ?? null, spec.selector ?? null)
    ? []
    : [invalid('spec.selector', spec.selector, 'field is immutable')];
}

/** Rules of Deployments. */
export const deploymentRules: KindRules = (object, old) => {
  const spec = fieldsOf(object, 'spec');
  const causes = [
    ...nonNegative(spec, 'spec', 'replicas'),
    ...requiredSelector(spec, 'deployment'),
    ...templateCauses(spec, selectorOf(spec)),
    ...mustBeAlways(spec, 'ReplicaSet'),
    ...strategyCauses(spec),
    ...nonNegative(
      spec,
      'spec',
      'minReadySeconds',
      'revisionHistoryLimit',
      'progressDeadlineSeconds',
    ),
  ];
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec;
  if (typeof deadline === 'number' && deadline <= Number(minReadySeconds)) {
    causes.push(
      invalid(
        'spec.progressDeadlineSeconds',
        deadline,
        'must be greater than minReadySeconds',
      ),
    );
  }
  return [...causes, ...immutableSelector(spec, old)];
};

/** Rules of ReplicaSets. */
export const replicaSetRules: KindRules = (object, old) => {
  const spec = fieldsOf(object, 'spec');
  return [
    ...nonNegative(spec, 'spec', 'replicas', 'minReadySeconds'),
    ...requiredSelector(spec, 'deployment'),
    ...templateCauses(spec, selectorOf(spec)),
    ...mustBeAlways(spec, 'ReplicaSet'),
    ...immutableSelector(spec, old),
  ];
};

/** Rules of DaemonSets. */
export const daemonSetRules: KindRules = (object, old) => {
  const spec = fieldsOf(object, 'spec');
  const strategy = textOf(fieldsOf(spec, 'updateStrategy'), 'type');
  const causes = [
    ...templateCauses(spec, selectorOf(spec)),
    ...requiredSelector(spec, 'daemonset'),
    ...mustBeAlways(spec, 'DaemonSet'),
    ...nonNegative(spec, 'spec', 'minReadySeconds', 'revisionHistoryLimit'),
  ];
  if (!['RollingUpdate', 'OnDelete'].includes(strategy)) {
    causes.push(
      notSupported('spec.updateStrategy', fieldsOf(spec, 'updateStrategy'), [
        'RollingUpdate',
        'OnDelete',
      ]),
    );
  }
  return [...causes, ...immutableSelector(spec, old)];
};

/** What may change in the specification of a StatefulSet. */
const MUTABLE = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);

function fixedFields(spec: Fields, old: KubeObject | undefined): StatusCause[] {
  if (!old) return [];
  const fixed = (fields: Fields) =>
    Object.fromEntries(
      Object.entries(fields).filter(([name]) => !MUTABLE.has(name)),
    );
  return jsonEqual(fixed(fieldsOf(old, 'spec')), fixed(spec))
    ? []
    : [
        forbidden(
          'spec',
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        ),
      ];
}

/** Rules of StatefulSets. */
export const statefulSetRules: KindRules = (object, old) => {
  const spec = fieldsOf(object, 'spec');
  const causes: StatusCause[] = [];
  const policy = textOf(spec, 'podManagementPolicy');
  if (!['OrderedReady', 'Parallel'].includes(policy)) {
    causes.push(
      invalid(
        'spec.podManagementPolicy',
        policy,
        "must be 'OrderedReady' or 'Parallel'",
      ),
    );
  }
  causes.push(...nonNegative(spec, 'spec', 'replicas', 'minReadySeconds'));
  const serviceName = textOf(spec, 'serviceName');
  if (serviceName) causes.push(...labelCauses(serviceName, 'spec.serviceName'));
  const claims = listOf(spec, 'volumeClaimTemplates').map(claim => ({
    name: textOf(fieldsOf(claim, 'metadata'), 'name'),
    persistentVolumeClaim: {},
  }));
  const template = fieldsOf(spec, 'template');
  const pod = fieldsOf(template, 'spec');
  const withClaims = {
    ...spec,
    template: {
      ...template,
      spec: { ...pod, volumes: [...claims, ...listOf(pod, 'volumes')] },
    },
  };
  return [
    ...causes,
    ...requiredSelector(spec, 'statefulset'),
    ...templateCauses(withClaims, selectorOf(spec)),
    ...mustBeAlways(spec, 'StatefulSet'),
    ...fixedFields(spec, old),
  ];
};
