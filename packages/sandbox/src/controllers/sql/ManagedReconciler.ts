import {
  type KubernetesClient,
  type NewCondition,
  type ObjectKey,
  type ReconcileResult,
  wireTime,
} from '../runtime';
import { connectToServer, readSecretData } from './connectToServer';
import { sqlApiVersion } from './crds/crds';
import { describeServerError } from './describeServerError';
import type { ManagedObjects } from './ManagedObjects';
import {
  type ConnectionDetails,
  type ExternalContext,
  type ExternalKind,
  isPaused,
  type ManagedResource,
  may,
  type Observation,
} from './managedResource';
import type { PostgresServers } from './PostgresServers';
import { publishConnection, publishedConnection } from './publishConnection';

/** What a {@link ManagedReconciler} works with. */
export type ManagedReconcilerOptions = {
  kind: string;
  external: ExternalKind;
  client: KubernetesClient;
  objects: ManagedObjects;
  servers: PostgresServers;
  /** How often an object that is as it should be is looked at again. */
  pollMs: number;
};

/** A thing that vanishes this soon after it was made is waited for, not made again. */
const CREATION_GRACE_MS = 30_000;
const PENDING = 'crossplane.io/external-create-pending';
const SUCCEEDED = 'crossplane.io/external-create-succeeded';
const FAILED = 'crossplane.io/external-create-failed';

type Stage = 'connect' | 'observe' | 'create' | 'update' | 'delete';

/** For each stage: the reason of its event, the verb of its message. */
const stages: Record<Stage, { reason: string; verb: string }> = {
  connect: { reason: 'CannotConnectToProvider', verb: 'connect' },
  observe: { reason: 'CannotObserveExternalResource', verb: 'select' },
  create: { reason: 'CannotCreateExternalResource', verb: 'create' },
  update: { reason: 'CannotUpdateExternalResource', verb: 'update' },
  delete: { reason: 'CannotDeleteExternalResource', verb: 'drop' },
};

/** A step that failed, in the words of conditions and events. */
class StageError extends Error {
  constructor(readonly stage: Stage, message: string) {
    super(message);
  }
}

/**
 * Brings one kind of managed object to what it should be: the loop of
 * crossplane-runtime, with its annotations, finalizer, conditions and events.
 */
export class ManagedReconciler {
  constructor(private readonly options: ManagedReconcilerOptions) {}

  /** One pass over one object. Refusals of the API are thrown; the queue tries again. */
  async reconcile(key: ObjectKey): Promise<ReconcileResult> {
    const { client, kind, objects } = this.options;
    const ref = { apiVersion: sqlApiVersion, kind, ...key };
    const found = await client.find<ManagedResource>(ref);
    if (!found) return {};
    if (isPaused(found)) {
      objects.note(found, 'ReconciliationPaused');
      await objects.report(found, [notSynced(found, 'ReconcilePaused')]);
      return {};
    }
    if (found.metadata.deletionTimestamp && !may(found, 'Delete')) {
      await objects.release(found);
      return {};
    }
    const named = await objects.name(found);
    let resource: ManagedResource;
    try {
      resource = await objects.resolve(named);
    } catch (error) {
      const message = `cannot resolve references: ${messageOf(error)}`;
      objects.warn(named, 'CannotResolveResourceReferences', message);
      await objects.report(named, [
        notSynced(named, 'ReconcileError', message),
      ]);
      return { requeue: true };
    }
    return this.reconcileExternal(resource);
  }

  private async reconcileExternal(
    resource: ManagedResource,
  ): Promise<ReconcileResult> {
    const { objects } = this.options;
    try {
      const context = await this.connect(resource);
      const seen = await this.run('observe', context, external =>
        external.observe(context),
      );
      if (resource.metadata.deletionTimestamp) {
        return await this.deleteExternal(context, seen);
      }
      return seen.exists
        ? await this.keep(context, seen)
        : await this.create(context);
    } catch (error) {
      if (!(error instanceof StageError)) throw error;
      const { stage, message } = error;
      objects.warn(resource, stages[stage].reason, message);
      await objects.report(resource, [
        ...(stage === 'create' ? [notReady(resource, 'Creating')] : []),
        notSynced(resource, 'ReconcileError', `${stage} failed: ${message}`),
        ...(stage === 'delete' ? [notReady(resource, 'Deleting')] : []),
      ]);
      return { requeue: true };
    }
  }

  private async connect(resource: ManagedResource): Promise<ExternalContext> {
    const { client, servers } = this.options;
    try {
      const context: ExternalContext = {
        resource,
        server: await connectToServer(client, servers, resource),
        published: await publishedConnection(client, resource),
        remembered: {},
        readSecret: async (name, key) => {
          const { namespace } = resource.metadata;
          const data = await readSecretData(client, { name, namespace });
          const value = data?.[key];
          if (value !== undefined) return value;
          throw new Error(
            data
              ? `Secret "${name}" has no key "${key}"`
              : `Secret "${name}" not found`,
          );
        },
      };
      return context;
    } catch (error) {
      throw new StageError('connect', messageOf(error));
    }
  }

  private async run<T>(
    stage: Stage,
    context: ExternalContext,
    work: (external: ExternalKind) => Promise<T>,
  ): Promise<T> {
    const { external } = this.options;
    try {
      return await work(external);
    } catch (error) {
      const cause = describeServerError(error, context.server);
      throw new StageError(
        stage,
        `cannot ${stages[stage].verb} ${external.noun}: ${cause}`,
      );
    }
  }

  /** Keeps what exists as it should be. */
  private async keep(
    context: ExternalContext,
    seen: Observation,
  ): Promise<ReconcileResult> {
    const { client, objects, pollMs } = this.options;
    await publishConnection(client, context.resource, {});
    // What the server decided travels with the first write, whether the policies allow it or not.
    const isFirst = !context.resource.metadata.finalizers?.length;
    context.resource = await objects.hold(context.resource);
    if (
      seen.lateInitialized &&
      (isFirst || may(context.resource, 'LateInitialize'))
    ) {
      context.resource = await objects.fill(
        context.resource,
        seen.lateInitialized,
      );
    }
    if (!seen.upToDate && may(context.resource, 'Update')) {
      const details = await this.run('update', context, external =>
        external.update(context),
      );
      await publishConnection(client, context.resource, details);
      objects.note(context.resource, 'UpdatedExternalResource');
    }
    await objects.report(
      context.resource,
      [
        isSynced(context.resource),
        { type: 'Ready', status: 'True', reason: 'Available' },
      ],
      seen.atProvider && { ...seen.atProvider, ...context.remembered },
    );
    return { requeueAfterMs: pollMs };
  }

  private async create(context: ExternalContext): Promise<ReconcileResult> {
    const { client, objects } = this.options;
    if (!may(context.resource, 'Create')) {
      throw new StageError('observe', 'external resource does not exist');
    }
    const { annotations } = context.resource.metadata;
    const age = Date.now() - Date.parse(annotations?.[SUCCEEDED] ?? '');
    if (age < CREATION_GRACE_MS) {
      objects.note(context.resource, 'PendingExternalResource');
      await objects.report(context.resource, [isSynced(context.resource)]);
      return { requeueAfterMs: CREATION_GRACE_MS - age };
    }
    await publishConnection(client, context.resource, {});
    context.resource = await objects.hold(context.resource, {
      [PENDING]: wireTime(),
    });
    let details: ConnectionDetails;
    try {
      details = await this.run('create', context, external =>
        external.create(context),
      );
    } catch (error) {
      context.resource = await objects.mark(context.resource, FAILED);
      throw error;
    }
    // The password exists only here until it is published: that goes first.
    await publishConnection(client, context.resource, details);
    context.resource = await objects.mark(context.resource, SUCCEEDED);
    objects.note(context.resource, 'CreatedExternalResource');
    await objects.report(context.resource, [
      notReady(context.resource, 'Creating'),
      isSynced(context.resource),
    ]);
    return { requeueAfterMs: 0 };
  }

  private async deleteExternal(
    context: ExternalContext,
    seen: Observation,
  ): Promise<ReconcileResult> {
    const { objects } = this.options;
    const { resource } = context;
    if (!seen.exists) {
      await objects.release(resource);
      return {};
    }
    await this.run('delete', context, external => external.delete(context));
    objects.note(resource, 'DeletedExternalResource');
    await objects.report(resource, [
      isSynced(resource),
      notReady(resource, 'Deleting'),
    ]);
    return { requeueAfterMs: 0 };
  }
}

function isSynced(resource: ManagedResource): NewCondition {
  return {
    type: 'Synced',
    status: 'True',
    reason: 'ReconcileSuccess',
    observedGeneration: resource.metadata.generation,
  };
}

function notSynced(
  resource: ManagedResource,
  reason: string,
  message?: string,
): NewCondition {
  return {
    type: 'Synced',
    status: 'False',
    reason,
    ...(message && { message }),
    observedGeneration: resource.metadata.generation,
  };
}

function notReady(resource: ManagedResource, reason: string): NewCondition {
  return {
    type: 'Ready',
    status: 'False',
    reason,
    observedGeneration: resource.metadata.generation,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
