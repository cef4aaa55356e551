import type { PolicyRule, StatusCause } from '../../types';
import { invalid, required } from '../causes';
import { index } from '../fieldPath';
import { isObject, jsonEqual } from '../goValue';
import type { KindRules } from './compileBuiltin';

function ruleCauses(rules: PolicyRule[], namespaced: boolean): StatusCause[] {
  return rules.flatMap((rule, i) => {
    const path = index('rules', i);
    const causes: StatusCause[] = [];
    if (!rule.verbs?.length) {
      causes.push(
        required(`${path}.verbs`, 'verbs must contain at least one value'),
      );
    }
    if (rule.nonResourceURLs?.length) {
      if (namespaced) {
        causes.push(
          invalid(
            `${path}.nonResourceURLs`,
            rule.nonResourceURLs,
            'namespaced rules cannot apply to non-resource URLs',
          ),
        );
      }
      if (
        rule.apiGroups?.length ||
        rule.resources?.length ||
        rule.resourceNames?.length
      ) {
        causes.push(
          invalid(
            `${path}.nonResourceURLs`,
            rule.nonResourceURLs,
            'rules cannot apply to both regular resources and non-resource URLs',
          ),
        );
      }
      return causes;
    }
    if (!rule.apiGroups?.length) {
      causes.push(
        required(
          `${path}.apiGroups`,
          'resource rules must supply at least one api group',
        ),
      );
    }
    if (!rule.resources?.length) {
      causes.push(
        required(
          `${path}.resources`,
          'resource rules must supply at least one resource',
        ),
      );
    }
    return causes;
  });
}

function rolesRules(namespaced: boolean): KindRules {
  return object => ruleCauses((object.rules ?? []) as PolicyRule[], namespaced);
}

interface WorkloadSpec {
  selector?: { matchLabels?: Record<string, string> };
  template?: { metadata?: { labels?: Record<string, string> } };
}

/** A workload must select the pods it makes, and may not change its mind. */
const workloadRules: KindRules = (object, old) => {
  const spec = (object.spec ?? {}) as WorkloadSpec;
  const causes: StatusCause[] = [];
  const labels = spec.template?.metadata?.labels ?? {};
  const wanted = spec.selector?.matchLabels ?? {};
  if (Object.entries(wanted).some(([name, value]) => labels[name] !== value)) {
    causes.push(
      invalid(
        'spec.template.metadata.labels',
        labels,
        '`selector` does not match template `labels`',
      ),
    );
  }
  if (Object.keys(wanted).length === 0 && isObject(spec.selector)) {
    if (Object.keys(spec.selector).length === 0) {
      causes.push(
        invalid(
          'spec.selector',
          {},
          `empty selector is invalid for ${object.kind.toLowerCase()}`,
        ),
      );
    }
  }
  const before = (old?.spec as WorkloadSpec | undefined)?.selector;
  if (old && !jsonEqual(before, spec.selector)) {
    causes.push(invalid('spec.selector', spec.selector, 'field is immutable'));
  }
  return causes;
};

/** Rules beyond the schema, by the client's model. */
export const kindRules: Record<string, KindRules | undefined> = {
  V1Role: rolesRules(true),
  V1ClusterRole: rolesRules(false),
  V1Deployment: workloadRules,
  V1ReplicaSet: workloadRules,
  V1StatefulSet: workloadRules,
  V1DaemonSet: workloadRules,
};
