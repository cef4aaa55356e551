import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TestSandbox } from '../__testUtils__/TestSandbox';
import { people } from '../identity';

describe('access to the sandbox', () => {
  let world: TestSandbox;

  beforeAll(async () => {
    world = await TestSandbox.start();
  }, 60_000);

  afterAll(async () => {
    await world.stop();
  }, 60_000);

  it('lets people do what their team may, and nothing else', async () => {
    const clients = Object.fromEntries(
      people.map(({ id }) => [id, world.client(`people/${id}.kubeconfig`)]),
    );
    const may = async (
      id: string,
      verb: string,
      resource: string,
      namespace?: string,
    ) => {
      const [plural, ...group] = resource.split('.');
      const review = await clients[id]?.create({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        metadata: {},
        spec: {
          resourceAttributes: {
            verb,
            resource: plural,
            group: group.join('.'),
            namespace,
          },
        },
      });
      return review?.status?.allowed === true;
    };
    const claims = 'databases.platform.cairn.dev';
    const composed = 'roles.postgresql.sql.m.crossplane.io';
    const answers = await Promise.all([
      may('ada', 'create', claims, 'payments-dev'),
      may('ada', 'get', 'secrets', 'payments-prod'),
      may('ada', 'watch', composed, 'payments-dev'),
      may('carla', 'delete', claims, 'payments-prod'),
      may('dev', 'create', claims, 'logistics-prod'),
      may('dev', 'get', 'secrets', 'cairn-system'),
      may('erin', 'list', claims),
      may('ada', 'create', claims, 'logistics-dev'),
      may('ada', 'get', claims, 'logistics-dev'),
      may('ada', 'list', 'secrets'),
      may('ada', 'delete', composed, 'payments-dev'),
      may('dev', 'impersonate', 'users'),
      may('dev', 'escalate', 'clusterroles.rbac.authorization.k8s.io'),
      may('erin', 'get', 'secrets', 'payments-dev'),
      may('erin', 'create', claims, 'payments-dev'),
    ]);
    expect(answers.map(answer => (answer ? 'y' : 'n')).join('')).toBe(
      'yyyyyyynnnnnnnn',
    );
    for (const client of Object.values(clients)) client.close();
  });

  it('lets the portal act for the teams it was given, and read no Secret', async () => {
    const token = (
      await readFile(join(world.dataDir, 'portal.token'), 'utf8')
    ).trim();
    const admin = world.client('admin.kubeconfig');
    const may = async (attributes: Record<string, string>) => {
      const review = await admin.create({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        metadata: {},
        spec: {
          user: 'system:serviceaccount:cairn-system:cairn-portal',
          groups: ['system:serviceaccounts', 'system:authenticated'],
          resourceAttributes: attributes,
        },
      });
      return review.status?.allowed === true;
    };
    expect(token.split('.')).toHaveLength(3);
    const impersonate = { verb: 'impersonate', group: '' };
    const answers = await Promise.all([
      may({
        verb: 'watch',
        group: 'platform.cairn.dev',
        resource: 'databases',
      }),
      may({ ...impersonate, resource: 'users', name: 'cairn:ada' }),
      may({ ...impersonate, resource: 'groups', name: 'cairn:payments' }),
      may({ ...impersonate, resource: 'groups', name: 'system:masters' }),
      may({ ...impersonate, resource: 'serviceaccounts', name: 'default' }),
      may({ verb: 'get', group: '', resource: 'secrets' }),
      may({
        verb: 'create',
        group: 'platform.cairn.dev',
        resource: 'databases',
      }),
    ]);
    expect(answers).toEqual([true, true, true, false, false, false, false]);
    admin.close();
  });

  it('writes what others need for the eyes of its owner only', async () => {
    for (const file of [
      'admin.kubeconfig',
      'controllers.kubeconfig',
      'portal.token',
      'oidc-client.json',
      ...people.map(({ id }) => `people/${id}.kubeconfig`),
    ]) {
      const { mode } = await stat(join(world.dataDir, file));
      expect([file, mode & 0o777]).toEqual([file, 0o600]);
    }
    expect(await readFile(join(world.dataDir, 'ca.crt'), 'utf8')).toContain(
      'BEGIN CERTIFICATE',
    );
  });
});
