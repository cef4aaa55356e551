import type { PolicyRule, StatusCause } from '../../../types';
import { invalid, required } from '../../causes';
import { index } from '../../fieldPath';
import type { KindRules } from '../compileBuiltin';

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

/** Rules of Roles and ClusterRoles. */
export function roleRules(namespaced: boolean): KindRules {
  return object => ruleCauses((object.rules ?? []) as PolicyRule[], namespaced);
}
