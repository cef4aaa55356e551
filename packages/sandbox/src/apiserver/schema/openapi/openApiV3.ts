import { createHash } from 'node:crypto';
import type { ResourceType, SchemaNode } from '../../types';
import { modelOf } from '../builtin/builtinTypes';
import { buildModelSchema } from '../builtin/modelSchema';
import { modelSchemaName, objectMetaModel } from './schemaNames';
import { pathsOf } from './paths';

type Json = Record<string, unknown>;

const INFO = { title: 'Kubernetes', version: 'v1.36.3' };

/** The OpenAPI documents of a set of served kinds. */
export interface OpenApiDocuments {
  /** Answer of `/openapi/v3`: paths with addresses that change with the content. */
  index(): Json;
  /** Answer of `/openapi/v3/<path>`, such as `apis/apps/v1`; `undefined` if there is none. */
  document(path: string): Json | undefined;
}

/** `api/v1` or `apis/<group>/<version>`. */
function documentPath(type: ResourceType): string {
  return type.group
    ? `apis/${type.group}/${type.version}`
    : `api/${type.version}`;
}

/**
 * Describes served kinds as `/openapi/v3` does. Documents are made when asked
 * for and kept; make a new set when kinds change.
 */
export function openApiV3(types: ResourceType[]): OpenApiDocuments {
  const byPath = new Map<string, ResourceType[]>();
  for (const type of types) {
    const path = documentPath(type);
    byPath.set(path, [...(byPath.get(path) ?? []), type]);
  }
  const documents = new Map<string, Json>();
  const document = (path: string): Json | undefined => {
    const served = byPath.get(path);
    if (!served) return undefined;
    let known = documents.get(path);
    if (!known) {
      known = render(served);
      documents.set(path, known);
    }
    return known;
  };
  return {
    document,
    index() {
      const paths: Json = {};
      for (const [path, served] of [...byPath].sort()) {
        paths[path] = {
          serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(served)}`,
        };
      }
      return { paths };
    },
  };
}

/** Changes whenever the schemas or names of custom kinds do; built-in ones never do. */
function hashOf(types: ResourceType[]): string {
  const content = types.map(type => [
    type.kind,
    type.plural,
    type.subresources,
    type.crdName ? type.schema?.schema : undefined,
  ]);
  return createHash('sha512')
    .update(JSON.stringify(content))
    .digest('hex')
    .toUpperCase();
}

function render(types: ResourceType[]): Json {
  const schemas: Record<string, SchemaNode> = {};
  const paths: Json = {};
  for (const type of types) {
    const name = type.crdName
      ? addCustom(type, schemas)
      : addModel(modelOf(type), schemas, type);
    addList(type, name, schemas);
    Object.assign(paths, pathsOf(type, name));
  }
  return {
    openapi: '3.0.0',
    info: INFO,
    paths,
    components: { schemas },
  };
}

function identity(type: ResourceType, kind = type.kind): SchemaNode {
  return {
    'x-kubernetes-group-version-kind': [
      { group: type.group, kind, version: type.version },
    ],
  };
}

function reference(name: string): SchemaNode {
  return { $ref: `#/components/schemas/${name}` };
}

/** Adds a built-in type and all it holds; answers its name. */
function addModel(
  model: string,
  schemas: Record<string, SchemaNode>,
  type?: ResourceType,
): string {
  const name = modelSchemaName(model);
  if (!Object.hasOwn(schemas, name)) {
    // Put in first: types may hold themselves.
    schemas[name] = {};
    const built = buildModelSchema(model, held => ({
      allOf: [reference(addModel(held, schemas))],
    }));
    Object.assign(schemas[name], built, type && identity(type));
  }
  return name;
}

function addCustom(
  type: ResourceType,
  schemas: Record<string, SchemaNode>,
): string {
  const reversed = type.group.split('.').reverse().join('.');
  const name = `${reversed}.${type.version}.${type.kind}`;
  const { properties, ...rest } = type.schema?.schema ?? {};
  const text = (description: string) => ({ type: 'string', description });
  schemas[name] = {
    ...rest,
    ...(type.schema && {
      properties: {
        ...properties,
        apiVersion: text('Version of the schema this object is written in.'),
        kind: text('Kind of the object.'),
        metadata: {
          description: 'Standard object metadata.',
          allOf: [reference(addModel(objectMetaModel, schemas))],
        },
      },
    }),
    ...identity(type),
  };
  return name;
}

function addList(
  type: ResourceType,
  itemName: string,
  schemas: Record<string, SchemaNode>,
): void {
  schemas[`${itemName}List`] = {
    type: 'object',
    description: `A list of ${type.kind} objects.`,
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { allOf: [reference(addModel('V1ListMeta', schemas))] },
      items: { type: 'array', items: { allOf: [reference(itemName)] } },
    },
    ...identity(type, type.listKind),
  };
}
