import type { SchemaNode, StatusCause } from '../../types';
import { forbidden, invalid, notSupported, required } from '../causes';
import { isObject } from '../goValue';
import { compilePattern } from '../regularExpression';
import { extensionCauses } from './extensionCauses';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
/** Keywords of JSON Schema that structural schemas do without. */
const UNSUPPORTED = [
  '$ref',
  'definitions',
  'dependencies',
  'patternProperties',
  'id',
  'additionalItems',
];
/** Keywords that only the outer schema may carry, and the word for it. */
const OUTER_ONLY: Record<string, string> = {
  type: 'must be empty to be structural',
  description: 'must be empty to be structural',
  title: 'must be empty to be structural',
  default: 'must be undefined to be structural',
  additionalProperties: 'must be undefined to be structural',
  nullable: 'must be false to be structural',
  'x-kubernetes-preserve-unknown-fields': 'must be undefined to be structural',
  'x-kubernetes-embedded-resource': 'must be false to be structural',
  'x-kubernetes-int-or-string': 'must be false to be structural',
  'x-kubernetes-list-map-keys': 'must be empty to be structural',
  'x-kubernetes-list-type': 'must be undefined to be structural',
  'x-kubernetes-map-type': 'must be undefined to be structural',
  'x-kubernetes-validations': 'must be empty to be structural',
};

/** Checks that a schema is structural, as `apiextensions.k8s.io/v1` demands. */
export function structuralCauses(
  schema: SchemaNode,
  path: string,
): StatusCause[] {
  const causes = nodeCauses(schema, path);
  if (!schema.type) {
    causes.push(required(`${path}.type`, 'must not be empty at the root'));
  } else if (schema.type !== 'object') {
    causes.push(
      invalid(`${path}.type`, schema.type, 'must be object at the root'),
    );
  }
  causes.push(...implicitCauses(schema, path));
  return causes;
}

/** What stands for itself in every object may not be specified otherwise. */
function implicitCauses(schema: SchemaNode, path: string): StatusCause[] {
  const causes: StatusCause[] = [];
  for (const name of ['apiVersion', 'kind']) {
    const type = schema.properties?.[name]?.type;
    if (type !== undefined && type !== 'string') {
      causes.push(
        invalid(`${path}.properties[${name}].type`, type, 'must be string'),
      );
    }
  }
  if (isObject(schema.default)) {
    for (const name of ['apiVersion', 'kind']) {
      if (!schema.default[name]) {
        causes.push(required(`${path}.default.${name}`));
      }
    }
  }
  const metadata = schema.properties?.metadata;
  const known = ['name', 'generateName'];
  if (
    metadata &&
    (metadata.additionalProperties !== undefined ||
      Object.keys(metadata.properties ?? {}).some(one => !known.includes(one)))
  ) {
    causes.push(
      forbidden(
        `${path}.properties[metadata]`,
        'must not specify anything other than name and generateName, but metadata is implicitly specified',
      ),
    );
  }
  return causes;
}

function nodeCauses(schema: SchemaNode, path: string): StatusCause[] {
  const causes = keywordCauses(schema, path);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    causes.push(...fieldCauses(property, `${path}.properties[${name}]`));
  }
  if (isObject(schema.additionalProperties)) {
    causes.push(
      ...fieldCauses(
        schema.additionalProperties as SchemaNode,
        `${path}.additionalProperties`,
      ),
    );
  }
  if (schema.items && !Array.isArray(schema.items)) {
    causes.push(...fieldCauses(schema.items, `${path}.items`));
  }
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
    ((schema[junctor] ?? []) as SchemaNode[]).forEach((one, i) =>
      causes.push(...innerCauses(one, schema, `${path}.${junctor}[${i}]`)),
    );
  }
  if (isObject(schema.not)) {
    causes.push(
      ...innerCauses(schema.not as SchemaNode, schema, `${path}.not`),
    );
  }
  return causes;
}

/** A field must have a type, unless it may hold anything. */
function fieldCauses(schema: SchemaNode, path: string): StatusCause[] {
  const causes = nodeCauses(schema, path);
  const open =
    schema['x-kubernetes-int-or-string'] ||
    schema['x-kubernetes-preserve-unknown-fields'];
  if (!schema.type && !open && !schema.$ref) {
    causes.push(
      required(`${path}.type`, 'must not be empty for specified object fields'),
    );
  }
  return causes;
}

function keywordCauses(schema: SchemaNode, path: string): StatusCause[] {
  const causes: StatusCause[] = [];
  for (const name of UNSUPPORTED) {
    if (schema[name] !== undefined) {
      causes.push(forbidden(`${path}.${name}`, `${name} is not supported`));
    }
  }
  const { type } = schema;
  if (type && !TYPES.includes(type)) {
    causes.push(notSupported(`${path}.type`, type, TYPES));
  }
  const items: unknown = schema.items;
  if (Array.isArray(items) && items.length > 0) {
    causes.push(
      forbidden(
        `${path}.items`,
        'items must be a schema object and not an array',
      ),
    );
  } else if (type === 'array' && (!items || Array.isArray(items))) {
    causes.push(required(`${path}.items`, 'must be specified'));
  }
  if (
    (schema.additionalProperties ?? true) !== true &&
    Object.keys(schema.properties ?? {}).length > 0
  ) {
    causes.push(
      forbidden(
        `${path}.additionalProperties`,
        'additionalProperties and properties are mutual exclusive',
      ),
    );
  }
  if (schema.uniqueItems === true) {
    causes.push(
      forbidden(
        `${path}.uniqueItems`,
        'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
      ),
    );
  }
  if (typeof schema.pattern === 'string') {
    causes.push(...patternCauses(schema.pattern, path));
  }
  causes.push(...extensionCauses(schema, path));
  return causes;
}

function patternCauses(pattern: string, path: string): StatusCause[] {
  try {
    compilePattern(pattern);
    return [];
  } catch (error) {
    return [
      invalid(
        `${path}.pattern`,
        pattern,
        `must be a valid regular expression, but isn't: ${
          (error as Error).message
        }`,
      ),
    ];
  }
}

/** Inside junctors only values may be restricted, and only of known fields. */
function innerCauses(
  schema: SchemaNode,
  outer: SchemaNode,
  path: string,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const orString =
    outer['x-kubernetes-int-or-string'] === true &&
    ['integer', 'string'].includes(schema.type ?? '');
  for (const [name, words] of Object.entries(OUTER_ONLY)) {
    const value = schema[name];
    if (value === undefined || value === false) continue;
    if (name === 'type' && orString) continue;
    causes.push(forbidden(`${path}.${name}`, words));
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    causes.push(
      ...innerCauses(
        property,
        outer.properties?.[name] ?? {},
        `${path}.properties[${name}]`,
      ),
    );
  }
  if (schema.items) {
    causes.push(
      ...innerCauses(schema.items, outer.items ?? {}, `${path}.items`),
    );
  }
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
    ((schema[junctor] ?? []) as SchemaNode[]).forEach((one, i) =>
      causes.push(...innerCauses(one, outer, `${path}.${junctor}[${i}]`)),
    );
  }
  if (isObject(schema.not)) {
    causes.push(...innerCauses(schema.not as SchemaNode, outer, `${path}.not`));
  }
  if (typeof schema.pattern === 'string') {
    causes.push(...patternCauses(schema.pattern, path));
  }
  return causes;
}
