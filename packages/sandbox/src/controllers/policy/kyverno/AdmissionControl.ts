import {
  exponentialBackoff,
  type JsonObject,
  type KubernetesClient,
  type Log,
  WorkQueue,
} from '../../runtime';
import { jsonEqual } from '../../../apiserver/schema/goValue';
import {
  removeConfiguration,
  writeConfiguration,
} from '../webhook/writeConfiguration';
import type { PolicyAdmission } from './PolicyAdmission';
import { policyStatus } from './policyStatus';
import type { PolicySources } from './PolicySources';
import type { ValidatingPolicy } from './types';
import {
  exceptionConfiguration,
  exceptionWebhooks,
  policyConfiguration,
  policyWebhooks,
  resourceConfiguration,
  resourceWebhooks,
  type WebhookTarget,
} from './webhookConfigurations';

const POLICIES = '*';
/** Several policies of one apply make one change of the configuration. */
const SETTLE_MS = 50;

/** Keeps webhook configurations and the status of policies up to date. */
export class AdmissionControl {
  private readonly queue = new WorkQueue(
    exponentialBackoff({ firstMs: 100, maxMs: 10_000 }),
  );
  private undo: () => void = () => undefined;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: {
      client: KubernetesClient;
      sources: PolicySources;
      admission: PolicyAdmission;
      target: WebhookTarget;
      log: Log;
    },
  ) {}

  /** Begins; settles when policies are enforced. */
  async start(): Promise<void> {
    const { client, sources, admission, target } = this.options;
    await sources.synced;
    await writeConfiguration(client, policyConfiguration(target));
    await writeConfiguration(client, exceptionConfiguration(target));
    await this.write();
    this.undo = sources.onChange({
      policy: () => {
        admission.refresh();
        this.queue.addAfter(POLICIES, SETTLE_MS);
      },
      exception: () => admission.refresh(),
    });
    this.working = this.work();
  }

  /** Ends, and takes the configurations away: nobody answers any more. */
  async stop(): Promise<void> {
    this.undo();
    this.queue.close();
    await this.working;
    const { client, target, log } = this.options;
    for (const name of [resourceWebhooks, policyWebhooks, exceptionWebhooks]) {
      await removeConfiguration(client, name, target.url).catch(error =>
        log('warn', 'A webhook configuration is left behind', {
          name,
          error: error instanceof Error ? error.message : String(error),
        }),
      );
    }
  }

  private async work(): Promise<void> {
    for (;;) {
      const item = await this.queue.take();
      if (item === undefined) return;
      try {
        await this.write();
        this.queue.forget(item);
      } catch (error) {
        this.queue.retry(item);
        this.options.log('debug', 'Webhooks could not be written yet', {
          error: error instanceof Error ? error.message : String(error),
        });
      }
      this.queue.done(item);
    }
  }

  private async write(): Promise<void> {
    const { client, sources, target } = this.options;
    const { policies } = sources;
    await writeConfiguration(client, resourceConfiguration(policies, target));
    for (const policy of policies) await this.writeStatus(policy);
  }

  private async writeStatus(policy: ValidatingPolicy): Promise<void> {
    const status = policyStatus(policy);
    if (jsonEqual(status, policy.status)) return;
    const { apiVersion, kind, metadata } = policy;
    const { name = '', namespace } = metadata;
    await this.options.client.patch(
      { apiVersion, kind, name, ...(namespace && { namespace }) },
      { status } as JsonObject,
      { subresource: 'status' },
    );
  }
}
