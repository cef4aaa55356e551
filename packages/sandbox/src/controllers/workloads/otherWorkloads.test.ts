import { eventually } from '../../__testUtils__/testApi';
import type { JsonObject, KubernetesObject } from '../runtime';
import { app, ref, WorkloadWorld } from './__testUtils__/WorkloadWorld';
import type { CronJob, Job, Pod } from './types';

describe('Other workloads', () => {
  let world: WorkloadWorld;
  const jobOf = (image: string) => ({
    template: app('job', image, { restartPolicy: 'Never' }).template,
  });
  const ended = (job: Job) =>
    job.status?.conditions?.some(({ type }) =>
      ['Complete', 'Failed'].includes(type),
    );

  beforeAll(async () => {
    world = await WorkloadWorld.start();
  }, 30_000);
  afterAll(async () => world.stop());

  it('runs a Job until enough pods have succeeded', async () => {
    const spec = { ...jobOf('task:1'), completions: 3, parallelism: 2 };
    await world.create<Job>('batch/v1', 'Job', 'good', spec);
    const job = await world.until<Job>(ref('batch/v1', 'Job', 'good'), ended);
    expect(job.status).toMatchObject({
      succeeded: 3,
      startTime: expect.any(String),
      completionTime: expect.any(String),
    });
    expect(
      job.status?.conditions?.map(it => [it.type, it.reason, it.message]),
    ).toEqual([
      [
        'SuccessCriteriaMet',
        'CompletionsReached',
        'Reached expected number of succeeded pods',
      ],
      [
        'Complete',
        'CompletionsReached',
        'Reached expected number of succeeded pods',
      ],
    ]);
    await world.noted('good', 'Completed: Job completed');
  });

  it('gives a Job up after its backoff limit', async () => {
    const spec = { ...jobOf('task:fail'), backoffLimit: 1 };
    await world.create<Job>('batch/v1', 'Job', 'bad', spec);
    const job = await world.until<Job>(ref('batch/v1', 'Job', 'bad'), ended);
    expect(job.status).toMatchObject({ failed: 2 });
    expect(job.status?.conditions?.at(-1)).toMatchObject({
      type: 'Failed',
      status: 'True',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    });
  });

  it('makes a Job for the last moment a CronJob missed, unless it is suspended', async () => {
    const cron = ref('batch/v1', 'CronJob', 'yearly');
    await world.create<CronJob>('batch/v1', 'CronJob', 'yearly', {
      schedule: '0 0 1 1 *',
      suspend: true,
      jobTemplate: { spec: jobOf('task:1') },
    });
    const lastScheduleTime = '2020-06-01T00:00:00Z';
    await world.client.patch(
      cron,
      { status: { lastScheduleTime } },
      { subresource: 'status' },
    );
    await world.client.patch(cron, { spec: { suspend: false } });
    const year = new Date().getUTCFullYear();
    const moment = new Date(Date.UTC(year, 0, 1));
    const job = ref('batch/v1', 'Job', `yearly-${moment.getTime() / 60_000}`);
    await world.until<Job>(job, ended);
    const done = await world.until<CronJob>(
      cron,
      it => it.status?.lastSuccessfulTime && !it.status.active,
    );
    expect(done.status?.lastScheduleTime).toBe(`${year}-01-01T00:00:00Z`);
    await world.noted(
      'yearly',
      `SawCompletedJob: Saw completed job: ${job.name}, condition: Complete`,
    );
    await world.client.delete(cron);
    await eventually(async () => !(await world.client.find(job)));
  });

  it('starts the pods of a StatefulSet in order and removes the last first', async () => {
    const set = ref('apps/v1', 'StatefulSet', 'db');
    await world.create('apps/v1', 'StatefulSet', 'db', {
      ...app('db', 'postgres:18'),
      serviceName: 'db',
      replicas: 3,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
          },
        },
      ],
    });
    await world.until(set, it => it.status?.availableReplicas === 3);
    const pods = await world.pods('db');
    expect(pods.map(({ metadata }) => metadata.name).sort()).toEqual([
      'db-0',
      'db-1',
      'db-2',
    ]);
    const ready = (pod: Pod) =>
      pod.status?.conditions?.find(({ type }) => type === 'Ready')
        ?.lastTransitionTime ?? '';
    const created = (pod: Pod) => pod.metadata.creationTimestamp ?? '';
    const [zero, one, two] = ['db-0', 'db-1', 'db-2'].map(
      name => pods.find(({ metadata }) => metadata.name === name) as Pod,
    );
    expect(ready(zero) <= created(one)).toBe(true);
    expect(ready(one) <= created(two)).toBe(true);
    await world.until(
      ref('v1', 'PersistentVolumeClaim', 'data-db-2'),
      it => it.status?.phase === 'Bound',
    );
    await world.client.patch(set, { spec: { replicas: 1 } });
    await world.until(set, it => it.status?.replicas === 1);
    expect((await world.pods('db')).map(it => it.metadata.name)).toEqual([
      'db-0',
    ]);
    expect(await world.list('v1', 'PersistentVolumeClaim')).toHaveLength(3);
    await world.noted(
      'db',
      'SuccessfulDelete: delete Pod db-2 in StatefulSet db successful',
    );
  });

  it('puts one pod of a DaemonSet on the node and replaces it', async () => {
    const set = ref('apps/v1', 'DaemonSet', 'agent');
    await world.create('apps/v1', 'DaemonSet', 'agent', app('agent', 'a:1'));
    await world.until(set, it => it.status?.numberAvailable === 1);
    await world.client.patch(set, { spec: app('agent', 'a:2') });
    await world.until(
      set,
      it =>
        it.status?.numberAvailable === 1 && it.status?.observedGeneration === 2,
    );
    const images = await eventually(async () => {
      const all = await world.pods('agent');
      return all.length === 1 && all[0].spec.containers.map(it => it.image);
    });
    expect(images).toEqual(['a:2']);
  });

  it('shows the pods of each kind of image as the kubelet would', async () => {
    for (const tag of ['oom', 'unready']) {
      await world.create<Pod>('v1', 'Pod', tag, {
        containers: [{ name: 'main', image: `app:${tag}` }],
      });
    }
    const killed = await world.until<Pod>(
      ref('v1', 'Pod', 'oom'),
      ({ status }) => (status?.containerStatuses?.[0].restartCount ?? 0) > 1,
    );
    expect(
      killed.status?.containerStatuses?.[0].lastState.terminated,
    ).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
    await world.noted(
      'unready',
      'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503',
    );
    const unready = await world.client.get<Pod>(ref('v1', 'Pod', 'unready'));
    expect(unready.status?.phase).toBe('Running');
    expect(
      unready.status?.conditions?.find(({ type }) => type === 'Ready'),
    ).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [main]',
    });
    await world.client.delete(ref('v1', 'Pod', 'unready'));
    await world.noted('unready', 'Killing: Stopping container main');
    await eventually(
      async () => !(await world.client.find(ref('v1', 'Pod', 'unready'))),
    );
  });

  it('gives Services addresses and endpoints, Ingresses and autoscalers a status', async () => {
    await world.create('apps/v1', 'Deployment', 'web', app('web', 'nginx:1'));
    await world.create('v1', 'Service', 'web', {
      selector: { app: 'web' },
      ports: [{ port: 80, targetPort: 8080 }],
    });
    await world.create('networking.k8s.io/v1', 'Ingress', 'web', {
      defaultBackend: { service: { name: 'web', port: { number: 80 } } },
    });
    await world.create('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      minReplicas: 2,
      maxReplicas: 3,
      scaleTargetRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'web',
      },
    });
    const slice = await eventually(async () =>
      (
        await world.list<
          KubernetesObject & { endpoints: { conditions: object }[] | null }
        >('discovery.k8s.io/v1', 'EndpointSlice')
      ).find(
        it =>
          it.endpoints?.length === 2 &&
          it.endpoints.every(
            each => 'ready' in each.conditions && each.conditions.ready,
          ),
      ),
    );
    expect(slice.metadata.labels?.['kubernetes.io/service-name']).toBe('web');
    const service = await world.client.get(ref('v1', 'Service', 'web'));
    expect(service.spec?.clusterIP).toMatch(/^10\.96\./);
    await world.until(
      ref('networking.k8s.io/v1', 'Ingress', 'web'),
      it => it.status?.loadBalancer,
    );
    await world.until(
      ref('autoscaling/v2', 'HorizontalPodAutoscaler', 'web'),
      it => it.status?.currentReplicas === 2,
    );
  });

  it('judges autoscalers by what can be measured, and asks for the least where nothing is used', async () => {
    const { selector, template } = app('measured', 'nginx:1');
    const containers = template.spec.containers.map(container => ({
      ...container,
      resources: { requests: { cpu: '100m' } },
    }));
    await world.create('apps/v1', 'Deployment', 'measured', {
      replicas: 3,
      selector,
      template: { ...template, spec: { containers } },
    });
    const scaler = (name: string, metric: JsonObject) =>
      world.create('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
        minReplicas: 2,
        maxReplicas: 4,
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'measured',
        },
        metrics: [{ type: 'Resource', resource: metric }],
      });
    const active = async (name: string) => {
      const { status } = await world.until<KubernetesObject>(
        ref('autoscaling/v2', 'HorizontalPodAutoscaler', name),
        it => it.status?.conditions,
      );
      const conditions = (status?.conditions ?? []) as { type: string }[];
      return conditions.find(({ type }) => type === 'ScalingActive');
    };
    await scaler('odd', {
      name: 'requests-per-second',
      target: { type: 'AverageValue', averageValue: '200' },
    });
    expect(await active('odd')).toMatchObject({
      status: 'False',
      reason: 'FailedGetResourceMetric',
    });
    await scaler('sound', {
      name: 'cpu',
      target: { type: 'Utilization', averageUtilization: 70 },
    });
    expect(await active('sound')).toMatchObject({
      status: 'True',
      reason: 'ValidMetricFound',
    });
    await world.until(
      ref('apps/v1', 'Deployment', 'measured'),
      it => it.spec?.replicas === 2,
    );
  });
});
