import type { ResourceType, SchemaNode } from '../../types';
import { builtinTypes } from '../builtin/builtinTypes';
import { compileSchema } from '../compileSchema';
import { openApiV3 } from './openApiV3';

const database: ResourceType = {
  group: 'platform.cairn.dev',
  version: 'v1alpha1',
  kind: 'Database',
  listKind: 'DatabaseList',
  plural: 'databases',
  singular: 'database',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['get'],
  subresources: { status: true },
  printerColumns: [],
  selectableFields: [],
  storageVersion: 'v1alpha1',
  crdName: 'databases.platform.cairn.dev',
  schema: compileSchema({
    type: 'object',
    properties: {
      spec: { type: 'object', properties: { size: { type: 'string' } } },
    },
  }),
};

interface Document {
  components: { schemas: Record<string, SchemaNode> };
  paths: Record<string, Record<string, Record<string, unknown>>>;
}

/** Every `$ref` anywhere below. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

describe('openApiV3', () => {
  const documents = openApiV3([...builtinTypes, database]);

  it('lists a document for each group and version, and changes its address with a schema', () => {
    const { paths } = documents.index() as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        'api/v1',
        'apis/apps/v1',
        'apis/platform.cairn.dev/v1alpha1',
      ]),
    );
    const wider = openApiV3([
      { ...database, schema: compileSchema({ type: 'object' }) },
    ]).index() as { paths: typeof paths };
    const path = 'apis/platform.cairn.dev/v1alpha1';
    expect(wider.paths[path].serverRelativeURL).not.toBe(
      paths[path].serverRelativeURL,
    );
    expect(documents.document('apis/none/v1')).toBeUndefined();
  });

  it('holds every schema it points at, for every kind', () => {
    const { paths } = documents.index() as { paths: Record<string, unknown> };
    for (const path of Object.keys(paths)) {
      const document = documents.document(path) as unknown as Document;
      for (const reference of references(document)) {
        const name = reference.replace('#/components/schemas/', '');
        expect(document.components.schemas).toHaveProperty([name]);
      }
    }
  });

  it('says how lists of built-in kinds merge, what is required and what it means', () => {
    const apps = documents.document('apis/apps/v1') as unknown as Document;
    const podSpec = apps.components.schemas['io.k8s.api.v1.PodSpec'];
    expect(podSpec.properties?.containers).toMatchObject({
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-patch-merge-key': 'name',
    });
    expect(podSpec.required).toEqual(['containers']);
    expect(podSpec.properties?.containers.description).toContain('container');
  });

  it('lets clients find out what a patch takes', () => {
    const document = documents.document(
      'apis/platform.cairn.dev/v1alpha1',
    ) as unknown as Document;
    const { patch } =
      document.paths[
        '/apis/platform.cairn.dev/v1alpha1/namespaces/{namespace}/databases/{name}'
      ];
    expect(patch['x-kubernetes-group-version-kind']).toEqual({
      group: 'platform.cairn.dev',
      version: 'v1alpha1',
      kind: 'Database',
    });
    expect(patch.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'fieldValidation' }),
        expect.objectContaining({ name: 'dryRun' }),
      ]),
    );
  });
});
