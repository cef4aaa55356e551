import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { metadataOf } from '../support/shapes';

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface Resource {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  verbs: string[];
  shortNames?: string[];
}

/** What the server says about itself. */
export function discovery(cluster: Cluster): void {
  describe('discovery', () => {
    const resources = async (path: string) =>
      (await cluster.get(path)).body.resources as Resource[];
    const named = async (path: string, name: string) =>
      (await resources(path)).find(one => one.name === name);

    it('says its version, with major and minor as numbers', async () => {
      const { status, body } = await cluster.get('/version');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        major: '1',
        minor: expect.stringMatching(/^\d+/),
        gitVersion: expect.stringMatching(/^v1\.\d+\.\d+/),
        platform: expect.stringContaining('/'),
      });
    });

    it.each(['/healthz', '/livez', '/readyz'])(
      'says at %s that it is well',
      async path => {
        const { status, text, headers } = await cluster.get(path);
        expect([status, text]).toEqual([200, 'ok']);
        expect(headers['content-type']).toContain('text/plain');
      },
    );

    it.each(['/livez', '/readyz'])(
      'names its checks at %s?verbose',
      async path => {
        const { status, text } = await cluster.get(`${path}?verbose`);
        expect(status).toBe(200);
        expect(text).toMatch(/^\[\+\]ping ok\n/);
        expect(text).toMatch(new RegExp(`${path.slice(1)} check passed\n$`));
      },
    );

    it('serves metrics in the text format of Prometheus', async () => {
      const { status, headers, text } = await cluster.get('/metrics');
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
      expect(text).toMatch(/^# TYPE apiserver_request_total counter$/m);
    });

    it('lists its paths at the root', async () => {
      const { body } = await cluster.get('/');
      expect(body.paths).toEqual(
        expect.arrayContaining([
          '/api',
          '/api/v1',
          '/apis',
          '/apis/apps',
          '/apis/apps/v1',
          '/openapi/v3',
          '/version',
        ]),
      );
    });

    it('lists the versions of the core group', async () => {
      expect((await cluster.get('/api')).body).toMatchObject({
        kind: 'APIVersions',
        versions: ['v1'],
      });
    });

    it('lists the groups with their preferred versions', async () => {
      const { body } = await cluster.get('/apis');
      expect(body).toMatchObject({ kind: 'APIGroupList', apiVersion: 'v1' });
      const apps = (body.groups as Body[]).find(one => one.name === 'apps');
      expect(apps).toEqual({
        name: 'apps',
        versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
        preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
      });
    });

    it('describes one group by its path', async () => {
      expect((await cluster.get('/apis/batch')).body).toMatchObject({
        kind: 'APIGroup',
        apiVersion: 'v1',
        name: 'batch',
        preferredVersion: { groupVersion: 'batch/v1', version: 'v1' },
      });
    });

    it('lists the resources of the core group with verbs and short names', async () => {
      const maps = await named('/api/v1', 'configmaps');
      expect(maps).toMatchObject({
        singularName: 'configmap',
        namespaced: true,
        kind: 'ConfigMap',
        shortNames: ['cm'],
      });
      expect([...(maps?.verbs ?? [])].sort()).toEqual([
        'create',
        'delete',
        'deletecollection',
        'get',
        'list',
        'patch',
        'update',
        'watch',
      ]);
    });

    it('says which resources are outside namespaces', async () => {
      expect(await named('/api/v1', 'namespaces')).toMatchObject({
        namespaced: false,
      });
    });

    it('lists subresources beside their resource', async () => {
      const names = (await resources('/apis/apps/v1')).map(one => one.name);
      expect(names).toEqual(
        expect.arrayContaining([
          'deployments',
          'deployments/scale',
          'deployments/status',
        ]),
      );
    });

    it('names the kind a subresource speaks', async () => {
      expect(await named('/apis/apps/v1', 'deployments/scale')).toMatchObject({
        kind: 'Scale',
        group: 'autoscaling',
        version: 'v1',
      });
      expect(await named('/api/v1', 'serviceaccounts/token')).toMatchObject({
        kind: 'TokenRequest',
        group: 'authentication.k8s.io',
        verbs: ['create'],
      });
    });

    it('lists reviews as resources that can only be created', async () => {
      expect(
        await named(
          '/apis/authorization.k8s.io/v1',
          'selfsubjectaccessreviews',
        ),
      ).toMatchObject({ kind: 'SelfSubjectAccessReview', verbs: ['create'] });
    });

    it.each(['/api', '/apis'])(
      'gives all of %s at once to those who ask for aggregated discovery',
      async path => {
        const { body, headers } = await cluster.get(path, {
          Accept: AGGREGATED,
        });
        expect(headers['content-type']).toBe(AGGREGATED);
        expect(body).toMatchObject({
          kind: 'APIGroupDiscoveryList',
          apiVersion: 'apidiscovery.k8s.io/v2',
        });
        const plural = path === '/api' ? 'configmaps' : 'deployments';
        const group = path === '/api' ? undefined : 'apps';
        const found = (body.items as Body[]).find(
          item => metadataOf(item).name === group,
        );
        const [version] = (found?.versions ?? []) as {
          resources: Body[];
          freshness: string;
        }[];
        expect(version.freshness).toBe('Current');
        expect(
          version.resources.find(one => one.resource === plural),
        ).toMatchObject({
          scope: 'Namespaced',
          responseKind: { kind: expect.any(String) },
          singularResource: plural.slice(0, -1),
        });
      },
    );

    it('falls back to plain discovery for those who ask for both', async () => {
      const { body } = await cluster.get('/api', {
        Accept: `application/json;g=apidiscovery.k8s.io;v=v99;as=APIGroupDiscoveryList,application/json`,
      });
      expect(body.kind).toBe('APIVersions');
    });

    it('points at an OpenAPI document per group and version', async () => {
      const { body } = await cluster.get('/openapi/v3');
      const { paths } = body as { paths: Record<string, Body> };
      expect(Object.keys(paths)).toEqual(
        expect.arrayContaining(['api/v1', 'apis/apps/v1']),
      );
      expect(paths['api/v1'].serverRelativeURL).toMatch(
        /^\/openapi\/v3\/api\/v1\?hash=/,
      );
    });

    it('describes kinds in OpenAPI with their group, version and kind', async () => {
      const { status, body } = await cluster.get('/openapi/v3/api/v1');
      expect(status).toBe(200);
      const { schemas } = body.components as { schemas: Record<string, Body> };
      const found = Object.values(schemas).filter(schema =>
        JSON.stringify(schema['x-kubernetes-group-version-kind'])?.includes(
          '"ConfigMap"',
        ),
      );
      expect(found).toMatchObject([
        {
          type: 'object',
          properties: { data: { additionalProperties: expect.anything() } },
          'x-kubernetes-group-version-kind': [
            { group: '', kind: 'ConfigMap', version: 'v1' },
          ],
        },
      ]);
    });

    it('tells an unchanged OpenAPI document by its tag', async () => {
      const first = await cluster.get('/openapi/v3/api/v1');
      const again = await cluster.get('/openapi/v3/api/v1', {
        'If-None-Match': String(first.headers.etag),
      });
      expect(again.status).toBe(304);
    });

    it('serves the second version of OpenAPI, also as protobuf', async () => {
      const json = await cluster.get('/openapi/v2');
      expect(json.body.swagger).toBe('2.0');
      const protobuf = await cluster.get('/openapi/v2', {
        Accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
      });
      expect(protobuf.headers['content-type']).toBe(
        'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
      );
      // Field 1, three bytes: the version of Swagger.
      expect(protobuf.text.slice(0, 5)).toBe('\n\u00032.0');
    });

    it.each(['/foo', '/apis/foo.example', '/apis/foo/v1/bars'])(
      'answers %s, which nothing is at, in plain text',
      async path => {
        const { status, text } = await cluster.get(path);
        expect([status, text]).toEqual([404, '404 page not found\n']);
      },
    );

    it.each(['/api/v1/widgets', '/apis/apps/v9', '/apis/apps/v9/deployments'])(
      'answers %s, which nothing is at in a known group, as not found',
      async path => {
        expect((await cluster.get(path)).body).toEqual({
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: 'the server could not find the requested resource',
          reason: 'NotFound',
          details: {},
          code: 404,
        });
      },
    );
  });
}
