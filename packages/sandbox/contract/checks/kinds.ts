import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { causesOf, metadataOf, namesOf, refusal } from '../support/shapes';

/** What certain kinds do beside what all do. */
export function kinds(cluster: Cluster): void {
  describe('kinds', () => {
    let core: string;
    let namespace: string;

    beforeAll(async () => {
      namespace = await cluster.namespace('various');
      core = `/api/v1/namespaces/${namespace}`;
      await cluster.post(`${core}/serviceaccounts`, {
        metadata: { name: 'pods' },
      });
    });

    describe('Secrets', () => {
      const create = (name: string, fields: Body) =>
        cluster.post(`${core}/secrets`, { metadata: { name }, ...fields });

      it('write texts as data, and never give them back', async () => {
        const { body } = await create('texts', {
          data: { a: 'YQ==', c: 'Yw==' },
          stringData: { b: 'b', c: 'other' },
        });
        expect(body).toMatchObject({
          type: 'Opaque',
          data: { a: 'YQ==', b: 'Yg==', c: 'b3RoZXI=' },
        });
        expect(body).not.toHaveProperty('stringData');
      });

      it.each<[string, Body, string]>([
        ['kubernetes.io/tls', { 'tls.crt': '' }, 'data[tls.key]'],
        [
          'kubernetes.io/dockerconfigjson',
          { a: '' },
          'data[.dockerconfigjson]',
        ],
        ['kubernetes.io/basic-auth', { a: '' }, 'data[username]'],
        ['kubernetes.io/ssh-auth', { a: '' }, 'data[ssh-privatekey]'],
      ])('of type %s have the keys of it', async (type, data, field) => {
        const answer = await create(`typed-${type.split('/')[1]}`, {
          type,
          data,
        });
        expect(answer.status).toBe(422);
        expect(causesOf(answer).map(cause => cause.field)).toContain(field);
      });

      it('keep their type', async () => {
        const { body } = await create('keeps', {});
        const answer = await cluster.put(`${core}/secrets/keeps`, {
          ...body,
          type: 'example.org/other',
        });
        expect(refusal(answer)).toEqual([
          422,
          'Invalid',
          'Secret "keeps" is invalid: type: Invalid value: "example.org/other": field is immutable',
        ]);
      });

      it('can be made unchangeable, and then stay so', async () => {
        await create('frozen', { data: { a: 'YQ==' }, immutable: true });
        const patch = (fields: Body) =>
          cluster.patch(`${core}/secrets/frozen`, 'merge', fields);
        expect((await patch({ data: { a: 'Yg==' } })).body.message).toBe(
          'Secret "frozen" is invalid: data: Forbidden: field is immutable when `immutable` is set',
        );
        expect((await patch({ immutable: false })).status).toBe(422);
        const labels = await patch({ metadata: { labels: { a: 'b' } } });
        expect(labels.status).toBe(200);
      });
    });

    describe('Events', () => {
      const event = (name: string, more: Body = {}) => ({
        metadata: { name },
        involvedObject: { kind: 'ConfigMap', namespace, name: 'a' },
        reason: 'Tried',
        message: 'It was tried.',
        type: 'Normal',
        ...more,
      });

      it('are the same in both of their groups', async () => {
        const { status } = await cluster.post(`${core}/events`, event('e1'));
        expect(status).toBe(201);
        const { body } = await cluster.get(
          `/apis/events.k8s.io/v1/namespaces/${namespace}/events/e1`,
        );
        expect(body).toMatchObject({
          apiVersion: 'events.k8s.io/v1',
          reason: 'Tried',
          note: 'It was tried.',
          regarding: { kind: 'ConfigMap', name: 'a' },
        });
      });

      it('are found by what they are about', async () => {
        await cluster.post(`${core}/events`, event('e2'));
        await cluster.post(`${core}/events`, {
          ...event('e3'),
          involvedObject: { kind: 'Secret', namespace, name: 'b' },
        });
        const list = await cluster.get(
          `${core}/events?fieldSelector=${encodeURIComponent(
            'involvedObject.kind=Secret,involvedObject.name=b',
          )}`,
        );
        expect(namesOf(list)).toEqual(['e3']);
      });

      it('are about something in their own namespace', async () => {
        const answer = await cluster.post(
          `${core}/events`,
          event('e4', {
            involvedObject: { kind: 'Secret', namespace: 'default', name: 'b' },
          }),
        );
        expect(answer.status).toBe(422);
        expect(answer.body.message).toContain(
          'involvedObject.namespace: Invalid value: "default": does not match event.namespace',
        );
      });
    });

    describe('Services', () => {
      const service = (name: string, spec: Body) =>
        cluster.post(`${core}/services`, { metadata: { name }, spec });

      it('get an address when they are made', async () => {
        const { status, body } = await service('plain', {
          ports: [{ port: 80 }],
        });
        expect(status).toBe(201);
        const spec = body.spec as { clusterIP: string };
        expect(spec).toMatchObject({
          type: 'ClusterIP',
          clusterIP: expect.stringMatching(/^10\.\d+\.\d+\.\d+$/),
          clusterIPs: [spec.clusterIP],
          ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
          sessionAffinity: 'None',
          ipFamilies: ['IPv4'],
          ipFamilyPolicy: 'SingleStack',
          internalTrafficPolicy: 'Cluster',
        });
        const other = await service('other', { ports: [{ port: 80 }] });
        expect((other.body.spec as { clusterIP: string }).clusterIP).not.toBe(
          spec.clusterIP,
        );
      });

      it('get none if they have no head', async () => {
        const { body } = await service('headless', {
          clusterIP: 'None',
          ports: [{ port: 80 }],
        });
        expect(body.spec).toMatchObject({
          clusterIP: 'None',
          clusterIPs: ['None'],
        });
      });

      it('keep their address', async () => {
        await service('stays', { ports: [{ port: 80 }] });
        const answer = await cluster.patch(`${core}/services/stays`, 'merge', {
          spec: { clusterIP: '10.0.0.250', clusterIPs: ['10.0.0.250'] },
        });
        expect(answer.status).toBe(422);
        expect(causesOf(answer)[0].field).toMatch(/^spec\.clusterIPs?/);
      });

      it('name their ports if they have several', async () => {
        const answer = await service('nameless', {
          ports: [{ port: 80 }, { port: 81 }],
        });
        expect(causesOf(answer).map(cause => cause.field)).toEqual(
          expect.arrayContaining(['spec.ports[0].name', 'spec.ports[1].name']),
        );
      });
    });

    describe('Pods', () => {
      const pod = (name: string, spec: Body) =>
        cluster.post(`${core}/pods`, {
          metadata: { name },
          spec: {
            containers: [{ name: 'a', image: 'a:1' }],
            serviceAccountName: 'pods',
            automountServiceAccountToken: false,
            ...spec,
          },
        });

      it('get the usual settings when they are made', async () => {
        const { status, body } = await pod('usual', {});
        expect(status).toBe(201);
        expect(body).toMatchObject({
          spec: {
            restartPolicy: 'Always',
            terminationGracePeriodSeconds: 30,
            dnsPolicy: 'ClusterFirst',
            serviceAccountName: 'pods',
            serviceAccount: 'pods',
            containers: [
              {
                imagePullPolicy: 'IfNotPresent',
                terminationMessagePath: '/dev/termination-log',
                terminationMessagePolicy: 'File',
              },
            ],
          },
          status: { phase: 'Pending', qosClass: 'BestEffort' },
        });
      });

      it('keep what cannot change while they run', async () => {
        await pod('fixed', {});
        const answer = await cluster.patch(`${core}/pods/fixed`, 'merge', {
          spec: { restartPolicy: 'Never' },
        });
        expect(answer.status).toBe(422);
        expect(answer.body.message).toContain(
          'spec: Forbidden: pod updates may not change fields other than',
        );
      });

      it('stay for their grace period where they run', async () => {
        await pod('graceful', { nodeName: `node-${cluster.suffix}` });
        const deleted = await cluster.remove(`${core}/pods/graceful`);
        expect(deleted.body.metadata).toMatchObject({
          deletionGracePeriodSeconds: 30,
          deletionTimestamp: expect.any(String),
        });
        expect((await cluster.get(`${core}/pods/graceful`)).status).toBe(200);
        await cluster.remove(`${core}/pods/graceful`, {
          gracePeriodSeconds: 0,
        });
        await cluster.gone(`${core}/pods/graceful`);
      });

      it('have containers', async () => {
        const answer = await pod('empty', { containers: [] });
        expect(refusal(answer)).toEqual([
          422,
          'Invalid',
          'Pod "empty" is invalid: spec.containers: Required value',
        ]);
      });
    });

    describe('Deployments', () => {
      let path: string;
      const deployment = (name: string, spec: Body = {}) =>
        cluster.post(path, {
          metadata: { name },
          spec: {
            replicas: 0,
            selector: { matchLabels: { app: name } },
            template: {
              metadata: { labels: { app: name } },
              spec: { containers: [{ name: 'a', image: 'a:1' }] },
            },
            ...spec,
          },
        });

      beforeAll(() => {
        path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
      });

      it('get the usual strategy when they are made', async () => {
        const { body } = await deployment('usual');
        expect(body).toMatchObject({
          metadata: { generation: 1 },
          spec: {
            strategy: {
              type: 'RollingUpdate',
              rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
            },
            revisionHistoryLimit: 10,
            progressDeadlineSeconds: 600,
          },
        });
      });

      it('select the pods they make', async () => {
        const answer = await deployment('mismatch', {
          selector: { matchLabels: { app: 'other' } },
        });
        expect(refusal(answer)).toEqual([
          422,
          'Invalid',
          'Deployment.apps "mismatch" is invalid: spec.template.metadata.labels: Invalid value: {"app":"mismatch"}: `selector` does not match template `labels`',
        ]);
      });

      it('keep their selector', async () => {
        await deployment('keeps');
        const answer = await cluster.patch(`${path}/keeps`, 'merge', {
          spec: {
            selector: { matchLabels: { more: 'yes' } },
            template: { metadata: { labels: { more: 'yes' } } },
          },
        });
        expect(answer.status).toBe(422);
        expect(answer.body.message).toContain('spec.selector: Invalid value');
        expect(answer.body.message).toContain('field is immutable');
      });

      it('are scaled through their subresource', async () => {
        await deployment('scaled');
        const scale = await cluster.patch(`${path}/scaled/scale`, 'merge', {
          spec: { replicas: 2 },
        });
        expect(scale.body).toMatchObject({
          kind: 'Scale',
          spec: { replicas: 2 },
          status: { selector: 'app=scaled' },
        });
        const { body } = await cluster.get(`${path}/scaled`);
        expect(body.spec).toMatchObject({ replicas: 2 });
        expect(metadataOf(body).generation).toBe(2);
        await cluster.remove(`${path}/scaled`);
      });
    });
  });
}
