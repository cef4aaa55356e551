import {
  eventually,
  startTestApi,
  type TestApi,
} from '../../../__testUtils__/testApi';
import type {
  KubernetesClient,
  KubernetesObject,
  ObjectRef,
} from '../../runtime';
import { startWorkloads, type Workloads } from '../startWorkloads';
import type { Deployment, Pod, PodSpec, ReplicaSet } from '../types';

/** The namespace of the tests. */
export const namespace = 'workloads-test';

/** Long enough to see the states between, short enough for tests. */
const timing = {
  pullMs: 30,
  readyMs: 30,
  crashMs: 20,
  runMs: 40,
  terminateMs: 20,
  backoffMs: 60,
  maxBackoffMs: 200,
};

/** An API server with the workload controllers. */
export class WorkloadWorld {
  private constructor(readonly api: TestApi, private workloads: Workloads) {}

  static async start(): Promise<WorkloadWorld> {
    const api = await startTestApi();
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    return new WorkloadWorld(api, await run(api));
  }

  get client(): KubernetesClient {
    return this.api.client;
  }

  /** Ends the controllers and starts them over what is stored. */
  async restart(): Promise<void> {
    await this.workloads.stop();
    this.workloads = await run(this.api);
  }

  async stop(): Promise<void> {
    await this.workloads.stop();
    await this.api.stop();
  }

  async create<T extends KubernetesObject>(
    apiVersion: string,
    kind: string,
    name: string,
    spec: KubernetesObject['spec'],
  ): Promise<T> {
    const metadata = { name, namespace };
    return this.client.create<T>({ apiVersion, kind, metadata, spec });
  }

  /** Waits until an object is as asked for. */
  async until<T extends KubernetesObject>(
    wanted: ObjectRef,
    check: (object: T) => unknown,
  ): Promise<T> {
    return eventually(async () => {
      const object = await this.client.find<T>(wanted);
      return object && check(object) ? object : undefined;
    });
  }

  async list<T extends KubernetesObject>(
    apiVersion: string,
    kind: string,
  ): Promise<T[]> {
    const options = { namespace };
    return (await this.client.list<T>(apiVersion, kind, options)).items;
  }

  /** The pods of an app. */
  async pods(label: string): Promise<Pod[]> {
    return (await this.list<Pod>('v1', 'Pod')).filter(
      ({ metadata }) => metadata.labels?.app === label,
    );
  }

  async replicaSets(label: string): Promise<ReplicaSet[]> {
    return (await this.list<ReplicaSet>('apps/v1', 'ReplicaSet')).filter(
      ({ metadata }) => metadata.labels?.app === label,
    );
  }

  /** What was noted about an object, `reason: message` each. */
  async events(name: string): Promise<string[]> {
    return (await this.list('v1', 'Event'))
      .filter(
        ({ involvedObject }) =>
          (involvedObject as { name?: string }).name === name,
      )
      .map(({ reason, message }) => `${reason}: ${message}`);
  }

  /** Waits until something about an object was noted. */
  async noted(name: string, note: string): Promise<void> {
    await eventually(async () => (await this.events(name)).includes(note));
  }
}

/** Names an object of the tests. */
export function ref(apiVersion: string, kind: string, name: string): ObjectRef {
  return { apiVersion, kind, name, namespace };
}

/** Selector and template of an app that runs an image. */
export function app(name: string, image: string, spec: Partial<PodSpec> = {}) {
  return {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { ...spec, containers: [{ name: 'main', image }] },
    },
  };
}

/** A condition of a Deployment, as `status reason message`. */
export function conditionText({ status }: Deployment, type: string): string {
  const found = status?.conditions?.find(it => it.type === type);
  return found ? `${found.status} ${found.reason} ${found.message}` : '';
}

async function run({ kubeconfig }: TestApi): Promise<Workloads> {
  const workloads = await startWorkloads({
    kubeconfig,
    log: () => undefined,
    timing,
  });
  await workloads.synced;
  return workloads;
}
