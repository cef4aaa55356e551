import type { SchemaNode, StatusCause } from '../../types';
import { applyDefaults } from '../applyDefaults';
import { invalid } from '../causes';
import { isObject, jsonClone, jsonEqual } from '../goValue';
import { pruneUnknown } from '../pruneUnknown';
import { validateValue } from '../validateValue';

/** Every default must fit its own schema, once the defaults below are filled in. */
export function defaultCauses(schema: SchemaNode, path: string): StatusCause[] {
  const causes: StatusCause[] = [];
  if (schema.default !== undefined) causes.push(...ownCauses(schema, path));
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    causes.push(...defaultCauses(property, `${path}.properties[${name}]`));
  }
  if (isObject(schema.additionalProperties)) {
    causes.push(
      ...defaultCauses(
        schema.additionalProperties as SchemaNode,
        `${path}.additionalProperties`,
      ),
    );
  }
  if (schema.items) {
    causes.push(...defaultCauses(schema.items, `${path}.items`));
  }
  return causes;
}

function ownCauses(schema: SchemaNode, path: string): StatusCause[] {
  const at = `${path}.default`;
  const pruned = jsonClone(schema.default);
  pruneUnknown(schema, pruned, {
    wholeObject: schema['x-kubernetes-embedded-resource'] === true,
  });
  if (!jsonEqual(pruned, schema.default)) {
    return [invalid(at, schema.default, 'must not have unknown fields')];
  }
  const whole = jsonClone(schema.default);
  applyDefaults(schema, whole);
  return validateValue(schema, whole, '').map(cause => ({
    ...cause,
    field: cause.field === '<nil>' ? cause.field : join(at, cause.field),
  }));
}

function join(at: string, field: string): string {
  if (!field) return at;
  return field.startsWith('[') ? `${at}${field}` : `${at}.${field}`;
}
