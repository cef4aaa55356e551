import type { KubeObject, StatusCause } from '../../../types';
import { forbidden, invalid } from '../../causes';
import { jsonEqual } from '../../goValue';
import type { KindRules } from '../compileBuiltin';
import {
  type Fields,
  fieldsOf,
  labelCauses,
  listOf,
  nonNegative,
  textOf,
} from './common';
import {
  mustBeAlways,
  printed,
  requiredSelector,
  selectorOf,
  templateCauses,
} from './workloadRules';

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
  const strategy = fieldsOf(spec, 'updateStrategy');
  if (!['RollingUpdate', 'OnDelete'].includes(textOf(strategy, 'type'))) {
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${printed(
        strategy,
      )}: must be 'RollingUpdate' or 'OnDelete'`,
      field: 'spec.updateStrategy',
    });
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
    ...templateCauses(withClaims, selectorOf(spec), ''),
    ...mustBeAlways(spec, 'StatefulSet'),
    ...fixedFields(spec, old),
  ];
};
