import type { Application } from '../argocd/types';
import type {
  EventRecorder,
  JsonObject,
  KubernetesClient,
  OwnerReference,
} from '../runtime';
import { isNotFound, refOf } from '../runtime';
import { keepIgnored } from './ignoredPaths';
import { mergePatchBetween } from './render/mergePatch';
import type { ApplicationSet, GeneratedApplication } from './types';

/** Annotations that others put on Applications and that stay. */
const KEPT_ANNOTATIONS = [
  'notified.notifications.argoproj.io',
  'argocd.argoproj.io/refresh',
  'argocd.argoproj.io/hydrate',
];
const KEPT_FINALIZERS = [
  'pre-delete-finalizer.argocd.argoproj.io',
  'post-delete-finalizer.argocd.argoproj.io',
];

/** What Go's zero value of a status looks like on the wire. */
const NEW_STATUS: JsonObject = {
  health: {},
  sourceHydrator: {},
  summary: {},
  sync: {
    status: '',
    comparedTo: { destination: {}, source: { repoURL: '' } },
  },
};

/** Writes the Applications of a set, and says so in events. */
export class ApplicationWriter {
  constructor(
    private readonly client: KubernetesClient,
    private readonly recorder: EventRecorder,
  ) {}

  /**
   * Makes an Application or brings it to what its set says.
   *
   * @returns whether something was written
   * @throws Error when it belongs to another owner, or the server refuses it
   */
  async put(
    set: ApplicationSet,
    wanted: GeneratedApplication,
    live: Application | undefined,
  ): Promise<boolean> {
    const owner = ownerReference(set);
    if (!live) {
      await this.client.create(
        {
          ...wanted,
          metadata: { ...wanted.metadata, ownerReferences: [owner] },
          status: NEW_STATUS,
        },
        { fieldManager: 'argocd-applicationset-controller' },
      );
      this.note(set, 'created', wanted.metadata.name);
      return true;
    }
    const patch = this.difference(set, wanted, live, owner);
    if (!patch) return false;
    await this.client.patch(refOf(live), patch, {
      fieldManager: 'argocd-applicationset-controller',
    });
    this.note(set, 'updated', wanted.metadata.name);
    return true;
  }

  /** Deletes an Application; its own finalizer decides about its resources. */
  async remove(set: ApplicationSet, live: Application): Promise<void> {
    if (live.metadata.deletionTimestamp) return;
    try {
      await this.client.delete(refOf(live), {
        preconditions: { uid: live.metadata.uid },
      });
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
    this.note(set, 'Deleted', live.metadata.name ?? '');
  }

  private note(set: ApplicationSet, action: string, name: string) {
    this.recorder.record(set, {
      type: 'Normal',
      reason: action,
      message: `${action} Application ${JSON.stringify(name)}`,
    });
  }

  private difference(
    set: ApplicationSet,
    wanted: GeneratedApplication,
    live: Application,
    owner: OwnerReference,
  ): JsonObject | undefined {
    const { metadata, spec } = live;
    const { preservedFields } = set.spec;
    const others = metadata.ownerReferences ?? [];
    const controller = others.find(it => it.controller);
    if (controller && controller.uid !== owner.uid) {
      throw new Error(
        `Object ${metadata.namespace}/${metadata.name} is already owned by another ${controller.kind} controller ${controller.name}`,
      );
    }
    const kept = (metadata.finalizers ?? []).filter(finalizer =>
      KEPT_FINALIZERS.some(
        it => finalizer === it || finalizer.startsWith(`${it}/`),
      ),
    );
    const from = comparable(metadata, spec as unknown as JsonObject);
    const to = comparable(
      {
        labels: {
          ...wanted.metadata.labels,
          ...picked(metadata.labels, preservedFields?.labels ?? []),
        },
        annotations: {
          ...wanted.metadata.annotations,
          ...picked(metadata.annotations, [
            ...(preservedFields?.annotations ?? []),
            ...KEPT_ANNOTATIONS,
          ]),
        },
        finalizers: [...(wanted.metadata.finalizers ?? []), ...kept],
        ownerReferences: controller ? others : [...others, owner],
      },
      wanted.spec,
    );
    const name = wanted.metadata.name;
    return mergePatchBetween(from, keepIgnored(set, to, from, name));
  }
}

function comparable(
  metadata: Application['metadata'],
  spec: JsonObject,
): JsonObject {
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  return {
    metadata: {
      labels: labels ?? {},
      annotations: annotations ?? {},
      finalizers: finalizers ?? [],
      ownerReferences: ownerReferences ?? [],
    },
    spec,
  };
}

function picked(
  map: Record<string, string> | undefined,
  names: string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map ?? {}).filter(([name]) => names.includes(name)),
  );
}

function ownerReference({ metadata, ...set }: ApplicationSet): OwnerReference {
  return {
    apiVersion: set.apiVersion,
    kind: set.kind,
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}
