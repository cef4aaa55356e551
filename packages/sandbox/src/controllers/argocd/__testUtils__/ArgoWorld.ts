import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi, type TestApi } from '../../../__testUtils__/testApi';
import { startWorkloads, type Workloads } from '../../workloads';
import { createArgoService, type ArgoService } from '../createArgoService';
import {
  startArgoController,
  type ArgoController,
} from '../startArgoController';
import type { ArgoTiming } from '../timing';

/** Argo CD's durations, shortened: a second of a retry takes 20 ms. */
export const quickTiming: ArgoTiming = {
  resyncMs: 120_000,
  resyncJitterMs: 0,
  revisionCacheMs: 180_000,
  repositoryErrorGraceMs: 180_000,
  waveDelayMs: 20,
  operationPollMs: 100,
  selfHealBackoffMs: 20,
  selfHealMaxBackoffMs: 3000,
  retrySecondMs: 20,
};

/** An API with workloads and the Application controller. */
export class ArgoWorld {
  private constructor(
    readonly api: TestApi,
    readonly service: ArgoService,
    private readonly workloads: Workloads,
    private readonly controller: ArgoController,
    private readonly folder: string,
  ) {}

  static async start(
    options: {
      timing?: Partial<ArgoTiming>;
      applicationNamespaces?: string[];
    } = {},
  ): Promise<ArgoWorld> {
    const api = await startTestApi();
    const folder = await mkdtemp(join(tmpdir(), 'cairn-argo-'));
    const log = () => undefined;
    const { kubeconfig } = api;
    const workloads = await startWorkloads({
      kubeconfig,
      log,
      timing: {
        pullMs: 10,
        readyMs: 10,
        crashMs: 10,
        runMs: 10,
        terminateMs: 10,
      },
    });
    const service = createArgoService({
      kubeconfig,
      log,
      cacheDir: folder,
      applicationNamespaces: options.applicationNamespaces,
      timing: { ...quickTiming, ...options.timing },
    });
    const controller = await startArgoController({ service, log });
    await Promise.all([workloads.synced, controller.synced]);
    return new ArgoWorld(api, service, workloads, controller, folder);
  }

  /** Makes a namespace that may be there already. */
  async namespace(name: string): Promise<void> {
    await this.api.client.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      { fieldManager: 'test' },
    );
  }

  async stop(): Promise<void> {
    await this.controller.stop();
    await this.service.stop();
    await this.workloads.stop();
    await this.api.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
