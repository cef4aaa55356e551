import { ApiError } from '../errors';
import type { KubeObject, ResourceType, SchemaNode } from '../types';
import { formatPath, type PathElement } from './FieldSet';
import { fieldSchema, isFields, itemElement, rootSchema } from './typedSchema';

/** A value as Go prints it with `%#v`. */
function goText(value: unknown): string {
  if (Array.isArray(value)) {
    return `[]interface {}{${value.map(goText).join(', ')}}`;
  }
  if (isFields(value)) {
    const parts = Object.entries(value).map(
      ([key, part]) => `${JSON.stringify(key)}:${goText(part)}`,
    );
    return `map[string]interface {}{${parts.join(', ')}}`;
  }
  return value === null ? 'interface {}(nil)' : JSON.stringify(value);
}

/** A value as Go prints it with `%v`. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainText).join(' ')}]`;
  if (isFields(value)) {
    return `map[${Object.keys(value)
      .sort()
      .map(key => `${key}:${plainText(value[key])}`)
      .join(' ')}]`;
  }
  return String(value);
}

const SCALARS: Record<string, (value: unknown) => boolean> = {
  string: value => typeof value === 'string',
  boolean: value => typeof value === 'boolean',
  integer: value => typeof value === 'number' && Number.isInteger(value),
  number: value => typeof value === 'number',
};

/** How the type converter calls the types. */
const NAMES: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'numeric (int or float)',
  number: 'numeric (int or float)',
};

function collect(
  schema: SchemaNode | undefined,
  value: unknown,
  path: readonly PathElement[],
  problems: string[],
): void {
  if (!schema || value === null || value === undefined) return;
  const at = formatPath([...path]);
  const { type } = schema;
  if (type === 'object') {
    if (!isFields(value)) {
      problems.push(`${at}: expected map, got &{${plainText(value)}}`);
      return;
    }
    for (const [field, child] of Object.entries(value)) {
      collect(
        fieldSchema(schema, field),
        child,
        [...path, `f:${field}`],
        problems,
      );
    }
  } else if (type === 'array') {
    if (!Array.isArray(value)) {
      problems.push(`${at}: expected list, got &{${plainText(value)}}`);
      return;
    }
    collectItems(schema, value, path, problems);
  } else if (type && !SCALARS[type]?.(value)) {
    // Both kinds of numbers are taken here; validation tells them apart.
    if (NAMES[type] === NAMES.number && typeof value === 'number') return;
    problems.push(
      `${at}: expected ${
        NAMES[type] ?? type
      }, got &value.valueUnstructured{Value:${goText(value)}}`,
    );
  }
}

function collectItems(
  schema: SchemaNode,
  list: readonly unknown[],
  path: readonly PathElement[],
  problems: string[],
): void {
  const keyed = ['map', 'set'].includes(schema['x-kubernetes-list-type'] ?? '');
  const seen = new Map<PathElement, number>();
  list.forEach((item, index) => {
    const element = itemElement(schema, item, index);
    const times = (seen.get(element) ?? 0) + 1;
    seen.set(element, times);
    if (keyed && times === 2) {
      problems.push(
        `${formatPath([...path])}: duplicate entries for key ${formatPath([
          element,
        ])}`,
      );
    }
    collect(schema.items, item, [...path, element], problems);
  });
}

/**
 * Apply cannot own a field that the schema does not know, or knows otherwise.
 *
 * @throws ApiError 400 for an object without a kind, 500 with the problems else,
 *   as the real server's type converter words them
 */
export function refuseUntyped(type: ResourceType, config: KubeObject): void {
  if (!config.kind || !config.apiVersion) {
    throw ApiError.badRequest(
      `invalid object type: ${config.apiVersion ?? '/'}, Kind=${
        config.kind ?? ''
      }`,
    );
  }
  const problems: string[] = [];
  if (type.schema) {
    collect(rootSchema(type.schema.schema), config, [], problems);
  }
  // Built-in kinds can only be decoded if their types fit.
  if (problems.length === 0) {
    for (const path of type.schema?.prune(structuredClone(config)) ?? []) {
      problems.push(`.${path}: field not declared in schema`);
    }
  }
  if (problems.length === 0) return;
  const { name, namespace = '' } = config.metadata;
  const gv = config.apiVersion.includes('/')
    ? config.apiVersion
    : `/${config.apiVersion}`;
  throw ApiError.custom({
    code: 500,
    message: `failed to create typed patch object (${namespace}/${name}; ${gv}, Kind=${
      config.kind
    }): ${
      problems.length > 1 ? `errors:\n  ${problems.join('\n  ')}` : problems[0]
    }`,
  });
}
