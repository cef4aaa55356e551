import { isObject, objectAt, type JsonObject } from '../json';
import type { FieldProblem } from '../types';

/** More problems than a person reads at once are not listed. */
const MAX_PROBLEMS = 50;
const MAX_PATTERN_INPUT = 1000;

type Report = (field: string, message: string) => void;

function typeName(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  const names: Record<string, string> = {
    object: 'an object',
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
  };
  return names[typeof value] ?? typeof value;
}

const EXPECTED: Record<string, { name: string; test(v: unknown): boolean }> = {
  object: { name: 'an object', test: isObject },
  array: { name: 'a list', test: Array.isArray },
  string: { name: 'text', test: v => typeof v === 'string' },
  boolean: { name: 'true or false', test: v => typeof v === 'boolean' },
  integer: { name: 'a whole number', test: Number.isSafeInteger },
  number: { name: 'a number', test: v => Number.isFinite(v) },
};

function checkText(schema: JsonObject, value: string, report: Report) {
  const { minLength, maxLength, pattern } = schema;
  const length = [...value].length;
  if (typeof minLength === 'number' && length < minLength) {
    report('', `Must be at least ${minLength} characters long.`);
  }
  if (typeof maxLength === 'number' && length > maxLength) {
    report('', `Must be at most ${maxLength} characters long.`);
  }
  // The cluster has the last word on patterns: its dialect (RE2) is linear, ours may not be.
  if (typeof pattern === 'string' && value.length <= MAX_PATTERN_INPUT) {
    let expression: RegExp;
    try {
      expression = new RegExp(pattern, 'u');
    } catch {
      return;
    }
    if (!expression.test(value)) {
      report('', `Must match the pattern ${pattern}.`);
    }
  }
}

function checkNumber(schema: JsonObject, value: number, report: Report) {
  const { minimum, maximum, multipleOf } = schema;
  if (typeof minimum === 'number') {
    if (schema.exclusiveMinimum === true && value <= minimum) {
      report('', `Must be more than ${minimum}.`);
    } else if (value < minimum) {
      report('', `Must be at least ${minimum}.`);
    }
  }
  if (typeof maximum === 'number') {
    if (schema.exclusiveMaximum === true && value >= maximum) {
      report('', `Must be less than ${maximum}.`);
    } else if (value > maximum) {
      report('', `Must be at most ${maximum}.`);
    }
  }
  if (
    typeof multipleOf === 'number' &&
    multipleOf > 0 &&
    Number.isInteger(value) &&
    Number.isInteger(multipleOf) &&
    value % multipleOf !== 0
  ) {
    report('', `Must be a multiple of ${multipleOf}.`);
  }
}

function checkArray(schema: JsonObject, value: unknown[], report: Report) {
  const { minItems, maxItems } = schema;
  if (typeof minItems === 'number' && value.length < minItems) {
    report('', `Must have at least ${minItems} entries.`);
  }
  if (typeof maxItems === 'number' && value.length > maxItems) {
    report('', `Must have at most ${maxItems} entries.`);
  }
  for (const [index, item] of value.entries()) {
    checkValue(objectAt(schema, 'items'), item, (field, message) =>
      report(`[${index}]${field}`, message),
    );
  }
}

function checkObject(schema: JsonObject, value: JsonObject, report: Report) {
  const properties = objectAt(schema, 'properties');
  const required = Array.isArray(schema.required) ? schema.required : [];
  for (const field of required) {
    const known = objectAt(properties, String(field));
    if (!Object.hasOwn(value, String(field)) && known.default === undefined) {
      report(`.${field}`, 'Is required.');
    }
  }
  const open =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    schema['x-kubernetes-embedded-resource'] === true;
  for (const [field, inner] of Object.entries(value)) {
    const at: Report = (rest, message) => report(`.${field}${rest}`, message);
    if (Object.hasOwn(properties, field)) {
      checkValue(objectAt(properties, field), inner, at);
    } else if (isObject(schema.additionalProperties)) {
      checkValue(schema.additionalProperties, inner, at);
    } else if (!open && schema.additionalProperties !== true) {
      const known = Object.keys(properties);
      at(
        '',
        known.length > 0
          ? `Is not a field of this offering. Known here: ${known.join(', ')}.`
          : 'Is not a field of this offering.',
      );
    }
  }
}

function checkValue(schema: JsonObject, value: unknown, report: Report): void {
  if (value === null && schema.nullable === true) {
    return;
  }
  if (schema['x-kubernetes-int-or-string'] === true) {
    if (!Number.isSafeInteger(value) && typeof value !== 'string') {
      report('', `Must be a whole number or text, not ${typeName(value)}.`);
    }
    return;
  }
  const expected =
    typeof schema.type === 'string' ? EXPECTED[schema.type] : undefined;
  if (expected && !expected.test(value)) {
    report(
      '',
      typeof value === 'number' && schema.type === 'integer'
        ? 'Must be a whole number.'
        : `Must be ${expected.name}, not ${typeName(value)}.`,
    );
    return;
  }
  if (
    Array.isArray(schema.enum) &&
    !isObject(value) &&
    !Array.isArray(value) &&
    !schema.enum.includes(value)
  ) {
    report('', `Must be one of: ${schema.enum.join(', ')}.`);
    return;
  }
  if (typeof value === 'string') {
    checkText(schema, value, report);
  } else if (typeof value === 'number') {
    checkNumber(schema, value, report);
  } else if (Array.isArray(value)) {
    checkArray(schema, value, report);
  } else if (isObject(value)) {
    checkObject(schema, value, report);
  }
}

/**
 * Holds a request's `spec` against an offering's structural schema, so that the person reads a plain
 * sentence at the field. The cluster checks again, and alone evaluates CEL rules and formats.
 *
 * @returns at most 50 problems, fields as the cluster names them (`spec.backup.retentionDays`).
 * @public
 */
export function checkSpec(
  schema: Record<string, unknown>,
  spec: Record<string, unknown>,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  checkValue({ type: 'object', ...schema }, spec, (field, message) => {
    if (problems.length < MAX_PROBLEMS) {
      problems.push({ field: `spec${field}`, message });
    }
  });
  return problems;
}
