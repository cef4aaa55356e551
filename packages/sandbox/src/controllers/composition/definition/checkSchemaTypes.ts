import type { Json, JsonObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';

const TEXTS = [
  'type',
  'format',
  'description',
  'title',
  'pattern',
  'id',
  '$ref',
];
const TEXT_LISTS = ['required'];
const SCHEMA_MAPS = ['properties', 'patternProperties', 'definitions'];
const SCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf'];

/**
 * Checks that the keywords of a schema have the types that the API machinery can read.
 *
 * @throws Error with the text of Go's JSON decoder
 */
export function checkSchemaTypes(
  schema: JsonObject,
  path: string[] = [],
): void {
  for (const keyword of TEXTS) {
    const value = schema[keyword];
    if (value !== undefined && typeof value !== 'string') {
      throw mismatch(value, [...path, keyword], 'string');
    }
  }
  for (const keyword of TEXT_LISTS) {
    const value = schema[keyword];
    if (value !== undefined && !Array.isArray(value)) {
      throw mismatch(value, [...path, keyword], '[]string');
    }
  }
  for (const keyword of SCHEMA_MAPS) {
    const members = schema[keyword];
    if (members === undefined) continue;
    if (!isObject(members)) {
      throw mismatch(
        members,
        [...path, keyword],
        'map[string]v1.JSONSchemaProps',
      );
    }
    for (const member of Object.values(members)) {
      checkMember(member, [...path, keyword]);
    }
  }
  for (const keyword of SCHEMA_LISTS) {
    const members = schema[keyword];
    if (Array.isArray(members)) {
      for (const member of members) checkMember(member, [...path, keyword]);
    }
  }
  if (isObject(schema.items))
    checkSchemaTypes(schema.items, [...path, 'items']);
  if (isObject(schema.additionalProperties)) {
    checkSchemaTypes(schema.additionalProperties, [
      ...path,
      'additionalProperties',
    ]);
  }
}

function checkMember(member: Json | undefined, path: string[]): void {
  if (!isObject(member)) throw mismatch(member, path, 'v1.JSONSchemaProps');
  checkSchemaTypes(member, path);
}

function mismatch(
  value: Json | undefined,
  path: string[],
  wanted: string,
): Error {
  const kind = Array.isArray(value) ? 'array' : typeof value;
  const name = kind === 'boolean' ? 'bool' : kind;
  return new Error(
    `json: cannot unmarshal ${name} into Go struct field JSONSchemaProps.${path.join(
      '.',
    )} of type ${wanted}`,
  );
}
