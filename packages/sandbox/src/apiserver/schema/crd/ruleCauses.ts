import type { SchemaNode, StatusCause } from '../../types';
import { forbidden, invalid, notSupported, required } from '../causes';
import { compileRules } from '../cel/compileRules';
import { expensiveRules } from '../cel/estimateCost';
import type { ValidationRule } from '../cel/compileRule';
import { isObject } from '../goValue';

const REASONS = [
  'FieldValueDuplicate',
  'FieldValueForbidden',
  'FieldValueInvalid',
  'FieldValueRequired',
];

/** A rule as Go writes it, keys in the order of the Go type. */
function goRule(rule: ValidationRule): string {
  return JSON.stringify({
    Rule: rule.rule,
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  })
    .replace(/</g, '\\u003c')
    .replace(/>/g, '\\u003e')
    .replace(/&/g, '\\u0026');
}

/** Checks all `x-kubernetes-validations` of a schema: their form, then that they compile. */
export function ruleCauses(schema: SchemaNode, path: string): StatusCause[] {
  const causes = formCauses(schema, path, undefined);
  // Without a rule or a type there is nothing to compile.
  const broken = /rule is not specified|failed to construct type/;
  if (causes.some(cause => broken.test(cause.message))) return causes;
  for (const problem of compileRules(schema)?.errors ?? []) {
    const opening =
      problem.part === 'messageExpression' &&
      problem.message.startsWith('compilation')
        ? 'messageExpression '
        : '';
    causes.push({
      reason: 'FieldValueInvalid',
      field: `${path}${problem.path}`,
      message: `Invalid value: ${goRule(problem.rule)}: ${opening}${
        problem.message
      }`,
    });
  }
  for (const { path: at, message } of expensiveRules(schema)) {
    causes.push(forbidden(`${path}${at}`, message));
  }
  return causes;
}

function formCauses(
  schema: SchemaNode,
  path: string,
  uncorrelatable: string | undefined,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const rules = schema['x-kubernetes-validations'];
  if (
    Array.isArray(rules) &&
    !schema.type &&
    !schema['x-kubernetes-int-or-string']
  ) {
    causes.push({
      reason: 'InternalError',
      field: `${path}.x-kubernetes-validations`,
      message:
        'Internal error: internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations',
    });
  } else if (Array.isArray(rules)) {
    (rules as ValidationRule[]).forEach((rule, i) =>
      causes.push(
        ...ownCauses(
          rule,
          schema,
          `${path}.x-kubernetes-validations[${i}]`,
          uncorrelatable,
        ),
      ),
    );
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    causes.push(
      ...formCauses(property, `${path}.properties[${name}]`, uncorrelatable),
    );
  }
  if (isObject(schema.additionalProperties)) {
    causes.push(
      ...formCauses(
        schema.additionalProperties as SchemaNode,
        `${path}.additionalProperties`,
        schema['x-kubernetes-map-type'] === 'atomic' ? path : uncorrelatable,
      ),
    );
  }
  if (schema.items) {
    const correlates = schema['x-kubernetes-list-type'] === 'map';
    causes.push(
      ...formCauses(
        schema.items,
        `${path}.items`,
        correlates ? uncorrelatable : uncorrelatable ?? path,
      ),
    );
  }
  return causes;
}

function ownCauses(
  rule: ValidationRule,
  schema: SchemaNode,
  path: string,
  uncorrelatable: string | undefined,
): StatusCause[] {
  const causes: StatusCause[] = [];
  if (!rule.rule?.trim()) {
    return [required(`${path}.rule`, 'rule is not specified')];
  }
  if (rule.message !== undefined && /[\r\n]/.test(rule.message)) {
    causes.push(
      invalid(`${path}.message`, rule.message, 'must not contain line breaks'),
    );
  }
  if (/[\r\n]/.test(rule.rule) && !rule.message) {
    causes.push(
      required(
        `${path}.message`,
        'message must be specified if rule contains line breaks',
      ),
    );
  }
  if (rule.reason && !REASONS.includes(rule.reason)) {
    causes.push(notSupported(`${path}.reason`, rule.reason, REASONS));
  }
  if (rule.fieldPath && !leadsSomewhere(schema, rule.fieldPath)) {
    causes.push(
      invalid(`${path}.fieldPath`, rule.fieldPath, 'must be a valid path'),
    );
  }
  const usesOldSelf = /\boldSelf\b/.test(rule.rule);
  if (rule.optionalOldSelf !== undefined && !usesOldSelf) {
    causes.push(
      invalid(
        `${path}.optionalOldSelf`,
        rule.optionalOldSelf,
        'may not be set if oldSelf is not used in rule',
      ),
    );
  }
  if (usesOldSelf && uncorrelatable) {
    causes.push(
      invalid(
        `${path}.rule`,
        rule.rule,
        `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`,
      ),
    );
  }
  return causes;
}

/** True if `.a.b['c']` names fields the schema has. */
function leadsSomewhere(schema: SchemaNode, path: string): boolean {
  let here: SchemaNode | undefined = schema;
  let rest = path;
  while (rest && here) {
    const match = /^(?:\.([^.[\]']+)|\['([^']*)'\])/.exec(rest);
    if (!match) return false;
    const name: string = match[1] ?? match[2];
    const { properties, additionalProperties }: SchemaNode = here;
    here =
      properties?.[name] ??
      (isObject(additionalProperties)
        ? (additionalProperties as SchemaNode)
        : undefined);
    rest = rest.slice(match[0].length);
  }
  return here !== undefined;
}
