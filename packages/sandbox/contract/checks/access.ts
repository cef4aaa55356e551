import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { as, refusal } from '../support/shapes';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const GROUP = 'rbac.authorization.k8s.io';

/** Who may do what, and as whom. */
export function access(cluster: Cluster): void {
  describe('access', () => {
    let namespace: string;
    let maps: string;
    let user: string;
    let group: string;

    const bind = async (
      name: string,
      rules: Body[],
      subject: { kind: string; name: string },
    ) => {
      const scope = `${RBAC}/namespaces/${namespace}`;
      await cluster.make(`${scope}/roles`, { metadata: { name }, rules });
      await cluster.make(`${scope}/rolebindings`, {
        metadata: { name },
        roleRef: { apiGroup: GROUP, kind: 'Role', name },
        subjects: [{ apiGroup: GROUP, ...subject }],
      });
    };
    const rule = (resources: string[], verbs: string[], more: Body = {}) => ({
      apiGroups: [''],
      resources,
      verbs,
      ...more,
    });
    /** Bindings take a moment to be in force on a real server. */
    const allowed = (
      path: string,
      headers: Record<string, string | string[]>,
    ) => cluster.until(path, answer => answer.status === 200, headers);

    /** A token of a new ServiceAccount. */
    const tokenOf = async (name: string): Promise<string> => {
      const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
      await cluster.post(accounts, { metadata: { name } });
      const { body } = await cluster.post(`${accounts}/${name}/token`, {
        spec: {},
      });
      return (body.status as { token: string }).token;
    };

    beforeAll(async () => {
      namespace = await cluster.namespace('access');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
      user = `jo-${cluster.suffix}`;
      group = `readers-${cluster.suffix}`;
      await cluster.post(maps, { metadata: { name: 'a' } });
      await bind(
        'reader',
        [
          rule(['configmaps'], ['get', 'list', 'watch']),
          {
            apiGroups: [GROUP],
            resources: ['roles', 'rolebindings'],
            verbs: ['create', 'get', 'update', 'patch'],
          },
        ],
        { kind: 'Group', name: group },
      );
      await bind(
        'named',
        [rule(['secrets'], ['get'], { resourceNames: ['one'] })],
        {
          kind: 'User',
          name: user,
        },
      );
      await allowed(maps, as('anyone', group));
    });

    it('refuses what no role allows, and says who wanted what', async () => {
      const answer = await cluster.send('GET', maps, { headers: as(user) });
      expect(answer.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `configmaps is forbidden: User "${user}" cannot list resource "configmaps" in API group "" in the namespace "${namespace}"`,
        reason: 'Forbidden',
        details: { kind: 'configmaps' },
        code: 403,
      });
    });

    it('names the object that was refused', async () => {
      const answer = await cluster.get(`${maps}/a`, as(user));
      expect(answer.body).toMatchObject({
        message: `configmaps "a" is forbidden: User "${user}" cannot get resource "configmaps" in API group "" in the namespace "${namespace}"`,
        details: { name: 'a', kind: 'configmaps' },
      });
    });

    it('says that something was refused in the whole cluster', async () => {
      const answer = await cluster.get('/apis/apps/v1/deployments', as(user));
      expect(refusal(answer)).toEqual([
        403,
        'Forbidden',
        `deployments.apps is forbidden: User "${user}" cannot list resource "deployments" in API group "apps" at the cluster scope`,
      ]);
    });

    it('refuses paths that are no resources', async () => {
      const answer = await cluster.get('/metrics', as(user));
      expect(refusal(answer)).toEqual([
        403,
        'Forbidden',
        `forbidden: User "${user}" cannot get path "/metrics"`,
      ]);
    });

    it('allows a group what its role says', async () => {
      expect((await cluster.get(maps, as('anyone', group))).status).toBe(200);
      expect((await cluster.get(`${maps}/a`, as('anyone', group))).status).toBe(
        200,
      );
    });

    it('allows no verb the role does not name', async () => {
      const answer = await cluster.send('DELETE', `${maps}/a`, {
        headers: as('anyone', group),
      });
      expect(answer.status).toBe(403);
    });

    it('allows a role of a namespace nowhere else', async () => {
      const answer = await cluster.get('/api/v1/configmaps', as('x', group));
      expect(answer.status).toBe(403);
    });

    it('allows single objects by their names', async () => {
      const secrets = `/api/v1/namespaces/${namespace}/secrets`;
      for (const name of ['one', 'two']) {
        await cluster.post(secrets, { metadata: { name } });
      }
      await allowed(`${secrets}/one`, as(user));
      expect((await cluster.get(`${secrets}/two`, as(user))).status).toBe(403);
      expect((await cluster.get(secrets, as(user))).status).toBe(403);
    });

    it('hides what is not there from those who may not look', async () => {
      const answer = await cluster.get(`${maps}/nothing`, as(user));
      expect(answer.status).toBe(403);
    });

    it('grants cluster-wide roles within a namespace, too', async () => {
      const name = `contract-viewer-${cluster.suffix}`;
      await cluster.make(`${RBAC}/clusterroles`, {
        metadata: { name },
        rules: [rule(['serviceaccounts'], ['list'])],
      });
      await cluster.make(`${RBAC}/namespaces/${namespace}/rolebindings`, {
        metadata: { name },
        roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name },
        subjects: [{ apiGroup: GROUP, kind: 'User', name }],
      });
      await allowed(
        `/api/v1/namespaces/${namespace}/serviceaccounts`,
        as(name),
      );
      expect(
        (await cluster.get('/api/v1/serviceaccounts', as(name))).status,
      ).toBe(403);
    });

    it('gathers the rules of an aggregated role', async () => {
      const name = `contract-sum-${cluster.suffix}`;
      await cluster.make(`${RBAC}/clusterroles`, {
        metadata: { name: `${name}-part`, labels: { sum: name } },
        rules: [rule(['pods'], ['list'])],
      });
      await cluster.make(`${RBAC}/clusterroles`, {
        metadata: { name },
        aggregationRule: {
          clusterRoleSelectors: [{ matchLabels: { sum: name } }],
        },
      });
      const { body } = await cluster.until(
        `${RBAC}/clusterroles/${name}`,
        answer => Array.isArray(answer.body.rules),
      );
      expect(body.rules).toEqual([rule(['pods'], ['list'])]);
    });

    it('lets nobody grant more than they have', async () => {
      const grant = (resources: string[], name: string) =>
        cluster.send('POST', `${RBAC}/namespaces/${namespace}/roles`, {
          body: { metadata: { name }, rules: [rule(resources, ['get'])] },
          headers: as(user, group),
        });
      expect((await grant(['configmaps'], 'same')).status).toBe(201);
      const more = await grant(['secrets'], 'more');
      expect([more.status, more.body.reason]).toEqual([403, 'Forbidden']);
      expect(more.body.message).toContain(
        `user "${user}" (groups=["${group}" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:`,
      );
    });

    it('lets nobody bind a role with more than they have', async () => {
      const answer = await cluster.send(
        'POST',
        `${RBAC}/namespaces/${namespace}/rolebindings`,
        {
          body: {
            metadata: { name: 'up' },
            roleRef: {
              apiGroup: GROUP,
              kind: 'ClusterRole',
              name: 'cluster-admin',
            },
            subjects: [{ apiGroup: GROUP, kind: 'User', name: user }],
          },
          headers: as(user, group),
        },
      );
      expect([answer.status, answer.body.reason]).toEqual([403, 'Forbidden']);
    });

    it('keeps the role of a binding as it is', async () => {
      const path = `${RBAC}/namespaces/${namespace}/rolebindings/reader`;
      const answer = await cluster.patch(path, 'merge', {
        roleRef: { name: 'other' },
      });
      expect([answer.status, answer.body.message]).toEqual([
        422,
        expect.stringContaining('roleRef: Invalid value'),
      ]);
      expect(answer.body.message).toContain('cannot change roleRef');
    });

    it('lets only those act as others who may', async () => {
      const headers = { ...as(user), 'Impersonate-Group': 'system:masters' };
      const { status } = await cluster.get(maps, headers);
      expect(status).toBe(200);
      const name = `contract-actor-${cluster.suffix}`;
      const token = await tokenOf(name);
      const acting = await cluster.send('GET', maps, {
        anonymous: true,
        headers: { Authorization: `Bearer ${token}`, ...as(user) },
      });
      expect(refusal(acting)).toEqual([
        403,
        'Forbidden',
        expect.stringMatching(
          new RegExp(
            `User "system:serviceaccount:${namespace}:${name}" cannot impersonate`,
          ),
        ),
      ]);
    });

    it('does not act as a group without a user', async () => {
      const answer = await cluster.get(maps, {
        'Impersonate-Group': 'system:masters',
      });
      expect([answer.status, answer.body.reason]).toEqual([400, 'BadRequest']);
      expect(answer.body.message).toMatch(
        /system:masters.* without impersonating a user name$/,
      );
    });

    it('knows nobody by a wrong token', async () => {
      const answer = await cluster.send('GET', maps, {
        anonymous: true,
        headers: { Authorization: 'Bearer wrong' },
      });
      expect(answer.body).toMatchObject({
        code: 401,
        reason: 'Unauthorized',
        message: 'Unauthorized',
      });
    });

    it('takes those without any credentials for anonymous', async () => {
      const answer = await cluster.send('GET', maps, { anonymous: true });
      expect(refusal(answer)).toEqual([
        403,
        'Forbidden',
        `configmaps is forbidden: User "system:anonymous" cannot list resource "configmaps" in API group "" in the namespace "${namespace}"`,
      ]);
      const version = await cluster.send('GET', '/version', {
        anonymous: true,
      });
      expect(version.status).toBe(200);
    });

    it('gives service accounts tokens that work, for a while', async () => {
      const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
      await cluster.post(accounts, { metadata: { name: 'robot' } });
      const answer = await cluster.post(`${accounts}/robot/token`, {
        spec: { expirationSeconds: 600 },
      });
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        spec: { expirationSeconds: 600 },
        status: {
          token: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/),
          expirationTimestamp: expect.stringMatching(/Z$/),
        },
      });
      const { token } = answer.body.status as { token: string };
      const review = await cluster.send(
        'POST',
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        {
          body: {},
          anonymous: true,
          headers: { Authorization: `Bearer ${token}` },
        },
      );
      expect(review.body.status).toMatchObject({
        userInfo: {
          username: `system:serviceaccount:${namespace}:robot`,
          groups: expect.arrayContaining([
            'system:serviceaccounts',
            `system:serviceaccounts:${namespace}`,
            'system:authenticated',
          ]),
        },
      });
    });

    it('gives no token for less than ten minutes', async () => {
      const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
      await cluster.post(accounts, { metadata: { name: 'short' } });
      const answer = await cluster.post(`${accounts}/short/token`, {
        spec: { expirationSeconds: 10 },
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain(
        'spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes',
      );
    });

    it('no longer knows the token of an account that is gone', async () => {
      const token = await tokenOf('leaver');
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/leaver`;
      const get = () =>
        cluster.ask('GET', '/version', {
          anonymous: true,
          headers: { Authorization: `Bearer ${token}` },
        });
      expect((await get()).status).toBe(200);
      await cluster.remove(path);
      // A real server remembers tokens for ten seconds.
      let { status } = await get();
      const deadline = Date.now() + 20_000;
      while (status !== 401 && Date.now() < deadline) {
        await new Promise(done => setTimeout(done, 200));
        ({ status } = await get());
      }
      expect(status).toBe(401);
    });
  });
}
