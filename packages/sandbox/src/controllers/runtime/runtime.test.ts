import { randomBytes } from 'node:crypto';
import type { TestApi } from '../../__testUtils__/testApi';
import { startTestApi } from '../../__testUtils__/testApi';
import { setConditions } from './conditions';
import { EventRecorder } from './EventRecorder';
import { InformerPool } from './InformerPool';
import { KubernetesClient } from './KubernetesClient';
import { startController } from './startController';
import type { KubernetesObject } from './types';
import { exponentialBackoff, WorkQueue } from './WorkQueue';

const log = () => undefined;

describe('WorkQueue', () => {
  it('hands out an item once, and again only after it is done', async () => {
    const queue = new WorkQueue();
    queue.add('a');
    queue.add('a');
    queue.add('b');
    expect(await queue.take()).toBe('a');
    queue.add('a');
    expect(await queue.take()).toBe('b');
    expect(queue.size).toBe(2);
    queue.done('a');
    expect(await queue.take()).toBe('a');
    queue.close();
    expect(await queue.take()).toBeUndefined();
  });

  it('waits 1, 2, 4, 8, 16, 30, 30 seconds after failures', () => {
    const backoff = exponentialBackoff();
    expect([1, 2, 3, 4, 5, 6, 7].map(backoff)).toEqual([
      1000, 2000, 4000, 8000, 16000, 30000, 30000,
    ]);
  });
});

describe('setConditions', () => {
  it('keeps place and transition time while the status stays', () => {
    const old = { type: 'Ready', status: 'False', reason: 'Creating' } as const;
    const first = setConditions(
      [],
      [old, { type: 'Synced', status: 'True', reason: 'ReconcileSuccess' }],
      { now: new Date('2024-01-01T00:00:00Z') },
    );
    const second = setConditions(
      first,
      [
        { type: 'Synced', status: 'False', reason: 'ReconcileError' },
        { type: 'Ready', status: 'False', reason: 'Deleting' },
      ],
      { now: new Date('2024-02-01T00:00:00Z') },
    );
    expect(
      second.map(it => [it.type, it.reason, it.lastTransitionTime]),
    ).toEqual([
      ['Ready', 'Deleting', '2024-01-01T00:00:00Z'],
      ['Synced', 'ReconcileError', '2024-02-01T00:00:00Z'],
    ]);
  });
});

describe('against a Kubernetes API', () => {
  const namespace = `cairn-runtime-${randomBytes(4).toString('hex')}`;
  let api: TestApi | undefined;
  let client: KubernetesClient;
  let pool: InformerPool;
  const configMap = (name: string, data: Record<string, string>) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data,
  });

  beforeAll(async () => {
    const given = process.env.CAIRN_CONTRACT_KUBECONFIG;
    api = given ? undefined : await startTestApi();
    client = KubernetesClient.fromKubeconfig(given ?? api?.kubeconfig ?? '');
    pool = new InformerPool(client, log);
    await client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
  }, 30_000);
  afterAll(async () => {
    await pool.stop();
    await client.deleteAll('v1', 'ConfigMap', { namespace });
    await client.delete({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: namespace,
    });
    client.close();
    await api?.stop();
  });

  it('reconciles what is created, changed and deleted', async () => {
    const seen: (string | undefined)[] = [];
    const informer = pool.of<
      KubernetesObject & { data?: Record<string, string> }
    >('v1', 'ConfigMap');
    let wake = () => undefined as void;
    const reached = (length: number) =>
      new Promise<void>(resolve => {
        wake = () => {
          if (seen.length >= length) resolve();
        };
        wake();
      });
    const controller = startController({
      name: 'test',
      watches: [
        {
          informer: pool.of('v1', 'ConfigMap'),
          map: ({ object }) =>
            object.metadata.namespace === namespace &&
            object.metadata.name === 'one'
              ? [{ namespace, name: 'one' }]
              : [],
        },
      ],
      reconcile: async key => {
        seen.push(informer.get(key)?.data?.step ?? 'none');
        wake();
      },
      log,
    });
    await controller.synced;
    await client.create(configMap('one', { step: '1' }));
    await reached(1);
    await client.apply(configMap('one', { step: '2' }), {
      fieldManager: 'test',
      force: true,
    });
    await reached(2);
    await client.delete({ ...configMap('one', {}), name: 'one', namespace });
    await reached(3);
    await controller.stop();
    expect(seen).toEqual(['1', '2', 'none']);
  });

  it('counts an event that is noted again', async () => {
    const recorder = new EventRecorder(client, 'test-controller', log);
    const object = await client.create(configMap('noted', {}));
    const note = {
      type: 'Normal',
      reason: 'Tested',
      message: 'It works',
    } as const;
    recorder.record(object, note);
    recorder.record(object, note);
    await recorder.flush();
    const events = await client.list('v1', 'Event', {
      namespace,
      fieldSelector: 'reason=Tested',
    });
    expect(events.items).toHaveLength(1);
    expect(events.items[0]).toMatchObject({
      count: 2,
      involvedObject: { name: 'noted', uid: object.metadata.uid },
    });
  });

  it('names a kind that is not served', async () => {
    await expect(client.list('nope.example.org/v1', 'Nope')).rejects.toThrow(
      'no matches for kind "Nope" in version "nope.example.org/v1"',
    );
  });
});
