import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  GroupVersionKind,
  KubernetesObject,
  NewCondition,
  ObjectKey,
  ReconcileResult,
} from '../../runtime';
import { conditionOf, isConflict } from '../../runtime';
import type { Context } from '../context';
import type { Definition } from '../definition/types';
import { isObject } from '../fieldpath/FieldPath';
import { addFinalizer, removeFinalizer } from '../finalizers';
import { writeStatus } from '../writeStatus';
import { differsFromClaim, isBoundTo } from './binding';
import { propagateConnection } from './propagateConnection';
import { claimSpecOf, claimStatusOf, compositeOfClaim } from './syncClaim';

const FINALIZER = 'finalizer.apiextensions.crossplane.io';
const PAUSED = 'crossplane.io/paused';
const PAUSED_MESSAGE =
  'Reconciliation (including deletion) is paused via the pause annotation';
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const MAX_NAME = 63;

/** Binds claims to composites, and keeps the two alike. */
export class ClaimReconciler {
  constructor(
    private readonly context: Context,
    private readonly definition: Definition,
    private readonly gvk: GroupVersionKind,
  ) {}

  /** One pass over one claim. @throws when it should be tried again with backoff */
  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const { client } = this.context;
    const claim = await client.find({ ...key, ...this.gvk });
    if (!claim) return undefined;
    try {
      if (claim.metadata.annotations?.[PAUSED] === 'true')
        return await this.pause(claim);
      if (claim.metadata.deletionTimestamp) return await this.finish(claim);
      return await this.bind(claim);
    } catch (error) {
      if (isConflict(error)) return { requeueAfterMs: 0 };
      throw error;
    }
  }

  private async pause(claim: KubernetesObject): Promise<void> {
    if (conditionOf(claim, 'Synced')?.reason !== 'ReconcilePaused') {
      this.note(claim, 'Normal', 'ReconciliationPaused', PAUSED_MESSAGE);
    }
    await this.write(claim, [
      {
        type: 'Synced',
        status: 'False',
        reason: 'ReconcilePaused',
        message: PAUSED_MESSAGE,
      },
    ]);
  }

  private async finish(
    claim: KubernetesObject,
  ): Promise<ReconcileResult | void> {
    const { client } = this.context;
    if (!claim.metadata.finalizers?.includes(FINALIZER)) return undefined;
    const composite = await this.compositeOf(claim);
    if (composite && isBoundTo(composite, claim)) {
      const foreground = claim.spec?.compositeDeletePolicy === 'Foreground';
      if (!composite.metadata.deletionTimestamp) {
        await client.delete(
          {
            apiVersion: composite.apiVersion,
            kind: composite.kind,
            name: composite.metadata.name ?? '',
          },
          { propagationPolicy: foreground ? 'Foreground' : 'Background' },
        );
      }
      if (foreground) {
        await this.write(claim, [
          { type: 'Ready', status: 'False', reason: 'Deleting' },
        ]);
        return undefined;
      }
    }
    this.note(
      claim,
      'Normal',
      'DeleteCompositeResource',
      'Successfully deleted composite resource',
    );
    await removeFinalizer(client, claim, FINALIZER);
    return undefined;
  }

  private async bind(found: KubernetesObject): Promise<void> {
    const { client } = this.context;
    const existing = await this.compositeOf(found);
    if (existing && !isBoundTo(existing, found)) {
      await this.refuse(found, existing);
      return;
    }
    let claim = await addFinalizer(client, found, FINALIZER);
    claim = await this.nameComposite(claim);
    const reference = isObject(claim.spec?.resourceRef)
      ? claim.spec.resourceRef
      : {};
    const wanted = compositeOfClaim({
      claim,
      name: String(reference.name),
      apiVersion: this.gvk.apiVersion,
      kind: this.definition.spec.names.kind,
      existing,
    });
    let composite = existing;
    if (!existing) {
      composite = await client.create(wanted);
    } else if (
      !existing.metadata.deletionTimestamp &&
      differsFromClaim(existing, wanted)
    ) {
      composite = await client.update(wanted);
    }
    const bound = composite ?? wanted;
    const spec = claimSpecOf(claim, bound);
    if (!isDeepStrictEqual(spec, claim.spec))
      claim = await client.update({ ...claim, spec });
    await this.report(claim, bound);
  }

  private async report(
    claim: KubernetesObject,
    composite: KubernetesObject,
  ): Promise<void> {
    if (conditionOf(claim, 'Synced')?.status !== 'True') {
      this.note(
        claim,
        'Normal',
        'BindCompositeResource',
        'Successfully bound composite resource',
      );
    }
    const synced: NewCondition = {
      type: 'Synced',
      status: 'True',
      reason: 'ReconcileSuccess',
    };
    const status = claimStatusOf(composite);
    if (conditionOf(composite, 'Ready')?.status !== 'True') {
      this.note(
        claim,
        'Normal',
        'BindCompositeResource',
        'Composite resource is not yet ready',
      );
      await this.write(
        claim,
        [
          synced,
          {
            type: 'Ready',
            status: 'False',
            reason: 'Waiting',
            message: 'Claim is waiting for composite resource to become Ready',
          },
        ],
        status,
      );
      return;
    }
    const published = await propagateConnection({
      client: this.context.client,
      claim,
      composite,
    });
    if (published) {
      this.note(
        claim,
        'Normal',
        'PropagateConnectionSecret',
        'Successfully propagated connection details from composite resource',
      );
    }
    await this.write(
      claim,
      [synced, { type: 'Ready', status: 'True', reason: 'Available' }],
      {
        ...status,
        ...(published && {
          connectionDetails: { lastPublishedTime: published },
        }),
      },
    );
  }

  private async refuse(
    claim: KubernetesObject,
    composite: KubernetesObject,
  ): Promise<void> {
    const owner = composite.spec?.claimRef;
    const message =
      `refusing to operate on composite resource "${composite.metadata.name}" that is not bound to this claim: ` +
      `bound to claim "${isObject(owner) ? String(owner.name) : ''}"`;
    this.note(claim, 'Warning', 'BindCompositeResource', message);
    await this.write(claim, [
      { type: 'Synced', status: 'False', reason: 'ReconcileError', message },
    ]);
  }

  /** The name is written down before the composite exists, so that it is never made twice. */
  private async nameComposite(
    claim: KubernetesObject,
  ): Promise<KubernetesObject> {
    if (isObject(claim.spec?.resourceRef)) return claim;
    const suffix = Array.from(
      { length: SUFFIX_LENGTH },
      () => SUFFIX_LETTERS[randomInt(SUFFIX_LETTERS.length)],
    ).join('');
    const prefix = (claim.metadata.name ?? '').slice(
      0,
      MAX_NAME - SUFFIX_LENGTH - 1,
    );
    return this.context.client.update({
      ...claim,
      spec: {
        ...claim.spec,
        resourceRef: {
          apiVersion: this.gvk.apiVersion,
          kind: this.definition.spec.names.kind,
          name: `${prefix}-${suffix}`,
        },
      },
    });
  }

  private async compositeOf(
    claim: KubernetesObject,
  ): Promise<KubernetesObject | undefined> {
    const reference = claim.spec?.resourceRef;
    if (!isObject(reference)) return undefined;
    return this.context.client.find({
      apiVersion: String(reference.apiVersion),
      kind: String(reference.kind),
      name: String(reference.name),
    });
  }

  private async write(
    claim: KubernetesObject,
    conditions: NewCondition[],
    fields?: KubernetesObject['status'],
  ): Promise<void> {
    const observedGeneration = claim.metadata.generation;
    await writeStatus(this.context.client, claim, {
      conditions: conditions.map(it => ({ ...it, observedGeneration })),
      fields,
    });
  }

  private note(
    claim: KubernetesObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    this.context.events.record(claim, { type, reason, message });
  }
}
