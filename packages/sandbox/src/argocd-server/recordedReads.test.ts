import type { JsonObject } from '../controllers/runtime';
import {
  comparable,
  recording,
  RecordedWorld,
} from './__testUtils__/RecordedWorld';
import type { ServerWorld } from './__testUtils__/ServerWorld';

describe("What Argo CD's API tells", () => {
  let world: RecordedWorld;
  let api: ServerWorld;

  beforeAll(async () => {
    world = await RecordedWorld.start();
    api = world.server;
  }, 120_000);
  afterAll(() => world.stop());

  async function expectAsRecorded(name: string) {
    const { recorded, ours } = await world.bothOf(name);
    expect(ours).toEqual(recorded);
  }

  it.each([
    '01-settings-anonymous',
    '01-settings',
    '01-version',
    '02-can-i-no',
    '02-can-i',
    '02-session-wrong',
    '02-userinfo',
    '03-applications-projects-denied',
    '03-applications-projects-none',
    '03-applications-selector',
    '05-resource-not-managed',
    '06-syncwindows',
    '07-revision-metadata-absent',
    '07-revision-metadata-branch',
    '07-revision-metadata',
    '12-conflict-rollback',
    '12-conflict-sync',
    '13-clusters',
    '13-projects',
    '13-repositories',
    '20-error-401',
    '20-error-403-create',
    '20-error-403-delete',
    '20-error-403-hidden-project',
    '20-error-403-hidden',
    '20-error-403-update',
    '20-error-404-admin',
    '20-error-404-project',
    '20-error-404',
    '20-error-body-not-json',
    '20-error-body-type',
    '20-error-method',
    '20-error-name',
    '20-error-path',
    '20-error-revision',
    '20-error-rollback-unknown-id',
    '20-error-wrong-project-admin',
    '20-error-wrong-project',
    '21-terminate-none',
  ])(
    'answers as recorded: %s',
    async name => {
      const { recorded, ours } = await world.bothOf(name);
      expect(ours).toEqual(recorded);
    },
    30_000,
  );

  it('lists the Applications of a repository', async () => {
    const { body } = await world.replay('03-applications-repo');
    expect((body as { items: unknown[] }).items).toContainEqual({
      metadata: { name: 'shop' },
    });
  });

  it('shows an Application with the health of its resources', async () => {
    const { status, body } = await world.replay('03-application');
    expect(status).toBe(200);
    const app = comparable(body) as { status: { resources: JsonObject[] } };
    const wanted = world.shop() as unknown as typeof app;
    // Nothing runs here, so the health is that of what was just created.
    const kinds = (of: typeof app) =>
      of.status.resources.map(it => [it.kind, Boolean(it.health)]);
    expect(kinds(app)).toEqual(kinds(wanted));
    const plain = (of: typeof app) => ({
      ...of,
      status: { ...of.status, resources: [] },
    });
    expect(plain(app)).toEqual(plain(wanted));
    await expectAsRecorded('13-project');
  }, 30_000);

  it('compares what is there with what is wanted, and hides what is secret', async () => {
    const { body } = await world.replay('04-managed-resources');
    const { items } = body as { items: Record<string, string>[] };
    const wanted = recording('04-managed-resources').body as typeof body;
    const seen = items.map(({ kind, modified, ...rest }) => [
      kind,
      modified,
      Object.keys(rest).sort(),
    ]);
    const asRecorded = (wanted as { items: typeof items }).items.map(
      ({ kind, modified, ...rest }) => [
        kind,
        modified,
        Object.keys(rest).sort(),
      ],
    );
    expect(seen).toEqual(asRecorded);
    const states = ['targetState', 'liveState', 'predictedLiveState'];
    for (const [index, item] of items.entries()) {
      const recorded = (wanted as { items: Record<string, JsonObject>[] })
        .items[index];
      for (const name of states) {
        const state = JSON.parse(item[name] ?? 'null') as JsonObject;
        const other = recorded?.[name];
        expect(state.data).toEqual(other?.data);
        const { replicas } = (state.spec ?? {}) as JsonObject;
        expect(replicas).toBe(((other?.spec ?? {}) as JsonObject).replicas);
      }
    }
    const one = await world.replay('04-managed-resources-one');
    expect((one.body as { items: unknown[] }).items).toHaveLength(1);

    const resource = await api.call(
      'backstage',
      'GET',
      '/api/v1/applications/shop/resource?namespace=r1&resourceName=creds&version=v1&kind=Secret',
    );
    expect(resource.text).toContain('++++++++');
    for (const { text } of [
      resource,
      await world.replay('04-managed-resources'),
    ]) {
      expect(text).not.toContain('c2Vjb25kIQ');
      expect(text).not.toContain(Buffer.from('first').toString('base64'));
    }
    await expectAsManifests();
  }, 30_000);

  async function expectAsManifests() {
    const { body } = await world.replay('06-manifests');
    const parsed = (value: unknown) =>
      (value as { manifests: string[] }).manifests.map(
        it => JSON.parse(it) as unknown,
      );
    const wanted = parsed(recording('06-manifests').body);
    const byKind = (a: unknown, b: unknown) =>
      JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
    expect(parsed(body).sort(byKind)).toEqual(wanted.sort(byKind));
  }
});
