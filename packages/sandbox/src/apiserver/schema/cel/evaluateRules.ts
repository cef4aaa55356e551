import {
  EvaluationError,
  Optional,
  type ParseResult,
} from '@marcbachmann/cel-js';
import type { SchemaNode, StatusCause } from '../../types';
import type { Correlated } from '../correlate';
import { child } from '../fieldPath';
import { goValue } from '../goValue';
import { jsonTypeOf } from '../validateValue';
import type { ValidationRule } from './compileRule';

/** A rule that compiled. */
export interface CompiledRule {
  rule: ValidationRule;
  run: ParseResult;
  message?: ParseResult;
  usesOldSelf: boolean;
}

/** Rules of a node, and how its values become CEL's. */
export interface RuleHolder {
  schema: SchemaNode;
  rules: CompiledRule[];
  convert: (value: unknown) => unknown;
}

/** Beginnings of the messages by reason. */
const openings: Record<string, string> = {
  FieldValueInvalid: 'Invalid value',
  FieldValueForbidden: 'Forbidden',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
};

/**
 * Evaluates the rules of one node. Transition rules need an old value to
 * compare with; rules on what an update leaves alone are forgiven.
 */
export function evaluateRules(
  holder: RuleHolder,
  here: Correlated,
  path: string,
  unchanged: boolean,
): StatusCause[] {
  if (holder.rules.length === 0) return [];
  const causes: StatusCause[] = [];
  const hasOld = here.hadOld && here.old !== null && here.old !== undefined;
  let self: unknown;
  try {
    self = holder.convert(here.value);
  } catch {
    // Checked by type before; a value that fits no type has its finding already.
    return [];
  }
  const before = hasOld ? holder.convert(here.old) : undefined;
  for (const one of holder.rules) {
    const { rule } = one;
    if (one.usesOldSelf && !hasOld && !rule.optionalOldSelf) continue;
    if (unchanged && !one.usesOldSelf) continue;
    const oldSelf = rule.optionalOldSelf ? optionalOf(before) : before;
    const finding = evaluate(one, { self, oldSelf }, here.value, path);
    if (finding) causes.push(finding);
  }
  return causes;
}

/** CEL's optional; none for `undefined`. */
function optionalOf(value: unknown): Optional {
  return value === undefined ? Optional.none() : Optional.of(value);
}

function evaluate(
  { rule, run, message }: CompiledRule,
  variables: { self: unknown; oldSelf: unknown },
  value: unknown,
  path: string,
): StatusCause | undefined {
  const field = rule.fieldPath ? childPath(path, rule.fieldPath) : path;
  try {
    if (run(variables) === true) return undefined;
  } catch (error) {
    return {
      reason: 'FieldValueInvalid',
      field: path,
      message: `Invalid value: ${JSON.stringify(
        jsonTypeOf(value),
      )}: ${problemOf(error)} evaluating rule: ${
        rule.message || rule.rule.trim()
      }`,
    };
  }
  const text =
    evaluateMessage(message, variables) ??
    (rule.message || `failed rule: ${rule.rule.trim()}`);
  const reason = rule.reason ?? 'FieldValueInvalid';
  const opening = openings[reason] ?? openings.FieldValueInvalid;
  const showsValue =
    (reason === 'FieldValueInvalid' || reason === 'FieldValueDuplicate') &&
    (typeof value !== 'object' || value === null) &&
    !rule.fieldPath;
  return {
    reason,
    field,
    message: `${opening}: ${showsValue ? `${goValue(value)}: ` : ''}${text}`,
  };
}

/** The message a rule makes itself; `undefined` if it fails or is empty. */
function evaluateMessage(
  message: ParseResult | undefined,
  variables: { self: unknown; oldSelf: unknown },
): string | undefined {
  if (!message) return undefined;
  try {
    const text: unknown = message(variables);
    return typeof text === 'string' && text.trim() && !text.includes('\n')
      ? text.trim()
      : undefined;
  } catch {
    // A message that cannot be made gives way to the fixed one.
    return undefined;
  }
}

function problemOf(error: unknown): string {
  if (error instanceof EvaluationError) {
    return error.summary.replace(/^No such key/, 'no such key');
  }
  return error instanceof Error ? error.message : 'unknown error';
}

/** Appends `.a.b[0]['x']` to a path. */
function childPath(path: string, below: string): string {
  const plain = below.replace(/\['([^']*)'\]/g, '[$1]');
  return plain.startsWith('.')
    ? child(path, plain.slice(1))
    : `${path}${plain}`;
}
