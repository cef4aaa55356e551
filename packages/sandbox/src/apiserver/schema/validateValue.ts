import type { SchemaNode, StatusCause } from '../types';
import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  typeInvalid,
} from './causes';
import { child, index } from './fieldPath';
import { hasFormat } from './formats';
import { isObject, jsonEqual } from './goValue';
import { ownProperty } from './pruneUnknown';
import { patternFinds } from './regularExpression';
import { numberCauses } from './validateNumber';

/** What the schema says of a value, and where the value stands. */
interface Visit {
  schema: SchemaNode;
  value: unknown;
  path: string;
}

/** Go's name of the JSON type, as messages carry it. */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value;
}

/**
 * Checks a value against an OpenAPI schema with the order, reasons and words of
 * the real server. Unknown fields, list types and CEL rules are not its matter.
 *
 * @param path - Where the value stands; `''` for the root.
 */
export function validateValue(
  schema: SchemaNode,
  value: unknown,
  path: string,
): StatusCause[] {
  const visit = { schema, value, path };
  return [
    ...typeCauses(visit),
    ...junctorCauses(visit),
    ...stringCauses(visit),
    ...formatCauses(visit),
    ...numberCauses(schema, value, path),
    ...arrayCauses(visit),
    ...enumCauses(visit),
    ...objectCauses(visit),
  ];
}

/** `spec.size in body`, or `in body` for the root. */
function where(path: string): string {
  return path ? `${path} in body` : ' in body';
}

function typeCauses({ schema, value, path }: Visit): StatusCause[] {
  if (value === null && schema.nullable) return [];
  const found = jsonTypeOf(value);
  if (schema['x-kubernetes-int-or-string']) {
    return found === 'integer' || found === 'string'
      ? []
      : [
          typeInvalid(
            path,
            found,
            `${where(path)} must be of type integer,string: ${JSON.stringify(
              found,
            )}`,
          ),
        ];
  }
  const { type } = schema;
  if (!type || type === found) return [];
  if (type === 'number' && found === 'integer') return [];
  return [
    typeInvalid(
      path,
      found,
      `${where(path)} must be of type ${type}: ${JSON.stringify(found)}`,
    ),
  ];
}

function stringCauses({ schema, value, path }: Visit): StatusCause[] {
  if (typeof value !== 'string') return [];
  const { minLength, maxLength, pattern } = schema;
  // Lengths count code points, as Go's runes; the first finding is the only one.
  const length = [...value].length;
  if (typeof maxLength === 'number' && length > maxLength) {
    return [tooLong(path, maxLength)];
  }
  if (typeof minLength === 'number' && length < minLength) {
    return [
      invalid(
        path,
        value,
        `${where(path)} should be at least ${minLength} chars long`,
      ),
    ];
  }
  if (typeof pattern === 'string' && !patternFinds(pattern, value)) {
    return [invalid(path, value, `${where(path)} should match '${pattern}'`)];
  }
  return [];
}

function formatCauses({ schema, value, path }: Visit): StatusCause[] {
  const { format } = schema;
  if (typeof value !== 'string' || !format || hasFormat(format, value)) {
    return [];
  }
  return [
    typeInvalid(
      path,
      value,
      `${where(path)} must be of type ${format}: ${JSON.stringify(value)}`,
    ),
  ];
}

function arrayCauses({ schema, value, path }: Visit): StatusCause[] {
  if (!Array.isArray(value)) return [];
  const causes: StatusCause[] = [];
  const { minItems, maxItems, items } = schema;
  if (items) {
    value.forEach((item, i) => {
      causes.push(...validateValue(items, item, index(path, i)));
    });
  }
  if (typeof minItems === 'number' && value.length < minItems) {
    causes.push(
      invalid(
        path,
        value.length,
        `${where(path)} should have at least ${minItems} items`,
      ),
    );
  }
  if (typeof maxItems === 'number' && value.length > maxItems) {
    causes.push(tooMany(path, value.length, maxItems));
  }
  if (schema.uniqueItems === true) {
    const repeated = value.some((item, i) =>
      value.slice(0, i).some(other => jsonEqual(other, item)),
    );
    if (repeated) causes.push(duplicate(path, value));
  }
  return causes;
}

function enumCauses({ schema, value, path }: Visit): StatusCause[] {
  const values = schema.enum;
  if (!Array.isArray(values) || values.some(one => jsonEqual(one, value))) {
    return [];
  }
  return [
    notSupported(
      path,
      value,
      values.map(one => (typeof one === 'string' ? one : JSON.stringify(one))),
    ),
  ];
}

function objectCauses({ schema, value, path }: Visit): StatusCause[] {
  if (!isObject(value)) return [];
  const causes: StatusCause[] = [];
  const names = Object.keys(value);
  const { minProperties, maxProperties, additionalProperties } = schema;
  if (typeof minProperties === 'number' && names.length < minProperties) {
    causes.push(
      invalid(
        path,
        names.length,
        `${where(path)} should have at least ${minProperties} properties`,
      ),
    );
  }
  if (typeof maxProperties === 'number' && names.length > maxProperties) {
    causes.push(tooMany(path, names.length, maxProperties));
  }
  if (Array.isArray(schema.required)) {
    for (const name of schema.required as string[]) {
      if (!Object.hasOwn(value, name)) {
        causes.push(required(child(path, name)));
      }
    }
  }
  const entries = isObject(additionalProperties)
    ? (additionalProperties as SchemaNode)
    : undefined;
  for (const name of names) {
    const property = schema.properties
      ? ownProperty(schema.properties, name)
      : undefined;
    const entrySchema = property ?? entries;
    if (entrySchema) {
      causes.push(
        ...validateValue(entrySchema, value[name], child(path, name)),
      );
    }
  }
  return causes;
}

function junctorCauses({ schema, value, path }: Visit): StatusCause[] {
  const causes: StatusCause[] = [];
  const attempt = (list: unknown) =>
    (list as SchemaNode[]).map(one => validateValue(one, value, path));
  const say = (text: string) =>
    causes.push(invalid('<nil>', '', `${JSON.stringify(path)} ${text}`));

  if (Array.isArray(schema.anyOf)) {
    const results = attempt(schema.anyOf);
    if (!results.some(one => one.length === 0)) {
      say('must validate at least one schema (anyOf)');
      causes.push(...nearest(results));
    }
  }
  if (Array.isArray(schema.oneOf)) {
    const results = attempt(schema.oneOf);
    const fitting = results.filter(one => one.length === 0).length;
    if (fitting !== 1) {
      say(
        `must validate one and only one schema (oneOf). ${
          fitting === 0
            ? 'Found none valid'
            : `Found ${fitting} valid alternatives`
        }`,
      );
      if (fitting === 0) causes.push(...nearest(results));
    }
  }
  if (Array.isArray(schema.allOf)) {
    const results = attempt(schema.allOf);
    causes.push(...results.flat());
    if (results.some(one => one.length > 0)) {
      say(
        results.every(one => one.length > 0)
          ? 'must validate all the schemas (allOf). None validated'
          : 'must validate all the schemas (allOf)',
      );
    }
  }
  if (
    isObject(schema.not) &&
    validateValue(schema.not as SchemaNode, value, path).length === 0
  ) {
    say('must not validate the schema (not)');
  }
  return causes;
}

/** The findings of one alternative, to show what would do. */
function nearest(results: StatusCause[][]): StatusCause[] {
  return results[0] ?? [];
}
