import {
  conditionsOf,
  type EventRecorder,
  isNotFound,
  type JsonObject,
  type KubernetesClient,
  type NewCondition,
  refOf,
  setConditions,
  wireTime,
} from '../runtime';
import {
  EXTERNAL_NAME,
  MANAGED_FINALIZER,
  type ManagedResource,
} from './managedResource';
import { resolveReferences } from './resolveReferences';

const MANAGER = { fieldManager: 'provider-sql' };

/** Events of a step that went well, in Crossplane's words. */
const notes = {
  ReconciliationPaused:
    'Reconciliation is paused either through the `spec.managementPolicies` or the pause annotation',
  PendingExternalResource:
    'Waiting for external resource existence to be confirmed',
  CreatedExternalResource:
    'Successfully requested creation of external resource',
  UpdatedExternalResource: 'Successfully requested update of external resource',
  DeletedExternalResource:
    'Successfully requested deletion of external resource',
};

/** Writes what a reconciler has to say about managed objects into the objects themselves. */
export class ManagedObjects {
  constructor(
    readonly client: KubernetesClient,
    private readonly events: EventRecorder,
    /** `status.atProvider` until the thing on the server has been seen. */
    private readonly unseen?: JsonObject,
  ) {}

  /** Gives the object its external name, unless it has one. */
  async name(resource: ManagedResource): Promise<ManagedResource> {
    const { annotations, name } = resource.metadata;
    if (annotations?.[EXTERNAL_NAME]) return resource;
    return this.client.patch<ManagedResource>(
      refOf(resource),
      { metadata: { annotations: { [EXTERNAL_NAME]: name } } },
      MANAGER,
    );
  }

  /** Fills in the fields that references stand for. */
  async resolve(resource: ManagedResource): Promise<ManagedResource> {
    if (resource.metadata.deletionTimestamp) return resource;
    const fields = await resolveReferences(this.client, resource);
    return fields ? this.fill(resource, fields) : resource;
  }

  /** Fills in fields of `spec.forProvider`; a lost race is refused. */
  async fill(
    resource: ManagedResource,
    forProvider: JsonObject,
  ): Promise<ManagedResource> {
    const { resourceVersion } = resource.metadata;
    return this.client.patch<ManagedResource>(
      refOf(resource),
      { metadata: { resourceVersion }, spec: { forProvider } },
      MANAGER,
    );
  }

  /** Makes the object wait for its deletion on the server; may annotate it in the same write. */
  async hold(
    resource: ManagedResource,
    annotations: Record<string, string> = {},
  ): Promise<ManagedResource> {
    const { finalizers = [], resourceVersion } = resource.metadata;
    const missing = !finalizers.includes(MANAGED_FINALIZER);
    if (!missing && Object.keys(annotations).length === 0) return resource;
    return this.client.patch<ManagedResource>(
      refOf(resource),
      {
        metadata: {
          resourceVersion,
          annotations,
          ...(missing && { finalizers: [...finalizers, MANAGED_FINALIZER] }),
        },
      },
      MANAGER,
    );
  }

  /** Notes the moment under an annotation. */
  async mark(
    resource: ManagedResource,
    annotation: string,
  ): Promise<ManagedResource> {
    return this.client.patch<ManagedResource>(
      refOf(resource),
      { metadata: { annotations: { [annotation]: wireTime() } } },
      MANAGER,
    );
  }

  /** Takes the finalizer away; the server then lets the object go. */
  async release(resource: ManagedResource): Promise<void> {
    const { finalizers, resourceVersion } = resource.metadata;
    if (!finalizers?.includes(MANAGED_FINALIZER)) return;
    await this.client.patch(
      refOf(resource),
      {
        metadata: {
          resourceVersion,
          finalizers: finalizers.filter(it => it !== MANAGED_FINALIZER),
        },
      },
      MANAGER,
    );
  }

  /** Writes conditions, and `status.atProvider` if given; nothing if nothing changes. */
  async report(
    resource: ManagedResource,
    changes: NewCondition[],
    seen?: JsonObject,
  ): Promise<void> {
    const atProvider =
      seen ?? (resource.status?.atProvider ? undefined : this.unseen);
    const before = conditionsOf(resource);
    const conditions = setConditions(before, changes, {
      transitionOnReason: true,
    });
    const same =
      sameJson(before, conditions) &&
      (!atProvider || sameJson(atProvider, resource.status?.atProvider));
    if (same) return;
    const status: JsonObject = {
      conditions: conditions.map(condition => ({ ...condition })),
      ...(atProvider && { atProvider }),
    };
    try {
      await this.client.patch(
        refOf(resource),
        { status },
        { ...MANAGER, subresource: 'status' },
      );
    } catch (error) {
      // Deleted in the meantime: nobody is left to be told.
      if (!isNotFound(error)) throw error;
    }
  }

  /** Notes a step that went well. */
  note(resource: ManagedResource, reason: keyof typeof notes): void {
    const message = notes[reason];
    this.events.record(resource, { type: 'Normal', reason, message });
  }

  /** Notes a failure. */
  warn(resource: ManagedResource, reason: string, message: string): void {
    this.events.record(resource, { type: 'Warning', reason, message });
  }
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}
