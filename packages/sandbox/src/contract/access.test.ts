import { ContractServer } from './ContractServer';

describe('access', () => {
  let server: ContractServer;
  let namespace: string;
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const as = (user: string, ...groups: string[]) => ({
    'Impersonate-User': user,
    ...(groups.length > 0 && { 'Impersonate-Group': groups }),
  });

  beforeAll(async () => {
    server = await ContractServer.start();
    namespace = await server.namespace('access');
    await server.post(`${rbac}/namespaces/${namespace}/roles`, {
      metadata: { name: 'reader' },
      rules: [
        {
          apiGroups: [''],
          resources: ['configmaps'],
          verbs: ['get', 'list', 'watch'],
        },
        {
          apiGroups: ['rbac.authorization.k8s.io'],
          resources: ['roles', 'rolebindings'],
          verbs: ['create', 'get'],
        },
      ],
    });
    await server.post(`${rbac}/namespaces/${namespace}/rolebindings`, {
      metadata: { name: 'readers' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'Role',
        name: 'reader',
      },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name: 'readers',
        },
      ],
    });
  });
  afterAll(() => server.stop());

  it('lets people do what their roles say, and no more', async () => {
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    const reader = as('jo', 'readers');
    expect((await server.get(maps, reader)).status).toBe(200);
    const write = await server.send('POST', maps, {
      body: { metadata: { name: 'a' } },
      headers: reader,
    });
    expect(write.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `configmaps is forbidden: User "jo" cannot create resource "configmaps" in API group "" in the namespace "${namespace}"`,
      reason: 'Forbidden',
      details: { kind: 'configmaps' },
      code: 403,
    });
    expect((await server.get(maps, as('jo'))).status).toBe(403);
    expect((await server.get('/api/v1/configmaps', reader)).body.message).toBe(
      'configmaps is forbidden: User "jo" cannot list resource "configmaps" in API group "" at the cluster scope',
    );
  });

  it('does not let anybody grant more than they have', async () => {
    const roles = `${rbac}/namespaces/${namespace}/roles`;
    const grant = (resources: string[], name: string) =>
      server.send('POST', roles, {
        body: {
          metadata: { name },
          rules: [{ apiGroups: [''], resources, verbs: ['get'] }],
        },
        headers: as('jo', 'readers'),
      });
    expect((await grant(['configmaps'], 'same')).status).toBe(201);
    const more = await grant(['secrets'], 'more');
    expect([more.status, more.body.reason]).toEqual([403, 'Forbidden']);
    expect(more.body.message).toContain(
      'is attempting to grant RBAC permissions not currently held',
    );
  });

  it('answers access reviews', async () => {
    const review = async (verb: string) => {
      const { body } = await server.send(
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          body: {
            apiVersion: 'authorization.k8s.io/v1',
            kind: 'SelfSubjectAccessReview',
            spec: {
              resourceAttributes: { namespace, verb, resource: 'configmaps' },
            },
          },
          headers: as('jo', 'readers'),
        },
      );
      return (body.status as { allowed: boolean }).allowed;
    };
    expect(await review('list')).toBe(true);
    expect(await review('delete')).toBe(false);
  });

  it('gives service accounts tokens', async () => {
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await server.post(accounts, { metadata: { name: 'robot' } });
    const { status, body } = await server.post(`${accounts}/robot/token`, {
      spec: { expirationSeconds: 600 },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'TokenRequest',
      status: {
        token: expect.stringMatching(/^ey/),
        expirationTimestamp: expect.any(String),
      },
    });
    const short = await server.post(`${accounts}/robot/token`, {
      spec: { expirationSeconds: 10 },
    });
    expect(short.status).toBe(422);
  });
});
