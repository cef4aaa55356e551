import type {
  EventNote,
  Informer,
  KubernetesObject,
  ObjectKey,
  ReconcileResult,
} from '../../runtime';
import { conditionOf, isConflict } from '../../runtime';
import type { Context } from '../context';
import { addFinalizer, isControlledBy, removeFinalizer } from '../finalizers';
import { writeStatus } from '../writeStatus';
import { applyCrd, CRD } from './applyCrd';
import type { Definition } from './types';
import { referenceableVersion } from './types';

/** What differs between defining composites and offering claims. */
export type DefinitionFlavour = {
  finalizer: string;
  condition: 'Established' | 'Offered';
  watchingReason: string;
  terminatingReason: string;
  /** Reasons of events. */
  applyReason: string;
  deleteReason: string;
  /** How the kind is called in messages. */
  what: string;
  instances: string;
  /** The name of the CRD; nothing if the XRD does not define this flavour. */
  crdName: (definition: Definition) => string | undefined;
  render: (definition: Definition) => KubernetesObject;
  typeField: 'compositeResourceType' | 'compositeResourceClaimType';
  kind: (definition: Definition) => string;
  /** Whether instances are deleted with their definition. Those of namespaced scope are not. */
  deletesInstances: (definition: Definition) => boolean;
  start: (definition: Definition) => void;
  stop: (definition: Definition) => Promise<void>;
};

/** Turns XRDs into CRDs and runs the controllers of their objects. */
export class DefinitionReconciler {
  /** The XRD generation that a controller was started with, by uid. */
  private readonly started = new Map<string, number>();

  constructor(
    private readonly context: Context,
    private readonly definitions: Informer<KubernetesObject>,
    private readonly flavour: DefinitionFlavour,
  ) {}

  /** One pass over one XRD. @throws when it should be tried again with backoff */
  async reconcile({ name }: ObjectKey): Promise<ReconcileResult | void> {
    const found = this.definitions.get({ name });
    if (!found) return undefined;
    try {
      const live = await this.context.client.find<KubernetesObject>({
        apiVersion: found.apiVersion,
        kind: found.kind,
        name,
      });
      if (!live) return undefined;
      // XRDs of this group version have this shape: the server has validated them against our own CRD.
      const definition = live as KubernetesObject & Definition;
      const crdName = this.flavour.crdName(definition);
      if (!crdName) return undefined;
      return definition.metadata.deletionTimestamp
        ? await this.terminate(definition, crdName)
        : await this.establish(definition, crdName);
    } catch (error) {
      if (isConflict(error)) return { requeueAfterMs: 0 };
      throw error;
    }
  }

  private async establish(
    found: KubernetesObject & Definition,
    crdName: string,
  ): Promise<ReconcileResult | void> {
    const { client } = this.context;
    const { flavour } = this;
    let crd: KubernetesObject;
    try {
      crd = flavour.render(found);
    } catch (error) {
      return this.warn(
        found,
        'RenderCRD',
        `cannot render ${flavour.what} CustomResourceDefinition`,
        error,
      );
    }
    const definition = await addFinalizer(client, found, flavour.finalizer);
    let existing: KubernetesObject;
    try {
      const applied = await applyCrd(client, crd, definition.metadata.uid);
      existing = applied.crd;
      if (applied.changed) this.noteApplied(definition, crdName);
    } catch (error) {
      return this.warn(
        definition,
        flavour.applyReason,
        `cannot apply rendered ${flavour.what} CustomResourceDefinition`,
        error,
      );
    }
    if (conditionOf(existing, 'Established')?.status !== 'True') {
      this.note(
        definition,
        flavour.applyReason,
        `waiting for ${flavour.what} CustomResourceDefinition to be established`,
      );
      return { requeueAfterMs: 1000 };
    }
    await this.startController(definition);
    const { uid, generation } = definition.metadata;
    await writeStatus(client, definition, {
      conditions: [
        {
          type: flavour.condition,
          status: 'True',
          reason: flavour.watchingReason,
          observedGeneration: generation,
        },
      ],
      fields: { controllers: this.controllersOf(definition) },
    });
    this.context.log('debug', 'An XRD is established', { crd: crdName, uid });
    return undefined;
  }

  private controllersOf(definition: Definition) {
    const none = { apiVersion: '', kind: '' };
    const before = definition.status?.controllers;
    return {
      compositeResourceType: none,
      compositeResourceClaimType: none,
      ...(typeof before === 'object' &&
        before !== null &&
        !Array.isArray(before) &&
        before),
      [this.flavour.typeField]: {
        apiVersion: `${definition.spec.group}/${referenceableVersion(
          definition,
        )}`,
        kind: this.flavour.kind(definition),
      },
    };
  }

  private async startController(definition: Definition): Promise<void> {
    const { uid = '', generation = 0 } = definition.metadata;
    const running = this.started.get(uid);
    if (running === generation) return;
    if (running !== undefined) {
      this.note(
        definition,
        'RestartComposite',
        'XRD specification changed; restarting controller to apply updates',
      );
      await this.flavour.stop(definition);
    }
    this.context.client.discovery.forget(
      `${definition.spec.group}/${referenceableVersion(definition)}`,
    );
    this.flavour.start(definition);
    this.started.set(uid, generation);
  }

  private async terminate(
    found: KubernetesObject & Definition,
    crdName: string,
  ): Promise<ReconcileResult | void> {
    const { client } = this.context;
    const { flavour } = this;
    if (!found.metadata.finalizers?.includes(flavour.finalizer))
      return undefined;
    const definition = await writeStatus(client, found, {
      conditions: [
        {
          type: flavour.condition,
          status: 'False',
          reason: flavour.terminatingReason,
          observedGeneration: found.metadata.generation,
        },
      ],
    });
    const crd = await client.find({ ...CRD, name: crdName });
    if (!crd || !isControlledBy(crd, definition.metadata.uid)) {
      await this.stopController(definition);
      await removeFinalizer(client, definition, flavour.finalizer);
      return undefined;
    }
    if (
      !crd.metadata.deletionTimestamp &&
      (await this.hasInstances(definition))
    ) {
      // Without their controller, which a restart has ended, instances would keep their finalizer for ever.
      if (!this.started.has(definition.metadata.uid ?? '')) {
        await this.startController(definition);
      }
      this.note(
        definition,
        flavour.deleteReason,
        `waiting for defined ${flavour.instances} to be deleted`,
      );
      return { requeue: true };
    }
    await this.stopController(definition);
    if (!crd.metadata.deletionTimestamp) {
      await client.delete({ ...CRD, name: crdName });
      this.note(
        definition,
        flavour.deleteReason,
        `Deleted ${flavour.what} CustomResourceDefinition: ${crdName}`,
      );
    }
    return { requeueAfterMs: 500 };
  }

  private async hasInstances(definition: Definition): Promise<boolean> {
    const { client } = this.context;
    const apiVersion = `${definition.spec.group}/${referenceableVersion(
      definition,
    )}`;
    const kind = this.flavour.kind(definition);
    const { items } = await client.list(apiVersion, kind);
    if (this.flavour.deletesInstances(definition)) {
      for (const { metadata } of items) {
        if (metadata.deletionTimestamp) continue;
        await client.delete({
          apiVersion,
          kind,
          name: metadata.name ?? '',
          namespace: metadata.namespace,
        });
      }
    }
    return items.length > 0;
  }

  private async stopController(definition: Definition): Promise<void> {
    const { uid = '' } = definition.metadata;
    if (!this.started.delete(uid)) return;
    await this.flavour.stop(definition);
  }

  private noteApplied(definition: Definition, name: string): void {
    this.note(
      definition,
      this.flavour.applyReason,
      `Applied ${this.flavour.what} CustomResourceDefinition: ${name}`,
    );
  }

  private warn(
    definition: Definition,
    reason: string,
    doing: string,
    error: unknown,
  ): never {
    if (isConflict(error)) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    const message = `${doing}: ${problem}`;
    this.record(definition, { type: 'Warning', reason, message });
    throw new Error(message);
  }

  private note(definition: Definition, reason: string, message: string): void {
    this.record(definition, { type: 'Normal', reason, message });
  }

  private record(definition: Definition, note: EventNote): void {
    this.context.events.record(
      definition as KubernetesObject & Definition,
      note,
    );
  }
}
