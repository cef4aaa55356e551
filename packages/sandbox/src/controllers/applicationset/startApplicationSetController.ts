import { isDeepStrictEqual } from 'node:util';
import { argoApiVersion } from '../argocd/types';
import {
  type Change,
  EventRecorder,
  exponentialBackoff,
  InformerPool,
  KubernetesClient,
  type KubernetesObject,
  type Log,
  type ObjectKey,
  startController,
} from '../runtime';
import { ApplicationSetReconciler } from './ApplicationSetReconciler';
import type { GitReader } from './generators/generatorTypes';

/** What {@link startApplicationSetController} needs. */
export type ApplicationSetOptions = {
  /** Path of a kubeconfig, or its text. */
  kubeconfig: string;
  /** How to read repositories: the Argo CD service's own. */
  git: GitReader;
  log: Log;
  /** The length of a second of `requeueAfterSeconds`; less than 1000 only in tests. */
  secondMs?: number;
};

/** Changes of these annotations are no reason to look at a set again. */
const IGNORED_ANNOTATIONS = [
  'notified.notifications.argoproj.io',
  'argocd.argoproj.io/refresh',
  'argocd.argoproj.io/hydrate',
];

/**
 * Starts the ApplicationSet controller. The kinds must be there already: the
 * Argo CD service installs them.
 */
export async function startApplicationSetController(
  options: ApplicationSetOptions,
): Promise<{ synced: Promise<void>; stop(): Promise<void> }> {
  const { log } = options;
  const client = KubernetesClient.fromKubeconfig(
    options.kubeconfig,
    'argocd-applicationset-controller',
  );
  const pool = new InformerPool(client, log);
  const recorder = new EventRecorder(client, 'applicationset-controller', log);
  const reconciler = new ApplicationSetReconciler({
    client,
    git: options.git,
    recorder,
    secondMs: options.secondMs ?? 1000,
  });
  const controller = startController({
    name: 'applicationset',
    watches: [
      { informer: pool.of(argoApiVersion, 'ApplicationSet'), map: changedSet },
      { informer: pool.of(argoApiVersion, 'Application'), map: ownerOfChanged },
    ],
    reconcile: (key, signal) => reconciler.reconcile(key, signal),
    concurrency: 2,
    backoff: exponentialBackoff({ firstMs: 100, maxMs: 30_000 }),
    log,
  });
  return {
    synced: controller.synced,
    stop: async () => {
      await controller.stop();
      await pool.stop();
      await recorder.flush();
      client.close();
    },
  };
}

/** A set whose content changed; its status is this controller's own work. */
function changedSet({ type, object, previous }: Change): ObjectKey[] {
  if (type === 'deleted') return [];
  const { metadata } = object;
  const same =
    previous &&
    previous.metadata.generation === metadata.generation &&
    previous.metadata.deletionTimestamp === metadata.deletionTimestamp &&
    isDeepStrictEqual(previous.metadata.annotations, metadata.annotations);
  return same ? [] : [nameOf(object)];
}

/** The set of an Application that somebody else edited or deleted. */
function ownerOfChanged({ type, object, previous }: Change): ObjectKey[] {
  const owner = object.metadata.ownerReferences?.find(it => it.controller);
  if (owner?.kind !== 'ApplicationSet' || type === 'added') return [];
  if (type === 'modified' && previous && !isEdited(previous, object)) return [];
  return [{ namespace: object.metadata.namespace, name: owner.name }];
}

function isEdited(before: KubernetesObject, after: KubernetesObject): boolean {
  return !isDeepStrictEqual(written(before), written(after));
}

function written({ metadata, spec }: KubernetesObject) {
  const annotations = Object.entries(metadata.annotations ?? {}).filter(
    ([name]) => !IGNORED_ANNOTATIONS.includes(name),
  );
  return [
    spec,
    metadata.labels ?? {},
    Object.fromEntries(annotations),
    metadata.finalizers ?? [],
    metadata.ownerReferences ?? [],
  ];
}

function nameOf({ metadata }: KubernetesObject): ObjectKey {
  return { namespace: metadata.namespace, name: metadata.name ?? '' };
}
