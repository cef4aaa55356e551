import {
  type Fields,
  fieldsOf,
  listOf,
  selectorCauses,
  subdomainCauses,
  textOf,
} from '../../schema/builtin/rules/common';
import type { KindRules } from '../../schema/builtin/compileBuiltin';
import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
} from '../../schema/causes';
import { child, index } from '../../schema/fieldPath';
import type { StatusCause } from '../../types';
import {
  dns1035Label,
  dnsSubdomain,
  pathSegment,
} from '../../validation/names';
import { compilePolicy, type PolicySpec } from '../policies/Policy';
import { compileConditions } from '../webhooks/Webhook';
import {
  compileCause,
  conditionCauses,
  matchCauses,
  nameCauses,
  optionCauses,
  problemsOf,
  textsOf,
} from './matchCauses';

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

/** Rules of ValidatingAdmissionPolicies. */
export const admissionPolicyRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const at = 'spec';
  const { paramKind, matchConstraints } = spec;
  const causes = optionCauses(spec, at, 'failurePolicy', ['Fail', 'Ignore']);
  if (paramKind) {
    causes.push(...paramKindCauses(fieldsOf(spec, 'paramKind')));
  }
  if (!matchConstraints) {
    causes.push(required('spec.matchConstraints'));
  } else {
    const match = fieldsOf(spec, 'matchConstraints');
    causes.push(...matchCauses(match, 'spec.matchConstraints'));
    if (listOf(match, 'resourceRules').length === 0) {
      causes.push(required('spec.matchConstraints.resourceRules'));
    }
  }
  causes.push(
    ...conditionCauses(
      listOf(spec, 'matchConditions'),
      'spec.matchConditions',
      conditions => compileConditions(conditions, paramKind !== undefined),
    ),
    ...expressionCauses(spec, textOf(fieldsOf(object, 'metadata'), 'name')),
  );
  return causes;
};

/** Variables, validations and audit annotations, in that order. */
function expressionCauses(spec: Fields, name: string): StatusCause[] {
  const { matchConditions, ...rest } = spec as unknown as PolicySpec;
  const compiled = new Map(
    problemsOf(() => compilePolicy(withoutEmpty(rest))).map(problem => [
      `spec.${problem.path}`,
      compileCause(`spec.${problem.path}`, problem),
    ]),
  );
  const compileCauses = (path: string) => {
    const cause = compiled.get(path);
    return cause ? [cause] : [];
  };
  const variables = listOf(spec, 'variables').flatMap((variable, i) =>
    variableCauses(variable, index('spec.variables', i), compileCauses),
  );
  const validations = listOf(spec, 'validations');
  const annotations = listOf(spec, 'auditAnnotations');
  if (validations.length + annotations.length === 0) {
    const text =
      'validations or auditAnnotations must contain at least one item';
    return [
      ...variables,
      required('spec.validations', text),
      required('spec.auditAnnotations', text),
    ];
  }
  const keys = annotations.map(one => textOf(one, 'key'));
  return [
    ...variables,
    ...validations.flatMap((one, i) =>
      validationCauses(one, index('spec.validations', i), compileCauses),
    ),
    ...annotations.flatMap((one, i) => {
      const at = index('spec.auditAnnotations', i);
      const key = keys[i];
      const expression = child(at, 'valueExpression');
      return [
        ...nameCauses(`${name}/${key}`, child(at, 'key')),
        ...(textOf(one, 'valueExpression').trim()
          ? compileCauses(expression)
          : [required(expression, 'valueExpression is not specified')]),
        ...(keys.indexOf(key) < i ? [duplicate(child(at, 'key'), key)] : []),
      ];
    }),
  ];
}

/** Empty expressions have their own finding; places must stay what they are. */
function withoutEmpty(spec: PolicySpec): PolicySpec {
  return {
    ...spec,
    variables: spec.variables?.map(one =>
      one.expression.trim() ? one : { ...one, expression: 'null' },
    ),
    validations: spec.validations?.map(one => ({
      ...one,
      expression: one.expression.trim() ? one.expression : 'true',
      messageExpression: one.messageExpression?.trim()
        ? one.messageExpression
        : undefined,
    })),
    auditAnnotations: spec.auditAnnotations?.map(one =>
      one.valueExpression.trim() ? one : { ...one, valueExpression: 'null' },
    ),
  };
}

const RESERVED = new Set(
  'in as break const continue else for function if import let loop package namespace return var void while true false null'.split(
    ' ',
  ),
);

function variableCauses(
  variable: Fields,
  path: string,
  compileCauses: (path: string) => StatusCause[],
): StatusCause[] {
  const name = textOf(variable, 'name');
  const causes: StatusCause[] = [];
  if (!name.trim()) {
    causes.push(required(child(path, 'name'), 'name is not specified'));
  } else if (!/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) || RESERVED.has(name)) {
    causes.push(
      invalid(child(path, 'name'), name, 'must be a valid CEL identifier'),
    );
  }
  const at = child(path, 'expression');
  return textOf(variable, 'expression').trim()
    ? [...causes, ...compileCauses(at)]
    : [...causes, required(at, 'expression is not specified')];
}

function validationCauses(
  validation: Fields,
  path: string,
  compileCauses: (path: string) => StatusCause[],
): StatusCause[] {
  const expression = child(path, 'expression');
  const causes = textOf(validation, 'expression').trim()
    ? compileCauses(expression)
    : [required(expression, 'expression is not specified')];
  const messageExpression = textOf(validation, 'messageExpression');
  const at = child(path, 'messageExpression');
  if (messageExpression.trim()) causes.push(...compileCauses(at));
  else if (messageExpression) {
    causes.push(
      invalid(at, messageExpression, 'must be non-empty if specified'),
    );
  }
  const message = textOf(validation, 'message');
  if (message && !message.trim()) {
    causes.push(
      invalid(
        child(path, 'message'),
        message,
        'must be non-empty if specified',
      ),
    );
  } else if (/[\n\r]/.test(message.trim())) {
    causes.push(
      invalid(child(path, 'message'), message, 'must not contain line breaks'),
    );
  }
  return [...causes, ...optionCauses(validation, path, 'reason', REASONS)];
}

function paramKindCauses(paramKind: Fields): StatusCause[] {
  const at = 'spec.paramKind.apiVersion';
  const apiVersion = textOf(paramKind, 'apiVersion');
  const kind = textOf(paramKind, 'kind');
  const causes: StatusCause[] = [];
  const parts = apiVersion.split('/');
  const version = parts[parts.length - 1];
  if (!apiVersion) causes.push(required(at));
  else if (parts.length > 2) {
    causes.push(
      invalid(at, apiVersion, `unexpected GroupVersion string: ${apiVersion}`),
    );
  } else {
    const group = parts.length === 2 ? parts[0] : '';
    const problem = group && dnsSubdomain(group);
    if (problem) causes.push(invalid(at, group, problem));
    if (!version) {
      causes.push(invalid(at, apiVersion, 'version must be specified'));
    } else {
      const wrong = dns1035Label(version);
      if (wrong) causes.push(invalid(at, version, wrong));
    }
  }
  if (!kind) causes.push(required('spec.paramKind.kind'));
  else {
    const problem = dns1035Label(kind.toLowerCase());
    if (problem) {
      causes.push(
        invalid(
          'spec.paramKind.kind',
          kind,
          `may have mixed case, but should otherwise match: ${problem}`,
        ),
      );
    }
  }
  return causes;
}

/** Rules of ValidatingAdmissionPolicyBindings. */
export const admissionBindingRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const policyName = textOf(spec, 'policyName');
  return [
    ...(policyName
      ? subdomainCauses(policyName, 'spec.policyName')
      : [required('spec.policyName')]),
    ...(spec.paramRef
      ? paramRefCauses(fieldsOf(spec, 'paramRef'), 'spec.paramRef')
      : []),
    ...(spec.matchResources
      ? matchCauses(fieldsOf(spec, 'matchResources'), 'spec.matchResources')
      : []),
    ...actionCauses(textsOf(spec, 'validationActions')),
  ];
};

function paramRefCauses(ref: Fields, path: string): StatusCause[] {
  const name = textOf(ref, 'name');
  const causes: StatusCause[] = [];
  const exclusive = 'name and selector are mutually exclusive';
  if (name) {
    const problem = pathSegment(name);
    if (problem) causes.push(invalid(child(path, 'name'), name, problem));
    if (ref.selector) causes.push(forbidden(child(path, 'name'), exclusive));
  }
  if (ref.selector) {
    const at = child(path, 'selector');
    causes.push(...selectorCauses(fieldsOf(ref, 'selector'), at));
    if (name) causes.push(forbidden(at, exclusive));
  } else if (!name) {
    causes.push(required(path, 'one of name or selector must be specified'));
  }
  const action = textOf(ref, 'parameterNotFoundAction');
  const at = child(path, 'parameterNotFoundAction');
  if (!action) causes.push(required(at));
  else if (action !== 'Deny' && action !== 'Allow') {
    causes.push(notSupported(at, action, ['Deny', 'Allow']));
  }
  return causes;
}

function actionCauses(actions: string[]): StatusCause[] {
  const path = 'spec.validationActions';
  const supported = ['Audit', 'Deny', 'Warn'];
  const causes = actions.flatMap((action, i) => [
    ...(supported.includes(action)
      ? []
      : [notSupported(index(path, i), action, supported)]),
    ...(actions.indexOf(action) < i ? [duplicate(index(path, i), action)] : []),
  ]);
  if (actions.includes('Deny') && actions.includes('Warn')) {
    causes.push(
      invalid(
        path,
        actions,
        'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
      ),
    );
  }
  if (actions.length === 0) {
    causes.push(required(path, 'at least one validation action is required'));
  }
  return causes;
}
