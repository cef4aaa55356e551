import { setTimeout as delay } from 'node:timers/promises';
import { ContractServer, type Answer } from './ContractServer';

describe('custom resources', () => {
  let server: ContractServer;
  let group: string;
  let widgets: string;
  let namespace: string;
  const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

  const crd = (plural: string, kind: string) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, kind, shortNames: [`${plural}-s`] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: {
            status: {},
            scale: {
              specReplicasPath: '.spec.count',
              statusReplicasPath: '.status.count',
            },
          },
          additionalPrinterColumns: [
            { name: 'Size', type: 'string', jsonPath: '.spec.size' },
          ],
          selectableFields: [{ jsonPath: '.spec.size' }],
          schema: {
            openAPIV3Schema: {
              type: 'object',
              required: ['spec'],
              properties: {
                spec: {
                  type: 'object',
                  required: ['size'],
                  properties: {
                    size: { type: 'string', enum: ['small', 'large'] },
                    count: { type: 'integer', minimum: 1, default: 1 },
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
                },
                status: {
                  type: 'object',
                  properties: {
                    phase: { type: 'string' },
                    count: { type: 'integer' },
                  },
                },
              },
            },
          },
        },
        {
          name: 'v1beta1',
          served: true,
          storage: false,
          deprecated: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        },
      ],
    },
  });
  const until = async (
    path: string,
    holds: (answer: Answer) => boolean,
  ): Promise<Answer> => {
    for (;;) {
      const answer = await server.get(path);
      if (holds(answer)) return answer;
      await delay(50);
    }
  };
  const widget = (name: string, spec: unknown) => ({
    apiVersion: `${group}/v1`,
    kind: 'Widget',
    metadata: { name },
    spec,
  });

  beforeAll(async () => {
    server = await ContractServer.start();
    group = `c${server.suffix}.contract.example.org`;
    namespace = await server.namespace('custom');
    widgets = `/apis/${group}/v1/namespaces/${namespace}/widgets`;
    await server.post(crds, crd('widgets', 'Widget'));
    await until(widgets, answer => answer.status === 200);
  });
  afterAll(async () => {
    await server.send('DELETE', `${crds}/widgets.${group}`);
    await server.stop();
  });

  it('establishes a definition and shows it in discovery', async () => {
    const { body } = await server.get(`${crds}/widgets.${group}`);
    expect(body).toMatchObject({
      metadata: { generation: 1 },
      spec: {
        names: { singular: 'widget', listKind: 'WidgetList' },
        conversion: { strategy: 'None' },
      },
      status: {
        acceptedNames: { plural: 'widgets', kind: 'Widget' },
        storedVersions: ['v1'],
      },
    });
    expect((body.status as Record<string, unknown>).conditions).toEqual([
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
    ]);
    const { body: list } = await until(`/apis/${group}/v1`, answer =>
      answer.text.includes('widgets/scale'),
    );
    const resources = list.resources as Record<string, unknown>[];
    expect(resources.map(one => one.name).sort()).toEqual([
      'widgets',
      'widgets/scale',
      'widgets/status',
    ]);
    expect(resources[0]).toMatchObject({
      kind: 'Widget',
      singularName: 'widget',
      shortNames: ['widgets-s'],
      namespaced: true,
    });
    const { body: aggregated } = await server.get('/apis', {
      Accept:
        'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    });
    const item = (aggregated.items as Record<string, unknown>[]).find(
      one => (one.metadata as { name: string }).name === group,
    );
    expect(item).toMatchObject({
      versions: [{ version: 'v1' }, { version: 'v1beta1' }],
    });
  });

  it('defaults, prunes, validates and keeps generations', async () => {
    const created = await server.post(widgets, {
      ...widget('one', { size: 'small', colour: 'red' }),
      status: { phase: 'Ignored' },
    });
    expect(created.status).toBe(201);
    expect(created.body.spec).toEqual({ size: 'small', count: 1 });
    expect(created.body).not.toHaveProperty('status');
    expect(created.body.metadata).toMatchObject({ generation: 1 });
    expect(created.headers.warning).toBe(
      '299 - "unknown field \\"spec.colour\\""',
    );

    const invalid = await server.post(widgets, widget('bad', { count: 0 }));
    expect(invalid.status).toBe(422);
    expect(invalid.body).toMatchObject({
      reason: 'Invalid',
      details: { group, kind: 'Widget', name: 'bad' },
    });
    expect(
      (
        (invalid.body.details as Record<string, unknown>).causes as {
          field: string;
        }[]
      ).map(cause => cause.field),
    ).toEqual(expect.arrayContaining(['spec.size', 'spec.count']));

    const patch = (body: unknown, subresource = '') =>
      server.send('PATCH', `${widgets}/one${subresource}`, {
        type: 'application/merge-patch+json',
        body,
      });
    const spec = await patch({
      spec: { size: 'large' },
      status: { phase: 'X' },
    });
    expect(spec.body.metadata).toMatchObject({ generation: 2 });
    expect(spec.body).not.toHaveProperty('status');
    const status = await patch(
      { spec: { size: 'small' }, status: { phase: 'Ready' } },
      '/status',
    );
    expect(status.body).toMatchObject({
      metadata: { generation: 2 },
      spec: { size: 'large' },
      status: { phase: 'Ready' },
    });
    const labels = await patch({ metadata: { labels: { a: 'b' } } });
    expect(labels.body.metadata).toMatchObject({ generation: 2 });
    const scaled = await patch({ spec: { replicas: 3 } }, '/scale');
    expect(scaled.body).toMatchObject({ kind: 'Scale', spec: { replicas: 3 } });
    expect((await server.get(`${widgets}/one`)).body).toMatchObject({
      metadata: { generation: 3 },
      spec: { count: 3 },
    });
  });

  it('serves every version and warns of the deprecated', async () => {
    const old = await server.get(`${widgets.replace('/v1/', '/v1beta1/')}/one`);
    expect(old.body.apiVersion).toBe(`${group}/v1beta1`);
    expect(old.headers.warning).toBe(
      `299 - "${group}/v1beta1 Widget is deprecated; use ${group}/v1 Widget"`,
    );
  });

  it('warns of a finalizer without a domain only when it is added', async () => {
    const name = 'finalized';
    const created = await server.post(widgets, {
      ...widget(name, { size: 'small' }),
      metadata: { name, finalizers: ['a.example.org'] },
    });
    expect(created.headers.warning).toContain('\\"a.example.org\\"');
    const patch = (metadata: unknown) =>
      server.send('PATCH', `${widgets}/${name}`, {
        type: 'application/merge-patch+json',
        body: { metadata },
      });
    const labelled = await patch({ labels: { tier: 'one' } });
    expect(labelled.status).toBe(200);
    expect(labelled.headers.warning).toBeUndefined();
    const second = await patch({
      finalizers: ['a.example.org', 'b.example.org'],
    });
    expect(second.headers.warning).toContain('\\"b.example.org\\"');
    expect(second.headers.warning).not.toContain('a.example.org');
    const freed = await patch({ finalizers: null });
    expect(freed.headers.warning).toBeUndefined();
    await server.send('DELETE', `${widgets}/${name}`, {});
  });

  it('selects by declared fields and prints declared columns', async () => {
    await server.post(widgets, widget('two', { size: 'small' }));
    const list = await server.get(`${widgets}?fieldSelector=spec.size=small`, {
      Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    expect(list.body).toMatchObject({
      columnDefinitions: [{ name: 'Name' }, { name: 'Size' }],
      rows: [{ cells: ['two', 'small'] }],
    });
    expect(
      (await server.get(`${widgets}?fieldSelector=spec.count=1`)).status,
    ).toBe(400);
  });

  it('applies with sets and keyed lists', async () => {
    const apply = (manager: string, spec: unknown) =>
      server.apply(`${widgets}/applied`, manager, widget('applied', spec));
    await apply('one', {
      size: 'small',
      tags: ['a'],
      ports: [{ name: 'web', port: 80 }],
    });
    const both = await apply('two', {
      size: 'small',
      tags: ['b'],
      ports: [{ name: 'log', port: 90 }],
    });
    expect(both.body.spec).toMatchObject({
      tags: ['a', 'b'],
      ports: [
        { name: 'web', port: 80 },
        { name: 'log', port: 90 },
      ],
    });
    const conflict = await apply('two', {
      size: 'small',
      ports: [{ name: 'web', port: 81 }],
    });
    expect(conflict.body.message).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.ports[name="web"].port',
    );
    const less = await apply('one', { size: 'small' });
    expect(less.body.spec).toMatchObject({
      tags: ['b'],
      ports: [{ name: 'log', port: 90 }],
    });
    const unknown = await apply('one', { size: 'small', colour: 'red' });
    expect([unknown.status, unknown.body.message]).toEqual([
      500,
      `failed to create typed patch object (/applied; ${group}/v1, Kind=Widget): .spec.colour: field not declared in schema`,
    ]);
  });

  it('refuses updates without a version and strategic patches', async () => {
    const put = await server.send('PUT', `${widgets}/one`, {
      body: widget('one', { size: 'small' }),
    });
    expect([put.status, put.body.message]).toEqual([
      422,
      `widgets.${group} "one" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update`,
    ]);
    const strategic = await server.send('PATCH', `${widgets}/one`, {
      type: 'application/strategic-merge-patch+json',
      body: {},
    });
    expect(strategic.status).toBe(415);
  });

  it('does not accept names that are taken', async () => {
    await server.post(crds, crd('wadgets', 'Widget'));
    const path = `${crds}/wadgets.${group}`;
    const { body } = await until(path, answer =>
      answer.text.includes('NamesAccepted'),
    );
    expect((body.status as Record<string, unknown>).conditions).toMatchObject([
      {
        type: 'NamesAccepted',
        status: 'False',
        reason: 'ListKindConflict',
        message: '"WidgetList" is already in use',
      },
      { type: 'Established', status: 'False', reason: 'NotAccepted' },
    ]);
    await server.send('DELETE', path);
  });

  it('takes its objects with it when it goes', async () => {
    await server.post(crds, crd('gizmos', 'Gizmo'));
    const gizmos = `/apis/${group}/v1/namespaces/${namespace}/gizmos`;
    await until(gizmos, answer => answer.status === 200);
    await server.post(gizmos, {
      ...widget('g', { size: 'small' }),
      kind: 'Gizmo',
    });
    await server.send('DELETE', `${crds}/gizmos.${group}`);
    await until(`${crds}/gizmos.${group}`, answer => answer.status === 404);
    await until(gizmos, answer => answer.status === 404);
    await server.post(crds, crd('gizmos', 'Gizmo'));
    const list = await until(gizmos, answer => answer.status === 200);
    expect(list.body.items).toEqual([]);
    await server.send('DELETE', `${crds}/gizmos.${group}`);
  });
});
