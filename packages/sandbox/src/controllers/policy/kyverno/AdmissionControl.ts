import {
  exponentialBackoff,
  type JsonObject,
  isNotFound,
  type KubernetesClient,
  type KubernetesObject,
  type Log,
  refOf,
  WorkQueue,
} from '../../runtime';
import { jsonEqual } from '../../../apiserver/schema/goValue';
import {
  removeConfiguration,
  writeConfiguration,
} from '../webhook/writeConfiguration';
import { generatedPolicy, isGenerated } from './generatedPolicy';
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
      /** Whether the server has policies of its own. */
      canGenerate: boolean;
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
      exception: () => {
        admission.refresh();
        this.queue.addAfter(POLICIES, SETTLE_MS);
      },
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
    const { policies, exceptions } = sources;
    const generated = new Set(
      this.options.canGenerate
        ? policies.filter(it => isGenerated(it, exceptions))
        : [],
    );
    for (const policy of policies) {
      if (generated.has(policy)) await this.generate(policy);
    }
    const asked = policies.filter(it => !generated.has(it));
    await writeConfiguration(client, resourceConfiguration(asked, target));
    for (const policy of policies) {
      await this.writeStatus(policy, generated.has(policy));
    }
  }

  private async generate(policy: ValidatingPolicy): Promise<void> {
    for (const object of generatedPolicy(policy)) {
      await this.options.client.apply(object, {
        fieldManager: 'kyverno',
        force: true,
      });
    }
  }

  private async writeStatus(
    policy: ValidatingPolicy,
    generated: boolean,
  ): Promise<void> {
    const { client } = this.options;
    const status = policyStatus(policy, generated);
    if (jsonEqual(status, policy.status)) return;
    if (policy.status?.generated === true && !generated) {
      for (const object of generatedPolicy(policy)) {
        await deleteIfThere(client, object);
      }
    }
    const { apiVersion, kind, metadata } = policy;
    const { name = '', namespace } = metadata;
    await client.patch(
      { apiVersion, kind, name, ...(namespace && { namespace }) },
      { status } as JsonObject,
      { subresource: 'status' },
    );
  }
}

async function deleteIfThere(
  client: KubernetesClient,
  object: KubernetesObject,
): Promise<void> {
  try {
    await client.delete(refOf(object));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
