import type { SchemaNode, StatusCause } from '../../types';
import { invalid, notSupported, required } from '../causes';

/** Checks the `x-kubernetes-*` keywords of one node. */
export function extensionCauses(
  schema: SchemaNode,
  path: string,
): StatusCause[] {
  return [
    ...preserveCauses(schema, path),
    ...embeddedCauses(schema, path),
    ...listTypeCauses(schema, path),
    ...mapTypeCauses(schema, path),
  ];
}

function preserveCauses(schema: SchemaNode, path: string): StatusCause[] {
  return schema['x-kubernetes-preserve-unknown-fields'] === false
    ? [
        invalid(
          `${path}.x-kubernetes-preserve-unknown-fields`,
          false,
          'must be true or undefined',
        ),
      ]
    : [];
}

function embeddedCauses(schema: SchemaNode, path: string): StatusCause[] {
  if (!schema['x-kubernetes-embedded-resource']) return [];
  const causes: StatusCause[] = [];
  if (
    !schema['x-kubernetes-preserve-unknown-fields'] &&
    Object.keys(schema.properties ?? {}).length === 0
  ) {
    causes.push(
      required(
        `${path}.properties`,
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ),
    );
  }
  if (schema.type !== 'object') {
    causes.push(
      invalid(
        `${path}.type`,
        schema.type ?? '',
        'must be object if x-kubernetes-embedded-resource is true',
      ),
    );
  }
  return causes;
}

function mapTypeCauses(schema: SchemaNode, path: string): StatusCause[] {
  const mapType: string | undefined = schema['x-kubernetes-map-type'];
  if (mapType === undefined) return [];
  if (schema.type !== 'object') {
    return [
      invalid(
        `${path}.type`,
        schema.type ?? '',
        'must be object if x-kubernetes-map-type is specified',
      ),
    ];
  }
  return ['atomic', 'granular'].includes(mapType)
    ? []
    : [
        notSupported(`${path}.x-kubernetes-map-type`, mapType, [
          'atomic',
          'granular',
        ]),
      ];
}

function listTypeCauses(schema: SchemaNode, path: string): StatusCause[] {
  const listType: string | undefined = schema['x-kubernetes-list-type'];
  if (listType === undefined) return [];
  if (schema.type !== 'array') {
    return [
      invalid(
        `${path}.type`,
        schema.type ?? '',
        'must be array if x-kubernetes-list-type is specified',
      ),
    ];
  }
  switch (listType) {
    case 'atomic':
      return [];
    case 'set':
      return setCauses(schema.items ?? {}, path);
    case 'map':
      return mapListCauses(schema, path);
    default:
      return [
        notSupported(`${path}.x-kubernetes-list-type`, listType, [
          'atomic',
          'set',
          'map',
        ]),
      ];
  }
}

/** Items of a set are compared as wholes. */
function setCauses(items: SchemaNode, path: string): StatusCause[] {
  const words = (list: string) =>
    `must be atomic as item of a list with ${list}=set`;
  const expected = 'x-kubernetes-list-type';
  if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
    return [
      invalid(
        `${path}.items.x-kubernetes-map-type`,
        items['x-kubernetes-map-type'] ?? null,
        words(expected),
      ),
    ];
  }
  const inner = items['x-kubernetes-list-type'];
  return items.type === 'array' && inner !== undefined && inner !== 'atomic'
    ? [invalid(`${path}.items.${expected}`, inner, words(expected))]
    : [];
}

function mapListCauses(schema: SchemaNode, path: string): StatusCause[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const items = schema.items ?? {};
  const causes: StatusCause[] = [];
  if (items.type !== 'object') {
    causes.push(
      invalid(
        `${path}.items.type`,
        items.type ?? '',
        "must be object if parent array's x-kubernetes-list-type is map",
      ),
    );
  }
  if (keys.length === 0) {
    causes.push(
      required(
        `${path}.x-kubernetes-list-map-keys`,
        'must not be empty if x-kubernetes-list-type is map',
      ),
    );
  }
  if (items.type !== 'object') return causes;
  if (keys.some(name => !items.properties?.[name])) {
    causes.push(
      invalid(
        `${path}.x-kubernetes-list-map-keys`,
        keys,
        'entries must all be names of item properties',
      ),
    );
    return causes;
  }
  const demanded = (items.required ?? []) as string[];
  for (const name of keys) {
    if (
      !demanded.includes(name) &&
      items.properties?.[name].default === undefined
    ) {
      causes.push(
        required(
          `${path}.items.properties[${name}].default`,
          'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
        ),
      );
    }
  }
  return causes;
}
