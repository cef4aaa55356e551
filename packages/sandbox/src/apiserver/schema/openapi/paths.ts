import type { ResourceType } from '../../types';

type Json = Record<string, unknown>;

const query = (name: string, type = 'string') => ({
  name,
  in: 'query',
  schema: { type, uniqueItems: true },
});
const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'].map(
  name => query(name),
);
const listParameters = [
  query('continue'),
  query('fieldSelector'),
  query('labelSelector'),
  query('limit', 'integer'),
  query('resourceVersion'),
  query('watch', 'boolean'),
];
const patchTypes = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
];

/**
 * The paths of a kind, as far as clients read them: which verbs there are and
 * what query parameters a write takes.
 *
 * @param schemaName - Name of the kind's schema in the same document.
 */
export function pathsOf(type: ResourceType, schemaName: string): Json {
  const prefix = type.group
    ? `/apis/${type.group}/${type.version}`
    : `/api/${type.version}`;
  const where = type.namespaced ? `${prefix}/namespaces/{namespace}` : prefix;
  const parameters = type.namespaced ? [pathParameter('namespace')] : [];
  const collection = `${where}/${type.plural}`;
  const item = `${collection}/{name}`;
  const operation = makeOperation(type, schemaName);

  const paths: Json = {
    [collection]: {
      parameters,
      get: operation('list', listParameters, `${schemaName}List`),
      post: operation('post', writeParameters, schemaName, ['*/*']),
      delete: operation('deletecollection', listParameters),
    },
    [item]: {
      parameters: [pathParameter('name'), ...parameters],
      get: operation('get', [], schemaName),
      put: operation('put', writeParameters, schemaName, ['*/*']),
      patch: operation(
        'patch',
        [...writeParameters, query('force', 'boolean')],
        schemaName,
        type.crdName
          ? patchTypes
          : [...patchTypes, 'application/strategic-merge-patch+json'],
      ),
      delete: operation('delete', [query('dryRun')]),
    },
  };
  if (type.namespaced) {
    paths[`${prefix}/${type.plural}`] = {
      get: operation('list', listParameters, `${schemaName}List`),
    };
  }
  if (type.subresources.status) {
    paths[`${item}/status`] = {
      parameters: [pathParameter('name'), ...parameters],
      get: operation('get', [], schemaName),
      put: operation('put', writeParameters, schemaName, ['*/*']),
      patch: operation('patch', writeParameters, schemaName, patchTypes),
    };
  }
  return paths;
}

function pathParameter(name: string): Json {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function makeOperation(type: ResourceType, tagName: string) {
  return (
    action: string,
    parameters: Json[],
    schema = 'Status',
    bodyTypes?: string[],
  ): Json => ({
    tags: [tagName.split('.').slice(0, -1).join('_')],
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': {
      group: type.group,
      version: type.version,
      kind: type.kind,
    },
    ...(parameters.length > 0 && { parameters }),
    ...(bodyTypes && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          bodyTypes.map(name => [
            name,
            {
              schema: name.includes('patch')
                ? { type: 'object' }
                : { $ref: `#/components/schemas/${schema}` },
            },
          ]),
        ),
      },
    }),
    responses: {
      '200': {
        description: 'OK',
        ...(schema !== 'Status' && {
          content: {
            'application/json': {
              schema: { $ref: `#/components/schemas/${schema}` },
            },
          },
        }),
      },
    },
  });
}
