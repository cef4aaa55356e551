import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { CRDS, CustomKinds, specSchema } from '../support/CustomKinds';
import {
  causesOf,
  metadataOf,
  namesOf,
  refusal,
  warningsOf,
} from '../support/shapes';

/** Life of a definition, its versions and subresources. */
export function definitions(cluster: Cluster): void {
  describe('definitions of custom resources', () => {
    const kinds = new CustomKinds(cluster, 'kinds');
    let namespace: string;
    let widgets: string;

    beforeAll(async () => {
      namespace = await cluster.namespace('kinds');
      const schema = specSchema({
        type: 'object',
        properties: {
          size: { type: 'string' },
          count: { type: 'integer', default: 1 },
        },
      });
      widgets = await kinds.define('Widget', namespace, {
        spec: {
          names: {
            plural: 'widgets',
            kind: 'Widget',
            shortNames: [`wd${cluster.suffix}`],
            categories: ['all'],
          },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: schema },
              subresources: {
                status: {},
                scale: {
                  specReplicasPath: '.spec.count',
                  statusReplicasPath: '.status.count',
                },
              },
              additionalPrinterColumns: [
                { name: 'Size', type: 'string', jsonPath: '.spec.size' },
                {
                  name: 'Count',
                  type: 'integer',
                  jsonPath: '.spec.count',
                  priority: 1,
                  description: 'How many.',
                },
                {
                  name: 'Age',
                  type: 'date',
                  jsonPath: '.metadata.creationTimestamp',
                },
              ],
              selectableFields: [{ jsonPath: '.spec.size' }],
            },
            {
              name: 'v1beta1',
              served: true,
              storage: false,
              deprecated: true,
              schema: {
                openAPIV3Schema: { ...schema, description: 'An older one.' },
              },
            },
            {
              name: 'v1alpha1',
              served: false,
              storage: false,
              schema: { openAPIV3Schema: schema },
            },
          ],
        },
      });
    });

    const create = (name: string, spec: Body = {}) =>
      cluster.post(widgets, kinds.object('Widget', name, spec));

    it('completes a definition and says that it is established', async () => {
      const { body } = await cluster.get(kinds.definitionPath('Widget'));
      expect(body).toMatchObject({
        metadata: { generation: 1 },
        spec: {
          names: { singular: 'widget', listKind: 'WidgetList' },
          conversion: { strategy: 'None' },
        },
        status: {
          acceptedNames: { plural: 'widgets', kind: 'Widget' },
          storedVersions: ['v1'],
          conditions: expect.arrayContaining([
            {
              type: 'NamesAccepted',
              status: 'True',
              reason: 'NoConflicts',
              message: 'no conflicts found',
              lastTransitionTime: expect.any(String),
            },
            {
              type: 'Established',
              status: 'True',
              reason: 'InitialNamesAccepted',
              message: 'the initial names have been accepted',
              lastTransitionTime: expect.any(String),
            },
          ]),
        },
      });
    });

    it('shows a new kind in discovery, with its subresources', async () => {
      const { body } = await cluster.until(`/apis/${kinds.group}/v1`, answer =>
        answer.text.includes('widgets/scale'),
      );
      const resources = body.resources as Body[];
      expect(resources.map(one => one.name).sort()).toEqual([
        'widgets',
        'widgets/scale',
        'widgets/status',
      ]);
      expect(resources.find(one => one.name === 'widgets')).toMatchObject({
        kind: 'Widget',
        singularName: 'widget',
        shortNames: [`wd${cluster.suffix}`],
        categories: ['all'],
        namespaced: true,
      });
    });

    it('shows the versions that are served, best first', async () => {
      const { body } = await cluster.until(`/apis/${kinds.group}`, answer =>
        answer.text.includes('v1beta1'),
      );
      expect(body).toMatchObject({
        versions: [{ version: 'v1' }, { version: 'v1beta1' }],
        preferredVersion: { version: 'v1' },
      });
      expect(
        (await cluster.get(kinds.path('Widget', namespace, 'v1alpha1'))).status,
      ).toBe(404);
    });

    it('describes a new kind in OpenAPI', async () => {
      const { body } = await cluster.until(
        `/openapi/v3/apis/${kinds.group}/v1`,
        answer => answer.status === 200 && answer.text.includes('Widget'),
      );
      const { schemas } = body.components as { schemas: Record<string, Body> };
      const [, schema] =
        Object.entries(schemas).find(([name]) => name.endsWith('.Widget')) ??
        [];
      expect(schema).toMatchObject({
        'x-kubernetes-group-version-kind': [
          { group: kinds.group, kind: 'Widget', version: 'v1' },
        ],
        properties: { spec: { properties: { size: { type: 'string' } } } },
      });
    });

    it('serves one object in every version', async () => {
      await create('both', { size: 'small' });
      const old = await cluster.get(
        `${kinds.path('Widget', namespace, 'v1beta1')}/both`,
      );
      expect(old.body).toMatchObject({
        apiVersion: `${kinds.group}/v1beta1`,
        spec: { size: 'small' },
      });
    });

    it('warns of a deprecated version', async () => {
      const answer = await cluster.get(
        kinds.path('Widget', namespace, 'v1beta1'),
      );
      expect(warningsOf(answer)).toEqual([
        `${kinds.group}/v1beta1 Widget is deprecated; use ${kinds.group}/v1 Widget`,
      ]);
    });

    it('writes the version it stores, whatever version was written', async () => {
      const path = kinds.path('Widget', namespace, 'v1beta1');
      await cluster.post(
        path,
        kinds.object('Widget', 'older', { size: 'large' }, 'v1beta1'),
      );
      const { body } = await cluster.get(`${widgets}/older`);
      expect(body).toMatchObject({
        apiVersion: `${kinds.group}/v1`,
        spec: { size: 'large', count: 1 },
      });
    });

    it('refuses the version of another path', async () => {
      const answer = await cluster.post(
        widgets,
        kinds.object('Widget', 'mixed', {}, 'v1beta1'),
      );
      expect(refusal(answer)).toEqual([
        400,
        'BadRequest',
        `the API version in the data (${kinds.group}/v1beta1) does not match the expected API version (${kinds.group}/v1)`,
      ]);
    });

    it('counts generations by changes of the specification', async () => {
      const created = await create('counted');
      expect(metadataOf(created).generation).toBe(1);
      const patch = async (path: string, body: Body) =>
        metadataOf(
          await cluster.patch(`${widgets}/counted${path}`, 'merge', body),
        ).generation;
      expect(await patch('', { metadata: { labels: { a: 'b' } } })).toBe(1);
      expect(await patch('/status', { status: { phase: 'Ready' } })).toBe(1);
      expect(await patch('', { spec: { size: 'large' } })).toBe(2);
    });

    it('writes status through its subresource only, and nothing else there', async () => {
      const created = await cluster.post(widgets, {
        ...kinds.object('Widget', 'split', { size: 'small' }),
        status: { phase: 'Made up' },
      });
      expect(created.body).not.toHaveProperty('status');
      const both = { spec: { size: 'large' }, status: { phase: 'Ready' } };
      const through = await cluster.patch(
        `${widgets}/split/status`,
        'merge',
        both,
      );
      expect(through.body).toMatchObject({
        spec: { size: 'small' },
        status: { phase: 'Ready' },
      });
      const main = await cluster.patch(`${widgets}/split`, 'merge', {
        spec: { size: 'large' },
        status: { phase: 'Other' },
      });
      expect(main.body).toMatchObject({
        spec: { size: 'large' },
        status: { phase: 'Ready' },
      });
    });

    it('reads and writes the count through the scale', async () => {
      await create('scaled', { count: 2 });
      const scale = await cluster.get(`${widgets}/scaled/scale`);
      expect(scale.body).toMatchObject({
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        metadata: { name: 'scaled' },
        spec: { replicas: 2 },
        status: { replicas: 0 },
      });
      const put = await cluster.put(`${widgets}/scaled/scale`, {
        ...scale.body,
        spec: { replicas: 4 },
      });
      expect(put.body).toMatchObject({ spec: { replicas: 4 } });
      const { body } = await cluster.get(`${widgets}/scaled`);
      expect([body.spec, metadataOf(body).generation]).toEqual([
        { count: 4 },
        2,
      ]);
    });

    it('scales by whole numbers only', async () => {
      const answer = await cluster.post(
        widgets,
        kinds.object('Widget', 'unscalable', { count: 'three' }),
      );
      expect(causesOf(answer)).toEqual(
        expect.arrayContaining([
          {
            reason: 'FieldValueInvalid',
            field: '.spec.count',
            message:
              'Invalid value: 0: .spec.count accessor error: three is of the type string, expected int64',
          },
        ]),
      );
    });

    it('refuses another kind than the path is of', async () => {
      const answer = await cluster.post(
        widgets,
        kinds.object('Gadget', 'gadget', {}),
      );
      expect(answer.status).toBe(422);
      expect(causesOf(answer)).toEqual(
        expect.arrayContaining([
          {
            reason: 'FieldValueInvalid',
            field: 'kind',
            message: 'Invalid value: "Gadget": must be Widget',
          },
        ]),
      );
    });

    it('prints the columns of the definition', async () => {
      await create('printed', { size: 'small' });
      const { body } = await cluster.get(`${widgets}/printed`, {
        Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
      });
      expect(body).toMatchObject({
        columnDefinitions: [
          { name: 'Name', type: 'string', format: 'name', priority: 0 },
          { name: 'Size', type: 'string', priority: 0 },
          {
            name: 'Count',
            type: 'integer',
            priority: 1,
            description: 'How many.',
          },
          { name: 'Age', type: 'date', priority: 0 },
        ],
        rows: [
          { cells: ['printed', 'small', 1, expect.stringMatching(/^\d+s$/)] },
        ],
      });
    });

    it('selects by the fields of the definition only', async () => {
      await create('tiny', { size: 'tiny' });
      const list = await cluster.get(
        `${widgets}?fieldSelector=spec.size%3Dtiny`,
      );
      expect(namesOf(list)).toEqual(['tiny']);
      const refused = await cluster.get(
        `${widgets}?fieldSelector=spec.count%3D1`,
      );
      expect(refusal(refused)).toEqual([
        400,
        'BadRequest',
        'field label not supported: spec.count',
      ]);
    });

    it('wants the version in a replacement', async () => {
      await create('unversioned');
      const answer = await cluster.put(
        `${widgets}/unversioned`,
        kinds.object('Widget', 'unversioned', {}),
      );
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        `widgets.${kinds.group} "unversioned" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update`,
      ]);
    });

    it('warns of a finalizer without a path once, when it is added', async () => {
      const created = await cluster.post(widgets, {
        ...kinds.object('Widget', 'finalized', {}),
        metadata: { name: 'finalized', finalizers: ['a.example.org'] },
      });
      expect(warningsOf(created)).toEqual([
        expect.stringContaining('metadata.finalizers: "a.example.org"'),
      ]);
      const labelled = await cluster.patch(`${widgets}/finalized`, 'merge', {
        metadata: { labels: { tier: 'one' } },
      });
      expect(warningsOf(labelled)).toEqual([]);
      await cluster.patch(`${widgets}/finalized`, 'merge', {
        metadata: { finalizers: null },
      });
    });

    it('takes no strategic patch', async () => {
      await create('plain');
      const answer = await cluster.patch(`${widgets}/plain`, 'strategic', {});
      expect([answer.status, answer.body.reason]).toEqual([
        415,
        'UnsupportedMediaType',
      ]);
    });

    it('applies with the keys of its own lists', async () => {
      const lists = await kinds.define('Lister', namespace, {
        schema: specSchema({
          type: 'object',
          properties: {
            tags: {
              type: 'array',
              'x-kubernetes-list-type': 'set',
              items: { type: 'string' },
            },
            ports: {
              type: 'array',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
              items: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string' },
                  port: { type: 'integer' },
                },
              },
            },
          },
        }),
      });
      const applied = (manager: string, spec: Body) =>
        cluster.apply(`${lists}/l`, manager, kinds.object('Lister', 'l', spec));
      await applied('one', { tags: ['a'], ports: [{ name: 'web', port: 1 }] });
      const both = await applied('two', {
        tags: ['b'],
        ports: [{ name: 'log', port: 2 }],
      });
      expect(both.body.spec).toEqual({
        tags: ['a', 'b'],
        ports: [
          { name: 'web', port: 1 },
          { name: 'log', port: 2 },
        ],
      });
      expect(
        (await applied('two', { ports: [{ name: 'web', port: 9 }] })).body
          .message,
      ).toBe(
        'Apply failed with 1 conflict: conflict with "one": .spec.ports[name="web"].port',
      );
      const less = await applied('one', {});
      expect(less.body.spec).toEqual({
        tags: ['b'],
        ports: [{ name: 'log', port: 2 }],
      });
    });

    it('does not accept names that are taken', async () => {
      const wrong = kinds.definition('Wadget', {
        spec: { names: { plural: 'wadgets', kind: 'Widget' } },
      });
      await cluster.make(CRDS, wrong);
      const { body } = await cluster.until(
        kinds.definitionPath('Wadget'),
        answer => answer.text.includes('NamesAccepted'),
      );
      expect((body.status as Body).conditions).toMatchObject([
        {
          type: 'NamesAccepted',
          status: 'False',
          reason: 'ListKindConflict',
          message: '"WidgetList" is already in use',
        },
        { type: 'Established', status: 'False', reason: 'NotAccepted' },
      ]);
    });

    it.each<[string, Body, string]>([
      ['two stored versions', { storage: true }, 'spec.versions'],
      ['a name that does not fit', { name: 'V_2' }, 'spec.versions[1].name'],
    ])('refuses a definition with %s', async (_, second, field) => {
      const base = kinds.definition('Faulty');
      const spec = base.spec as { versions: Body[] };
      const [version] = spec.versions;
      const answer = await cluster.post(CRDS, {
        ...base,
        spec: {
          ...spec,
          versions: [
            version,
            { ...version, name: 'v2', storage: false, ...second },
          ],
        },
      });
      expect(answer.status).toBe(422);
      expect(causesOf(answer).map(cause => cause.field)).toContain(field);
    });

    it('refuses a definition whose name is not plural and group', async () => {
      const answer = await cluster.post(CRDS, {
        ...kinds.definition('Faulty'),
        metadata: { name: 'faulties.example.org' },
      });
      expect(causesOf(answer)).toEqual([
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: "faulties.example.org": must be spec.names.plural+"."+spec.group`,
          field: 'metadata.name',
        },
      ]);
    });

    it('protects the groups of Kubernetes itself', async () => {
      const answer = await cluster.post(CRDS, {
        ...kinds.definition('Faulty', {
          spec: { group: `${cluster.suffix}.k8s.io` },
        }),
        metadata: { name: `faultys.${cluster.suffix}.k8s.io` },
      });
      expect(causesOf(answer)).toMatchObject([
        {
          reason: 'FieldValueRequired',
          field: 'metadata.annotations[api-approved.kubernetes.io]',
        },
      ]);
    });

    it('takes its objects with it when it goes, and comes back empty', async () => {
      const gizmos = await kinds.define('Gizmo', namespace);
      await cluster.post(gizmos, kinds.object('Gizmo', 'g', {}));
      await cluster.remove(kinds.definitionPath('Gizmo'));
      await cluster.gone(kinds.definitionPath('Gizmo'));
      await cluster.gone(gizmos);
      await cluster.post(CRDS, kinds.definition('Gizmo'));
      const list = await cluster.until(gizmos, answer => answer.status === 200);
      expect(list.body.items).toEqual([]);
    });
  });
}
