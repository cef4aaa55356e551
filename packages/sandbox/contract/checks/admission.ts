import { PATCH, type Cluster } from '../support/Cluster';
import type { Answer, Body } from '../support/connection';
import { causesOf, refusal, warningsOf } from '../support/shapes';
import { itWith } from '../support/target';

const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
const POLICIES = `${ADMISSION}/validatingadmissionpolicies`;
const BINDINGS = `${ADMISSION}/validatingadmissionpolicybindings`;

/** What is decided about a write before it is kept. */
export function admission(cluster: Cluster): void {
  const withControllers = itWith('controllers');

  describe('ValidatingAdmissionPolicies', () => {
    let maps: string;
    let namespace: string;

    beforeAll(async () => {
      namespace = await cluster.namespace('policies');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
    });

    /** A policy on the ConfigMaps of this namespace, by its name. */
    const policy = async (
      area: string,
      spec: Body,
      binding: Body,
    ): Promise<string> => {
      const name = `contract-${area}-${cluster.suffix}`;
      await cluster.make(POLICIES, {
        metadata: { name },
        spec: {
          matchConstraints: {
            resourceRules: [
              {
                apiGroups: [''],
                apiVersions: ['v1'],
                operations: ['CREATE', 'UPDATE'],
                resources: ['configmaps'],
              },
            ],
          },
          ...spec,
        },
      });
      await cluster.make(BINDINGS, {
        metadata: { name },
        spec: {
          policyName: name,
          matchResources: {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': namespace },
            },
          },
          ...binding,
        },
      });
      return name;
    };
    const create = (data: Body, name = 'dry') =>
      cluster.ask('POST', `${maps}?dryRun=All`, {
        body: { metadata: { name }, data },
      });
    /** Policies take a moment to be in force. */
    const inForce = async (
      data: Body,
      holds: (answer: Answer) => boolean,
    ): Promise<Answer> => {
      const deadline = Date.now() + 20_000;
      for (;;) {
        const answer = await create(data);
        if (holds(answer) || Date.now() > deadline) return answer;
        await new Promise(done => setTimeout(done, 50));
      }
    };

    it('refuse what breaks them, in the name of policy and binding', async () => {
      const name = await policy(
        'deny',
        {
          validations: [
            {
              expression: "!has(object.data) || !('forbidden' in object.data)",
              message: 'forbidden is forbidden',
            },
          ],
        },
        { validationActions: ['Deny'] },
      );
      const answer = await inForce(
        { forbidden: '1' },
        ({ status }) => status !== 201,
      );
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        `configmaps "dry" is forbidden: ValidatingAdmissionPolicy '${name}' with binding '${name}' denied request: forbidden is forbidden`,
      ]);
      expect((await create({ allowed: '1' })).status).toBe(201);
    });

    it('word their message by an expression and choose the reason', async () => {
      await policy(
        'word',
        {
          variables: [
            {
              name: 'size',
              expression: 'has(object.data) ? size(object.data) : 0',
            },
          ],
          validations: [
            {
              expression: 'variables.size < 3',
              messageExpression: "'too many: ' + string(variables.size)",
              reason: 'Forbidden',
            },
          ],
        },
        { validationActions: ['Deny'] },
      );
      const answer = await inForce(
        { a: '1', b: '2', c: '3' },
        ({ status }) => status !== 201,
      );
      expect([answer.status, answer.body.reason]).toEqual([403, 'Forbidden']);
      expect(answer.body.message).toContain('denied request: too many: 3');
    });

    it('warn where they are bound to warn', async () => {
      const name = await policy(
        'warn',
        {
          validations: [
            {
              expression: "!has(object.data) || !('odd' in object.data)",
              message: 'odd is odd',
            },
          ],
        },
        { validationActions: ['Warn'] },
      );
      const answer = await inForce(
        { odd: '1' },
        one => warningsOf(one).length > 0,
      );
      expect([answer.status, warningsOf(answer)]).toEqual([
        201,
        [
          `Validation failed for ValidatingAdmissionPolicy '${name}' with binding '${name}': odd is odd`,
        ],
      ]);
    });

    it('compare with the object of before', async () => {
      await policy(
        'old',
        {
          validations: [
            {
              expression:
                "oldObject == null || !has(oldObject.data) || !('fixed' in oldObject.data) || object.data.fixed == oldObject.data.fixed",
              message: 'fixed is fixed',
            },
          ],
        },
        { validationActions: ['Deny'] },
      );
      await cluster.post(maps, {
        metadata: { name: 'old' },
        data: { fixed: '1' },
      });
      const deadline = Date.now() + 20_000;
      let answer: Answer;
      do {
        answer = await cluster.ask('PATCH', `${maps}/old?dryRun=All`, {
          body: { data: { fixed: '2' } },
          type: PATCH.merge,
        });
      } while (answer.status === 200 && Date.now() < deadline);
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain('denied request: fixed is fixed');
    });

    it('concern nobody outside their binding', async () => {
      const other = await cluster.namespace('unbound');
      const answer = await cluster.post(
        `/api/v1/namespaces/${other}/configmaps?dryRun=All`,
        { metadata: { name: 'free' }, data: { forbidden: '1' } },
      );
      expect(answer.status).toBe(201);
    });

    it('hold server-side apply and patches, too', async () => {
      const answer = await cluster.apply(
        `${maps}/applied`,
        'one',
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'applied' },
          data: { forbidden: '1' },
        },
        '&dryRun=All',
      );
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain('forbidden is forbidden');
    });

    it('have expressions that compile', async () => {
      const answer = await cluster.post(`${POLICIES}?dryRun=All`, {
        metadata: { name: `contract-broken-${cluster.suffix}` },
        spec: {
          matchConstraints: {
            resourceRules: [
              {
                apiGroups: [''],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['configmaps'],
              },
            ],
          },
          validations: [{ expression: 'object.metadata.name ==' }],
        },
      });
      expect(answer.status).toBe(422);
      expect(causesOf(answer)[0].field).toBe('spec.validations[0].expression');
      expect(answer.body.message).toContain('compilation failed');
    });

    it('cannot both refuse and warn', async () => {
      const answer = await cluster.post(`${BINDINGS}?dryRun=All`, {
        metadata: { name: `contract-both-${cluster.suffix}` },
        spec: { policyName: 'any', validationActions: ['Deny', 'Warn'] },
      });
      expect(answer.status).toBe(422);
      expect(causesOf(answer)[0].field).toBe('spec.validationActions');
    });
  });

  describe('limits of a namespace', () => {
    let core: string;

    beforeAll(async () => {
      core = `/api/v1/namespaces/${await cluster.namespace('limits')}`;
      await cluster.post(`${core}/serviceaccounts`, {
        metadata: { name: 'pods' },
      });
    });

    const pod = (name: string, resources?: Body) =>
      cluster.post(`${core}/pods?dryRun=All`, {
        metadata: { name },
        spec: {
          serviceAccountName: 'pods',
          automountServiceAccountToken: false,
          containers: [{ name: 'a', image: 'a:1', resources }],
        },
      });

    it('give containers what they do not ask for, and hold them to a maximum', async () => {
      await cluster.post(`${core}/limitranges`, {
        metadata: { name: 'limits' },
        spec: {
          limits: [
            {
              type: 'Container',
              default: { cpu: '200m' },
              defaultRequest: { cpu: '100m' },
              max: { cpu: '1' },
            },
          ],
        },
      });
      const deadline = Date.now() + 20_000;
      let answer: Answer;
      do answer = await pod('defaulted');
      while (!answer.text.includes('200m') && Date.now() < deadline);
      const { containers } = answer.body.spec as { containers: Body[] };
      expect(containers[0].resources).toEqual({
        limits: { cpu: '200m' },
        requests: { cpu: '100m' },
      });
      const large = await pod('large', { limits: { cpu: '2' } });
      expect([large.status, large.body.reason]).toEqual([403, 'Forbidden']);
      expect(large.body.message).toContain(
        'maximum cpu usage per Container is 1, but limit is 2',
      );
    });

    withControllers('count what is there against a quota', async () => {
      await cluster.post(`${core}/resourcequotas`, {
        metadata: { name: 'quota' },
        spec: { hard: { 'count/secrets': '1' } },
      });
      await cluster.until(`${core}/resourcequotas/quota`, answer =>
        answer.text.includes('"used":{"count/secrets":"0"}'),
      );
      const secret = (name: string) =>
        cluster.post(`${core}/secrets`, { metadata: { name } });
      expect((await secret('one')).status).toBe(201);
      const second = await secret('two');
      expect(refusal(second)).toEqual([
        403,
        'Forbidden',
        'secrets "two" is forbidden: exceeded quota: quota, requested: count/secrets=1, used: count/secrets=1, limited: count/secrets=1',
      ]);
    });
  });
}
