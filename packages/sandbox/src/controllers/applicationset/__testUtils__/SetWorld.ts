import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  eventually,
  startTestApi,
  type TestApi,
} from '../../../__testUtils__/testApi';
import {
  type Application,
  argoApiVersion,
  type ArgoService,
  createArgoService,
} from '../../argocd';
import {
  conditionsOf,
  type JsonObject,
  type KubernetesObject,
} from '../../runtime';
import type { ApplicationSet } from '../types';
import { startApplicationSetController } from '..';

/** How far from the recording a wait may be: a second of `requeueAfterSeconds` is this long. */
const SECOND_MS = 40;

/** An API server with Argo CD's kinds and the ApplicationSet controller; nothing is synchronised. */
export class SetWorld {
  private constructor(
    readonly api: TestApi,
    readonly dir: string,
    readonly argo: ArgoService,
    private readonly controller: { stop(): Promise<void> },
  ) {}

  static async start(): Promise<SetWorld> {
    const api = await startTestApi();
    const dir = await mkdtemp(join(tmpdir(), 'cairn-sets-'));
    const { kubeconfig } = api;
    const log = () => {};
    const argo = createArgoService({ kubeconfig, cacheDir: dir, log });
    await argo.start();
    const controller = await startApplicationSetController({
      kubeconfig,
      git: argo.repositories,
      secondMs: SECOND_MS,
      log,
    });
    return new SetWorld(api, dir, argo, controller);
  }

  async stop(): Promise<void> {
    await this.controller.stop();
    await this.argo.stop();
    await this.api.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** Applies a set as `kubectl apply` does. */
  async apply(manifest: KubernetesObject): Promise<void> {
    await this.api.client.apply(manifest, {
      fieldManager: 'kubectl',
      force: true,
    });
  }

  async set(name: string): Promise<ApplicationSet> {
    return this.api.client.get<ApplicationSet>(refTo('ApplicationSet', name));
  }

  async application(name: string): Promise<Application | undefined> {
    return this.api.client.find<Application>(refTo('Application', name));
  }

  /** Names of the Applications that a set owns, sorted. */
  async namesOf(set: string): Promise<string[]> {
    const { items } = await this.api.client.list<Application>(
      argoApiVersion,
      'Application',
    );
    return items
      .filter(it => it.metadata.ownerReferences?.some(o => o.name === set))
      .map(it => it.metadata.name ?? '')
      .sort();
  }

  /** Waits until a set owns exactly these. */
  async owns(set: string, names: string[]): Promise<void> {
    await eventually(
      async () => (await this.namesOf(set)).join() === names.join(),
    );
  }

  /** Takes an Application's finalizer away, as the application controller does after deleting its resources. */
  async release(name: string): Promise<void> {
    const ref = refTo('Application', name);
    await eventually(
      async () => (await this.api.client.get(ref)).metadata.deletionTimestamp,
    );
    await this.api.client.patch(ref, { metadata: { finalizers: null } });
  }

  async patch(name: string, patch: JsonObject): Promise<void> {
    await this.api.client.patch(refTo('Application', name), patch);
  }

  async remove(kind: string, name: string): Promise<void> {
    await this.api.client.delete(refTo(kind, name));
  }

  /** The conditions of a set as the recordings write them: `TYPE=STATUS REASON: MESSAGE`. */
  async conditions(name: string): Promise<string[]> {
    return conditionsOf(await this.set(name)).map(
      it => `${it.type}=${it.status} ${it.reason}: ${it.message}`,
    );
  }

  /** Waits for conditions. */
  async reports(name: string, wanted: string[]): Promise<void> {
    await eventually(
      async () => (await this.conditions(name)).join() === wanted.join(),
    );
  }

  /** Messages of the events of a set, each once, in order. */
  async events(name: string): Promise<string[]> {
    const { items } = await this.api.client.list('v1', 'Event', {
      fieldSelector: `involvedObject.name=${name}`,
    });
    return items.map(it => `${it.reason}: ${it.message}`);
  }
}

function refTo(kind: string, name: string) {
  return { apiVersion: argoApiVersion, kind, namespace: 'argocd', name };
}
