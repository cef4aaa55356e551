import { eventually } from '../../__testUtils__/testApi';
import {
  app,
  conditionText,
  namespace,
  ref,
  WorkloadWorld,
} from './__testUtils__/WorkloadWorld';
import type { Deployment } from './types';

describe('Deployments', () => {
  let world: WorkloadWorld;
  const refOf = (name: string) => ref('apps/v1', 'Deployment', name);
  const create = (name: string, image: string, spec = {}) =>
    world.create<Deployment>('apps/v1', 'Deployment', name, {
      ...app(name, image),
      ...spec,
    });
  const setImage = (name: string, image: string) =>
    world.client.patch(refOf(name), { spec: app(name, image) });
  const until = (name: string, check: (object: Deployment) => unknown) =>
    world.until<Deployment>(refOf(name), check);
  const isRolledOut = (object: Deployment) =>
    conditionText(object, 'Progressing').includes('NewReplicaSetAvailable') &&
    object.status?.observedGeneration === object.metadata.generation &&
    object.status?.updatedReplicas === object.spec.replicas &&
    object.status?.availableReplicas === object.spec.replicas &&
    object.status?.replicas === object.spec.replicas;

  beforeAll(async () => {
    world = await WorkloadWorld.start();
  }, 30_000);
  afterAll(async () => world.stop());

  it('become available with pods that run on the node', async () => {
    await create('web', 'nginx:1', { replicas: 3 });
    const done = await until('web', isRolledOut);
    const [set] = await world.replicaSets('web');
    expect(done.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '1',
    });
    expect(conditionText(done, 'Available')).toBe(
      'True MinimumReplicasAvailable Deployment has minimum availability.',
    );
    expect(conditionText(done, 'Progressing')).toBe(
      `True NewReplicaSetAvailable ReplicaSet "${set.metadata.name}" has successfully progressed.`,
    );
    const pods = await world.pods('web');
    expect(pods).toHaveLength(3);
    expect(new Set(pods.map(it => it.status?.podIP)).size).toBe(3);
    expect(pods[0]).toMatchObject({
      spec: { nodeName: 'sandbox' },
      status: {
        phase: 'Running',
        qosClass: 'BestEffort',
        podIP: expect.stringMatching(/^10\.244\./),
        containerStatuses: [{ ready: true, restartCount: 0 }],
      },
    });
    const pod = pods[0].metadata.name ?? '';
    await world.noted(pod, 'Started: Started container main');
    expect(await world.events(pod)).toEqual(
      expect.arrayContaining([
        `Scheduled: Successfully assigned ${namespace}/${pod} to sandbox`,
        'Pulling: Pulling image "nginx:1"',
        'Created: Created container: main',
      ]),
    );
    await world.noted(
      'web',
      `ScalingReplicaSet: Scaled up replica set ${set.metadata.name} from 0 to 3`,
    );
  });

  it('roll a new template out within their limits, and back', async () => {
    const limits = { maxSurge: 1, maxUnavailable: 0 };
    const strategy = { type: 'RollingUpdate', rollingUpdate: limits };
    await create('roll', 'app:1', { replicas: 3, strategy });
    await until('roll', isRolledOut);
    let watching = true;
    const served: number[] = [];
    const watch = (async () => {
      while (watching) {
        const { status } = await world.client.get<Deployment>(refOf('roll'));
        served.push(status?.availableReplicas ?? 0);
      }
    })();
    await setImage('roll', 'app:2');
    await until(
      'roll',
      it =>
        isRolledOut(it) &&
        it.spec.template.spec.containers[0].image === 'app:2',
    );
    watching = false;
    await watch;
    expect(Math.min(...served)).toBeGreaterThanOrEqual(3);
    const wanted = (await world.replicaSets('roll')).map(it => [
      it.metadata.annotations?.['deployment.kubernetes.io/revision'],
      it.spec.replicas,
    ]);
    expect(wanted.sort()).toEqual([
      ['1', 0],
      ['2', 3],
    ]);
    await setImage('roll', 'app:1');
    const back = await until(
      'roll',
      it => isRolledOut(it) && it.metadata.generation === 3,
    );
    expect(
      back.metadata.annotations?.['deployment.kubernetes.io/revision'],
    ).toBe('3');
    const sets = await world.replicaSets('roll');
    expect(sets).toHaveLength(2);
    expect(sets.map(it => it.metadata.annotations)).toContainEqual(
      expect.objectContaining({
        'deployment.kubernetes.io/revision': '3',
        'deployment.kubernetes.io/revision-history': '1',
      }),
    );
  });

  it('tell of an image that fails while the old pods serve on, and recover', async () => {
    await create('sick', 'app:1', { replicas: 2, progressDeadlineSeconds: 1 });
    await until('sick', isRolledOut);
    await setImage('sick', 'app:fail-2');
    const stuck = await until('sick', it =>
      conditionText(it, 'Progressing').startsWith('False'),
    );
    expect(conditionText(stuck, 'Progressing')).toMatch(
      /^False ProgressDeadlineExceeded ReplicaSet "sick-[a-z0-9]+" has timed out progressing\.$/,
    );
    expect(conditionText(stuck, 'Available')).toMatch(/^True/);
    const broken = await eventually(async () =>
      (
        await world.pods('sick')
      ).find(
        ({ status }) =>
          status?.containerStatuses?.[0].state.waiting?.reason ===
          'CrashLoopBackOff',
      ),
    );
    const { name, uid } = broken.metadata;
    const [container] = broken.status?.containerStatuses ?? [];
    expect(container.lastState.terminated).toMatchObject({
      exitCode: 1,
      reason: 'Error',
    });
    expect(container.restartCount).toBeGreaterThan(0);
    await world.noted(
      name ?? '',
      `BackOff: Back-off restarting failed container main in pod ${name}_${namespace}(${uid})`,
    );
    await setImage('sick', 'app:3');
    const mended = await until('sick', isRolledOut);
    expect(conditionText(mended, 'Progressing')).toMatch(
      /^True NewReplicaSetAvailable/,
    );
  });

  it('are unavailable when nothing of them can be pulled', async () => {
    await create('gone', 'registry.example/app:missing', { replicas: 1 });
    const [pod] = await eventually(async () => {
      const pods = await world.pods('gone');
      const state = pods[0]?.status?.containerStatuses?.[0].state;
      return state?.waiting?.reason === 'ImagePullBackOff' && pods;
    });
    expect(pod.status?.phase).toBe('Pending');
    const image = 'registry.example/app:missing';
    expect(pod.status?.containerStatuses?.[0].state.waiting?.message).toBe(
      `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
    );
    await world.noted(pod.metadata.name ?? '', 'Failed: Error: ErrImagePull');
    const object = await until('gone', it => it.status?.unavailableReplicas);
    expect(conditionText(object, 'Available')).toBe(
      'False MinimumReplicasUnavailable Deployment does not have minimum availability.',
    );
  });

  it('scale, go on after a restart, and take their pods with them', async () => {
    await create('scaled', 'app:1', { replicas: 1, revisionHistoryLimit: 0 });
    await until('scaled', isRolledOut);
    await world.client.patch(refOf('scaled'), { spec: { replicas: 4 } });
    await until('scaled', it => it.status?.availableReplicas === 4);
    await world.restart();
    await world.client.patch(refOf('scaled'), { spec: { replicas: 2 } });
    await until('scaled', isRolledOut);
    await setImage('scaled', 'app:2');
    await until('scaled', isRolledOut);
    await eventually(
      async () => (await world.replicaSets('scaled')).length === 1,
    );
    await world.client.delete(refOf('scaled'));
    await eventually(
      async () =>
        (await world.pods('scaled')).length === 0 &&
        (await world.replicaSets('scaled')).length === 0,
    );
    expect(await world.client.find(refOf('scaled'))).toBeUndefined();
  });
});
