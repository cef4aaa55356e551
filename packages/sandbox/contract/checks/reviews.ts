import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { as } from '../support/shapes';

const AUTHORIZATION = '/apis/authorization.k8s.io/v1';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** Questions about access. */
export function reviews(cluster: Cluster): void {
  describe('access reviews', () => {
    let namespace: string;
    const user = `asker-${cluster.suffix}`;

    beforeAll(async () => {
      namespace = await cluster.namespace('reviews');
      const scope = `${RBAC}/namespaces/${namespace}`;
      await cluster.post(`${scope}/roles`, {
        metadata: { name: 'reader' },
        rules: [
          {
            apiGroups: [''],
            resources: ['configmaps', 'pods/log'],
            verbs: ['get', 'list'],
          },
        ],
      });
      await cluster.post(`${scope}/rolebindings`, {
        metadata: { name: 'reader' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Role',
          name: 'reader',
        },
        subjects: [
          {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'User',
            name: user,
          },
        ],
      });
      await cluster.until(
        `/api/v1/namespaces/${namespace}/configmaps`,
        answer => answer.status === 200,
        as(user),
      );
    });

    const ask = (kind: string, spec: Body, headers = {}, scope = '') =>
      cluster.post(
        `${AUTHORIZATION}${scope}/${kind.toLowerCase()}s`,
        { apiVersion: 'authorization.k8s.io/v1', kind, spec },
        headers,
      );
    const attributes = (more: Body) => ({
      resourceAttributes: { namespace, resource: 'configmaps', ...more },
    });

    it('tells people what they may themselves', async () => {
      const mine = (verb: string) =>
        ask('SelfSubjectAccessReview', attributes({ verb }), as(user));
      const yes = await mine('list');
      expect(yes.status).toBe(201);
      expect(yes.body.status).toEqual({
        allowed: true,
        reason: `RBAC: allowed by RoleBinding "reader/${namespace}" of Role "reader" to User "${user}"`,
      });
      expect((await mine('delete')).body.status).toEqual({ allowed: false });
    });

    it('repeats the question in the answer', async () => {
      const { body } = await ask(
        'SelfSubjectAccessReview',
        attributes({ verb: 'list' }),
      );
      expect(body.spec).toEqual(attributes({ verb: 'list' }));
    });

    it('tells those who may ask what others may', async () => {
      const { body } = await ask('SubjectAccessReview', {
        user,
        ...attributes({ verb: 'get', name: 'x' }),
      });
      expect(body.status).toMatchObject({ allowed: true });
    });

    it('tells nobody else what others may', async () => {
      const { status } = await ask(
        'SubjectAccessReview',
        { user, ...attributes({ verb: 'get' }) },
        as(user),
      );
      expect(status).toBe(403);
    });

    it('tells subresources apart', async () => {
      const pods = (subresource?: string) =>
        ask('SubjectAccessReview', {
          user,
          resourceAttributes: {
            namespace,
            verb: 'get',
            resource: 'pods',
            subresource,
          },
        });
      expect((await pods('log')).body.status).toMatchObject({ allowed: true });
      expect((await pods()).body.status).toMatchObject({ allowed: false });
    });

    it('answers about one namespace in that namespace', async () => {
      const { status, body } = await ask(
        'LocalSubjectAccessReview',
        { user, ...attributes({ verb: 'list' }) },
        {},
        `/namespaces/${namespace}`,
      );
      expect([status, body.status]).toMatchObject([201, { allowed: true }]);
      expect(body.metadata).toMatchObject({ namespace });
    });

    it('answers about paths', async () => {
      const { body } = await ask(
        'SelfSubjectAccessReview',
        { nonResourceAttributes: { path: '/version', verb: 'get' } },
        as(user),
      );
      expect(body.status).toMatchObject({ allowed: true });
    });

    it('wants to know exactly one thing', async () => {
      const both = await ask('SelfSubjectAccessReview', {
        ...attributes({ verb: 'get' }),
        nonResourceAttributes: { path: '/x', verb: 'get' },
      });
      expect([both.status, both.body.reason]).toEqual([422, 'Invalid']);
      const none = await ask('SelfSubjectAccessReview', {});
      expect(none.status).toBe(422);
    });

    it('refuses a question of the wrong shape', async () => {
      const { status, body } = await ask('SelfSubjectAccessReview', {
        resourceAttributes: 'configmaps',
      });
      expect([status, body.reason]).toEqual([400, 'BadRequest']);
    });

    it('lists all that people may in a namespace', async () => {
      const { status, body } = await ask(
        'SelfSubjectRulesReview',
        { namespace },
        as(user),
      );
      expect(status).toBe(201);
      expect(body.status).toMatchObject({
        incomplete: false,
        resourceRules: expect.arrayContaining([
          {
            apiGroups: [''],
            resources: ['configmaps', 'pods/log'],
            verbs: ['get', 'list'],
          },
        ]),
        nonResourceRules: expect.arrayContaining([
          expect.objectContaining({
            nonResourceURLs: expect.arrayContaining(['/healthz']),
          }),
        ]),
      });
    });

    it('tells people who they are', async () => {
      const { status, body } = await cluster.post(
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'SelfSubjectReview',
        },
        {
          ...as(user, 'group-one'),
          'Impersonate-Extra-example.org%2Fteam': 'blue',
        },
      );
      expect(status).toBe(201);
      expect(body.status).toEqual({
        userInfo: {
          username: user,
          groups: ['group-one', 'system:authenticated'],
          extra: { 'example.org/team': ['blue'] },
        },
      });
    });
  });
}
