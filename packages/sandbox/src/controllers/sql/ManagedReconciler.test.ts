import { eventually } from '../../__testUtils__/testApi';
import { conditionOf } from '../runtime';
import { sqlApiVersion } from './crds/crds';
import { namespace, SqlWorld } from './__testUtils__/SqlWorld';

describe('ManagedReconciler', () => {
  let world: SqlWorld;

  beforeAll(async () => {
    world = await SqlWorld.start();
  }, 30_000);

  afterAll(async () => {
    await world.stop();
  });

  it('says what is wrong, and goes on when it is mended', async () => {
    await world.writeServerSecret({ password: 'wrong' });
    await world.api.client.create(world.managed('Role', 'late', {}));
    await world.conditionWith(
      'Role',
      'late',
      'Synced',
      'False ReconcileError observe failed: cannot select role: pq: password authentication failed for user',
    );
    await world.writeServerSecret();
    await world.ready('Role', 'late');

    await world.api.client.create(
      world.managed('Database', 'nobodys', { owner: 'not-there' }),
    );
    await world.conditionWith(
      'Database',
      'nobodys',
      'Synced',
      'create failed: cannot create database: pq: role "not-there" does not exist',
    );
    await world.conditionWith('Database', 'nobodys', 'Ready', 'False Creating');
    await world.api.client.create(
      world.managed('Grant', 'unresolved', {
        privileges: ['CONNECT'],
        roleRef: { name: 'not-there' },
        database: 'x',
      }),
    );
    await world.conditionWith(
      'Grant',
      'unresolved',
      'Synced',
      'cannot resolve references: mg.Spec.ForProvider.Role: cannot get referenced resource: Role.postgresql.sql.m.crossplane.io "not-there" not found',
    );
    await world.api.client.create(
      world.managed(
        'Role',
        'adrift',
        {},
        {
          providerConfigRef: { kind: 'ProviderConfig', name: 'none' },
        },
      ),
    );
    await world.conditionWith(
      'Role',
      'adrift',
      'Synced',
      'connect failed: cannot get ProviderConfig: ProviderConfig.postgresql.sql.m.crossplane.io "none" not found',
    );
    const { items } = await world.api.client.list('v1', 'Event', { namespace });
    expect(items.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        'CannotObserveExternalResource',
        'CannotCreateExternalResource',
        'CannotResolveResourceReferences',
        'CannotConnectToProvider',
        'CreatedExternalResource',
      ]),
    );
  }, 30_000);

  it('keeps its hands off what it may only observe, and what is paused', async () => {
    await world.api.client.create(
      world.managed(
        'Database',
        'unseen',
        {},
        { managementPolicies: ['Observe'] },
      ),
    );
    await world.conditionWith(
      'Database',
      'unseen',
      'Synced',
      'False ReconcileError observe failed: external resource does not exist',
    );
    await world.api.client.create(
      world.managed(
        'Database',
        'orphan',
        {},
        {
          managementPolicies: ['Observe', 'Create', 'Update', 'LateInitialize'],
        },
      ),
    );
    await world.ready('Database', 'orphan');
    await world.api.client.delete({
      apiVersion: sqlApiVersion,
      kind: 'Database',
      name: 'orphan',
      namespace,
    });
    await world.gone('Database', 'orphan');
    expect(
      await world.api.database.query(
        'SELECT datname FROM pg_database WHERE datname = $1',
        [world.external('orphan')],
      ),
    ).toHaveLength(1);

    const paused = world.managed('Role', 'asleep', {});
    paused.metadata.annotations = {
      ...paused.metadata.annotations,
      'crossplane.io/paused': 'true',
    };
    await world.api.client.create(paused);
    await world.conditionWith(
      'Role',
      'asleep',
      'Synced',
      'False ReconcilePaused',
    );
    await world.api.client.patch(
      { apiVersion: sqlApiVersion, kind: 'Role', name: 'asleep', namespace },
      { metadata: { annotations: { 'crossplane.io/paused': null } } },
    );
    await world.ready('Role', 'asleep');
  }, 30_000);

  it('keeps a provider configuration for as long as it is used', async () => {
    const ref = {
      apiVersion: sqlApiVersion,
      kind: 'ProviderConfig',
      name: 'default',
      namespace,
    };
    await eventually(async () => {
      const { items } = await world.api.client.list(
        sqlApiVersion,
        'ProviderConfigUsage',
        {
          namespace,
          labelSelector: 'crossplane.io/provider-config=default',
        },
      );
      return (await world.api.client.get(ref)).status?.users === items.length;
    });
    await world.api.client.delete(ref);
    const config = await eventually(async () => {
      const found = await world.api.client.get(ref);
      return conditionOf(found, 'Terminating') && found;
    });
    expect(conditionOf(config, 'Terminating')).toMatchObject({
      status: 'True',
      reason: 'InUse',
      message: 'Blocking deletion while usages still exist',
    });
  }, 30_000);
});
