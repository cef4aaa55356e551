import type { KubeObject, StatusCause } from '../../../types';
import { forbidden, invalid, notSupported, required } from '../../causes';
import { jsonEqual } from '../../goValue';
import type { KindRules } from '../compileBuiltin';
import {
  countOrPercentCauses,
  type Fields,
  fieldsOf,
  labelMapCauses,
  listOf,
  nonNegative,
  percentLimitCauses,
  selectorCauses,
  selects,
  textOf,
} from './common';
import { podSpecCauses } from './podRules';

/** Pods of a workload are started again, and have no deadline. */
export function mustBeAlways(spec: Fields, kind: string): StatusCause[] {
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
  unusable: string,
): StatusCause[] {
  if (selector && selectorCauses(selector, '').length > 0) {
    // Without a selector to look by, the template is not looked at.
    return unusable === 'daemonset'
      ? restOfTemplate(spec)
      : [
          {
            reason: 'FieldValueInvalid',
            message: `Invalid value: ${JSON.stringify(
              selector,
            )}: ${unusable}`.replace(/: $/, ''),
            field: 'spec.selector',
          },
        ];
  }
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
  return [...causes, ...restOfTemplate(spec)];
}

function restOfTemplate(spec: Fields): StatusCause[] {
  const template = fieldsOf(spec, 'template');
  const labels = fieldsOf(fieldsOf(template, 'metadata'), 'labels');
  return [
    ...labelMapCauses(labels, 'spec.template.labels'),
    ...podSpecCauses(fieldsOf(template, 'spec'), 'spec.template.spec'),
  ];
}

/** The selector of a workload, if it has one. */
export function selectorOf(spec: Fields): Fields | undefined {
  return spec.selector ? fieldsOf(spec, 'selector') : undefined;
}

/** A selector must be there, must be right, and may not choose everything. */
export function requiredSelector(spec: Fields, kind: string): StatusCause[] {
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

/** A strategy as the server's own type prints it. */
export function printed(strategy: Fields): string {
  return JSON.stringify({
    Type: textOf(strategy, 'type'),
    RollingUpdate: strategy.rollingUpdate ?? null,
  });
}

function unknownStrategy(
  strategy: Fields,
  field: string,
  known: [string, string],
): StatusCause {
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${printed(
      strategy,
    )}: supported values: "${known.join('", "')}"`,
    field,
  };
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
      unknownStrategy(strategy, 'spec.strategy', ['Recreate', 'RollingUpdate']),
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
    ...templateCauses(spec, selectorOf(spec), 'invalid label selector'),
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
    ...templateCauses(spec, selectorOf(spec), 'invalid label selector'),
    ...mustBeAlways(spec, 'ReplicaSet'),
    ...immutableSelector(spec, old),
  ];
};

/** Rules of DaemonSets. */
export const daemonSetRules: KindRules = (object, old) => {
  const spec = fieldsOf(object, 'spec');
  const strategy = textOf(fieldsOf(spec, 'updateStrategy'), 'type');
  const causes = [
    ...templateCauses(spec, selectorOf(spec), 'daemonset'),
    ...requiredSelector(spec, 'daemonset'),
    ...mustBeAlways(spec, 'DaemonSet'),
    ...nonNegative(spec, 'spec', 'minReadySeconds', 'revisionHistoryLimit'),
  ];
  if (!['RollingUpdate', 'OnDelete'].includes(strategy)) {
    causes.push(
      unknownStrategy(fieldsOf(spec, 'updateStrategy'), 'spec.updateStrategy', [
        'RollingUpdate',
        'OnDelete',
      ]),
    );
  }
  return [...causes, ...immutableSelector(spec, old)];
};
