import {
  conditionsOf,
  type EventRecorder,
  type Informer,
  type JsonObject,
  type KubernetesClient,
  type ObjectKey,
  refOf,
  setConditions,
} from '../runtime';
import { sqlApiVersion } from './crds/crds';

const IN_USE = 'in-use.crossplane.io';
const MANAGER = { fieldManager: 'provider-sql' };
const BLOCKED = 'Blocking deletion while usages still exist';

/** Counts who uses a provider configuration, and keeps it for as long as somebody does. */
export class ProviderConfigReconciler {
  constructor(
    private readonly kind: 'ProviderConfig' | 'ClusterProviderConfig',
    private readonly client: KubernetesClient,
    private readonly usages: Informer,
    private readonly events: EventRecorder,
  ) {}

  /** One pass over one configuration. */
  async reconcile(key: ObjectKey): Promise<void> {
    const config = await this.client.find({
      apiVersion: sqlApiVersion,
      kind: this.kind,
      ...key,
    });
    if (!config) return;
    const { metadata } = config;
    const users = this.usages
      .list(key.namespace)
      .filter(
        ({ metadata: { labels } }) =>
          labels?.['crossplane.io/provider-config'] === key.name &&
          labels['crossplane.io/provider-config-kind'] === this.kind,
      ).length;
    const finalizers = metadata.finalizers ?? [];
    const { resourceVersion } = metadata;
    if (metadata.deletionTimestamp && users === 0) {
      if (!finalizers.includes(IN_USE)) return;
      await this.client.patch(
        refOf(config),
        {
          metadata: {
            resourceVersion,
            finalizers: finalizers.filter(it => it !== IN_USE),
          },
        },
        MANAGER,
      );
      return;
    }
    const status: JsonObject = {};
    if (metadata.deletionTimestamp) {
      this.events.record(config, {
        type: 'Warning',
        reason: 'UsageAccounting',
        message: BLOCKED,
      });
      status.conditions = setConditions(conditionsOf(config), [
        {
          type: 'Terminating',
          status: 'True',
          reason: 'InUse',
          message: BLOCKED,
        },
      ]).map(condition => ({ ...condition }));
    } else if (!finalizers.includes(IN_USE)) {
      await this.client.patch(
        refOf(config),
        { metadata: { resourceVersion, finalizers: [...finalizers, IN_USE] } },
        MANAGER,
      );
    }
    if (config.status?.users !== users) status.users = users;
    if (Object.keys(status).length === 0) return;
    await this.client.patch(
      refOf(config),
      { status },
      { ...MANAGER, subresource: 'status' },
    );
  }
}
