import type {
  EventNote,
  KubernetesObject,
  NewCondition,
  ObjectKey,
  ReconcileResult,
} from '../../runtime';
import { conditionOf, isConflict } from '../../runtime';
import type { Context } from '../context';
import { COMPOSITION_API } from '../context';
import type { Definition } from '../definition/types';
import { isLegacy, referenceableVersion } from '../definition/types';
import { addFinalizer, removeFinalizer } from '../finalizers';
import type { CompositionFunction } from '../functionTypes';
import { sample } from '../render/render';
import { writeStatus } from '../writeStatus';
import { AppliedMemory } from './AppliedMemory';
import { CompositeFields } from './compositeFields';
import type { Composed } from './composeResources';
import { composeResources } from './composeResources';
import { publishConnection } from './publishConnection';
import type { Selection } from './selectComposition';
import {
  CompositeError,
  isCompatible,
  selectComposition,
  selectRevision,
} from './selectComposition';

const FINALIZER = 'composite.apiextensions.crossplane.io';
const PAUSED = 'crossplane.io/paused';
const COMPOSITE_LABEL = 'crossplane.io/composite';
const SYNC_MS = 60_000;

/** There is no circuit breaker here, so it is always closed. */
const responsive: NewCondition = {
  type: 'Responsive',
  status: 'True',
  reason: 'WatchCircuitClosed',
};

/** Brings composites of one XRD to what their compositions say. */
export class CompositeReconciler {
  private readonly fields: CompositeFields;
  private readonly apiVersion: string;
  private readonly memory = new AppliedMemory();

  constructor(
    private readonly context: Context,
    private readonly definition: Definition,
    private readonly functionOf: (name: string) => CompositionFunction,
    /** Told which kinds a composite consists of, so that their changes can be watched. */
    private readonly onRefs: (composite: KubernetesObject) => void,
  ) {
    this.fields = new CompositeFields(isLegacy(definition));
    this.apiVersion = `${definition.spec.group}/${referenceableVersion(
      definition,
    )}`;
  }

  /** One pass over one composite. @throws when it should be tried again with backoff */
  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const { client } = this.context;
    const { kind } = this.definition.spec.names;
    const composite = await client.find({
      ...key,
      apiVersion: this.apiVersion,
      kind,
    });
    if (!composite) return undefined;
    try {
      if (composite.metadata.annotations?.[PAUSED] === 'true') {
        return await this.pause(composite);
      }
      if (composite.metadata.deletionTimestamp)
        return await this.finish(composite);
      return await this.compose(composite);
    } catch (error) {
      // Somebody was faster; their change is seen in the next pass, and nobody needs to hear of it.
      if (isConflict(error)) return { requeueAfterMs: 0 };
      throw error;
    }
  }

  private async pause(composite: KubernetesObject): Promise<void> {
    if (conditionOf(composite, 'Synced')?.reason !== 'ReconcilePaused') {
      this.note(composite, {
        type: 'Normal',
        reason: 'ReconciliationPaused',
        message: 'Reconciliation is paused via the pause annotation',
      });
    }
    await this.write(composite, [
      {
        type: 'Synced',
        status: 'False',
        reason: 'ReconcilePaused',
        message:
          'Reconciliation (including deletion) is paused via the pause annotation',
      },
    ]);
  }

  private async finish(composite: KubernetesObject): Promise<void> {
    const { client } = this.context;
    this.memory.forget(composite);
    const rest = await removeFinalizer(client, composite, FINALIZER);
    // With the last finalizer the object is gone, and there is nothing to write to.
    if (!rest.metadata.finalizers?.length) return;
    await this.write(rest, [
      { type: 'Ready', status: 'False', reason: 'Deleting' },
      { type: 'Synced', status: 'True', reason: 'ReconcileSuccess' },
      responsive,
    ]);
  }

  private async compose(found: KubernetesObject): Promise<ReconcileResult> {
    const { client, pool } = this.context;
    let composite = await addFinalizer(client, found, FINALIZER);
    const selection: Selection = {
      client,
      fields: this.fields,
      compositions: pool.of(COMPOSITION_API, 'Composition'),
      revisions: pool.of(COMPOSITION_API, 'CompositionRevision'),
      definition: this.definition,
      note: note => this.note(composite, note),
    };
    try {
      composite = await selectComposition(composite, selection);
      const selected = await selectRevision(composite, selection);
      ({ composite } = selected);
      composite = await this.configure(composite, selected.revision);
      const composed = await composeResources(composite, selected.revision, {
        client,
        fields: this.fields,
        functionOf: this.functionOf,
        memory: this.memory,
        note: note => this.note(composite, note),
      });
      ({ composite } = composed);
      this.onRefs(composite);
      return await this.report(composed, found);
    } catch (error) {
      if (isConflict(error)) throw error;
      this.onRefs(composite);
      await this.fail(composite, error);
      throw error;
    }
  }

  private async configure(
    composite: KubernetesObject,
    revision: KubernetesObject,
  ): Promise<KubernetesObject> {
    const { client } = this.context;
    // A nested composite keeps the name of the outermost one.
    const labelled = composite.metadata.labels?.[COMPOSITE_LABEL]
      ? composite
      : await client.update(withLabel(composite));
    if (!isCompatible(revision, labelled)) {
      throw new CompositeError(
        'cannot configure composite resource: referenced composition is not compatible with this composite resource',
        'ComposeResources',
      );
    }
    const namespace = revision.spec?.writeConnectionSecretsToNamespace;
    if (
      !this.fields.legacy ||
      typeof namespace !== 'string' ||
      this.fields.read(labelled).writeConnectionSecretToRef !== undefined
    ) {
      return labelled;
    }
    return client.update(
      this.fields.write(labelled, {
        writeConnectionSecretToRef: { name: labelled.metadata.uid, namespace },
      }),
    );
  }

  private async report(
    composed: Composed,
    before: KubernetesObject,
  ): Promise<ReconcileResult> {
    const { rendered, unsynced, composite } = composed;
    const { connectionSecretKeys } = this.definition.spec;
    const published =
      this.fields.legacy &&
      (await publishConnection({
        client: this.context.client,
        composite,
        details: composed.connectionDetails,
        keys: connectionSecretKeys,
      }));
    if (published) {
      this.note(composite, {
        type: 'Normal',
        reason: 'PublishConnectionSecret',
        message: 'Successfully published connection details',
      });
    }
    const conditions: NewCondition[] = [
      unsynced.length > 0
        ? {
            type: 'Synced',
            status: 'False',
            reason: 'ReconcileError',
            message: `Unsynced resources: ${sample(unsynced)}`,
          }
        : { type: 'Synced', status: 'True', reason: 'ReconcileSuccess' },
      rendered.ready.ready
        ? { type: 'Ready', status: 'True', reason: 'Available' }
        : {
            type: 'Ready',
            status: 'False',
            reason: 'Creating',
            message: rendered.ready.message,
          },
      responsive,
    ];
    for (const { name, ready: state } of rendered.composed) {
      if (unsynced.includes(name)) {
        this.noteResource(composite, name, 'valid');
      }
      if (state !== 'True') {
        this.noteResource(composite, name, 'ready');
      }
    }
    const fields = published
      ? { connectionDetails: { lastPublishedTime: published } }
      : undefined;
    await writeStatus(this.context.client, composite, {
      conditions: conditions.map(it => ({
        ...it,
        observedGeneration: composite.metadata.generation,
      })),
      fields,
    });
    if (unsynced.length > 0) return { requeue: true };
    // Objects just made have not been observed yet: look again at once, not when they next change.
    if (before.metadata.generation !== composite.metadata.generation) {
      return { requeueAfterMs: 0 };
    }
    return { requeueAfterMs: SYNC_MS * (0.9 + Math.random() / 5) };
  }

  private noteResource(
    composite: KubernetesObject,
    name: string,
    what: string,
  ): void {
    this.note(composite, {
      type: 'Normal',
      reason: 'ComposeResources',
      message: `Composed resource "${name}" is not yet ${what}`,
    });
  }

  private async fail(
    composite: KubernetesObject,
    error: unknown,
  ): Promise<void> {
    const problem = error instanceof Error ? error.message : String(error);
    const known = error instanceof CompositeError;
    const message = known ? problem : `cannot compose resources: ${problem}`;
    this.note(composite, {
      type: 'Warning',
      reason: known ? error.reason : 'ComposeResources',
      message,
    });
    await this.write(composite, [
      { type: 'Synced', status: 'False', reason: 'ReconcileError', message },
      responsive,
    ]);
  }

  private async write(
    composite: KubernetesObject,
    conditions: NewCondition[],
  ): Promise<KubernetesObject> {
    return writeStatus(this.context.client, composite, {
      conditions: conditions.map(it => ({
        ...it,
        observedGeneration: composite.metadata.generation,
      })),
    });
  }

  private note(composite: KubernetesObject, note: EventNote): void {
    this.context.events.record(composite, note);
  }
}

function withLabel(composite: KubernetesObject): KubernetesObject {
  const { metadata } = composite;
  const labels = { ...metadata.labels, [COMPOSITE_LABEL]: metadata.name ?? '' };
  return { ...composite, metadata: { ...metadata, labels } };
}
