import type { StatusCause } from '../../../types';
import { invalid, notSupported, required } from '../../causes';
import { key } from '../../fieldPath';
import { compareQuantities } from '../compareQuantities';
import type { KindRules } from '../compileBuiltin';
import { fieldsOf, listOf, qualifiedNameProblem } from './common';

/** Counted in whole numbers. */
const COUNTED = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);
const AMOUNTS =
  /^(?:(?:requests\.|limits\.)?(?:cpu|memory|ephemeral-storage)|requests\.storage|(?:requests\.)?hugepages-.+)$/;
const SCOPES = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];

function amountCauses(name: string, amount: unknown): StatusCause[] {
  const field = key('spec.hard', name);
  const causes: StatusCause[] = [];
  const problem = qualifiedNameProblem(name);
  if (problem) causes.push(invalid(field, name, problem));
  if (!name.includes('/') && !COUNTED.has(name) && !AMOUNTS.test(name)) {
    if (!problem) {
      causes.push(
        invalid(
          field,
          name,
          'must be a standard resource type or fully qualified',
        ),
      );
    }
    causes.push(invalid(field, name, 'must be a standard resource for quota'));
  }
  if (compareQuantities(amount, '0') < 0) {
    causes.push(invalid(field, amount, 'must be greater than or equal to 0'));
  }
  const text = String(amount);
  if (COUNTED.has(name) && /^\d*\.\d*[1-9]\d*$/.test(text)) {
    const thousandths = `${Math.ceil(Number(text) * 1000)}m`;
    causes.push(invalid(field, thousandths, 'must be an integer'));
  }
  return causes;
}

/** Rules of ResourceQuotas. */
export const quotaRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const causes = Object.entries(fieldsOf(spec, 'hard')).flatMap(
    ([name, amount]) => amountCauses(name, amount),
  );
  const scopes: unknown[] = listOf(spec, 'scopes');
  if (scopes.some(scope => !SCOPES.includes(String(scope)))) {
    causes.push(invalid('spec.scopes', scopes, 'unsupported scope'));
  }
  for (const name of ['Terminating', 'BestEffort']) {
    if (scopes.includes(name) && scopes.includes(`Not${name}`)) {
      causes.push(invalid('spec.scopes', scopes, 'conflicting scopes'));
    }
  }
  return causes;
};

const ACCESS_MODES = [
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOnce',
  'ReadWriteOncePod',
];

/** Rules of PersistentVolumeClaims. */
export const claimRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const causes: StatusCause[] = [];
  const modes: unknown[] = listOf(spec, 'accessModes');
  if (modes.length === 0) {
    causes.push(
      required('spec.accessModes', 'at least 1 access mode is required'),
    );
  }
  for (const mode of modes) {
    if (!ACCESS_MODES.includes(String(mode))) {
      causes.push(notSupported('spec.accessModes', mode, ACCESS_MODES));
    }
  }
  const { storage } = fieldsOf(fieldsOf(spec, 'resources'), 'requests');
  if (storage === undefined) {
    causes.push(required('spec.resources[storage]'));
  } else if (compareQuantities(storage, '0') <= 0) {
    causes.push(
      invalid('spec.resources[storage]', storage, 'must be greater than zero'),
    );
  }
  return causes;
};
