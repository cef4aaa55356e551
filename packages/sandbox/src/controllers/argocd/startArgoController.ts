import { isDeepStrictEqual } from 'node:util';
import type { Change, Log, ObjectKey } from '../runtime';
import {
  exponentialBackoff,
  isNotFound,
  keyOf,
  parseKey,
  startController,
} from '../runtime';
import { refreshAnnotation } from './annotations';
import { sourcesOf } from './applicationSources';
import type { StateComparison } from './compare/StateComparer';
import { deleteApplication } from './controller/deleteApplication';
import {
  isSpecChanged,
  refreshApplication,
} from './controller/refreshApplication';
import { runOperation } from './controller/runOperation';
import type { ArgoService } from './createArgoService';
import { resourceKeyOf, trackedBy } from './tracking';
import { type Application, argoApiVersion } from './types';

/** What {@link startArgoController} needs. */
export type ArgoControllerOptions = { service: ArgoService; log: Log };

/** A running Application controller. */
export type ArgoController = {
  /** Settles when the Applications have been listed. */
  synced: Promise<void>;
  stop(): Promise<void>;
};

const CONCURRENCY = 4;
/** Operations wait for hooks and waves; they must not wait for each other. */
const OPERATIONS = 20;
const DELETION_POLL_MS = 1000;
const backoff = exponentialBackoff({ firstMs: 50, maxMs: 30_000 });

/** Starts the stand-in for Argo CD's application controller. */
export async function startArgoController(
  options: ArgoControllerOptions,
): Promise<ArgoController> {
  const { service, log } = options;
  await service.start();
  const { parts, comparer } = service;
  const { applications, live, pool, timing } = parts;
  const namespaces = [parts.namespace, ...parts.applicationNamespaces];
  /** Applications that are to be compared although their resync is not due. */
  const asked = new Set<string>();
  const jitter = new Map<string, number>();
  /** Which Applications want a resource, marked or not. */
  const wantedBy = new Map<string, Set<string>>();
  const wants = new Map<string, string[]>();

  const dueIn = (key: string, { status }: Application): number => {
    if (!status?.reconciledAt) return 0;
    const extra = jitter.get(key) ?? Math.random() * timing.resyncJitterMs;
    jitter.set(key, extra);
    const at = Date.parse(status.reconciledAt) + timing.resyncMs + extra;
    return Math.max(0, at - Date.now());
  };

  const remember = (key: string, comparison: StateComparison | undefined) => {
    for (const resource of wants.get(key) ?? []) {
      wantedBy.get(resource)?.delete(key);
      if (wantedBy.get(resource)?.size === 0) wantedBy.delete(resource);
    }
    const keys = (comparison?.compared ?? [])
      .filter(it => it.target)
      .map(it => it.key);
    wants.set(key, keys);
    for (const resource of keys) {
      const users = wantedBy.get(resource) ?? new Set<string>();
      wantedBy.set(resource, users.add(key));
    }
  };

  const refresh = async (key: ObjectKey) => {
    const id = keyOf(key);
    const app = applications.get(key);
    if (!app) {
      remember(id, undefined);
      jitter.delete(id);
      wants.delete(id);
      return {};
    }
    if (app.metadata.deletionTimestamp) {
      const why = { fresh: false, hard: false, quiet: true };
      const done = await deleteApplication(parts, comparer, app, () =>
        refreshApplication(parts, comparer, app, why, () => undefined),
      );
      return done ? {} : { requeueAfterMs: DELETION_POLL_MS };
    }
    const annotation = app.metadata.annotations?.[refreshAnnotation];
    const changed = isSpecChanged(app);
    const due = dueIn(id, app);
    const touched = asked.delete(id);
    if (annotation === undefined && !changed && !touched && due > 0) {
      return { requeueAfterMs: due };
    }
    const hard = annotation === 'hard';
    if (hard)
      for (const it of sourcesOf(app)) parts.repositories.forget(it.repoURL);
    try {
      const outcome = await refreshApplication(
        parts,
        comparer,
        app,
        {
          fresh: annotation !== undefined || changed,
          hard,
          quiet: touched && annotation === undefined && !changed && due > 0,
        },
        comparison => remember(id, comparison),
      );
      if (outcome.requeueAfterMs !== undefined) asked.add(id);
      return {
        requeueAfterMs: outcome.requeueAfterMs ?? timing.resyncMs,
      };
    } catch (error) {
      if (isNotFound(error)) return {};
      asked.add(id);
      throw error;
    }
  };

  const inScope = ({ object, previous }: Change): ObjectKey[] => {
    const { namespace, name = '' } = object.metadata;
    // Another policy may want a synchronisation of what has been compared already.
    if (previous && !isDeepStrictEqual(previous.spec, object.spec)) {
      asked.add(keyOf({ namespace, name }));
    }
    return namespaces.includes(namespace ?? '') ? [{ namespace, name }] : [];
  };
  const ofProject = ({ object }: Change): ObjectKey[] => {
    const keys = applications
      .list()
      .filter(it => namespaces.includes(it.metadata.namespace ?? ''))
      .filter(it => it.spec.project === object.metadata.name)
      .map(({ metadata }) => ({
        namespace: metadata.namespace,
        name: metadata.name ?? '',
      }));
    for (const key of keys) asked.add(keyOf(key));
    return keys;
  };

  const watches = [
    { informer: pool.of(argoApiVersion, 'Application'), map: inScope },
    { informer: pool.of(argoApiVersion, 'AppProject'), map: ofProject },
  ];
  const refreshing = startController({
    name: 'argocd-refresh',
    watches,
    reconcile: refresh,
    concurrency: CONCURRENCY,
    backoff,
    log,
  });
  const operate = async (key: ObjectKey, signal: AbortSignal) => {
    const app = applications.get(key);
    if (!app?.operation) return {};
    const outcome = await runOperation(parts, comparer, app, signal);
    if (outcome.completed) {
      asked.add(keyOf(key));
      refreshing.enqueue(key);
    }
    return { requeueAfterMs: outcome.requeueAfterMs };
  };

  const operating = startController({
    name: 'argocd-operation',
    watches,
    reconcile: operate,
    concurrency: OPERATIONS,
    backoff,
    log,
  });
  const unsubscribe = live.onChange(({ type, object, previous }) => {
    const keys = new Set(wantedBy.get(resourceKeyOf(object)));
    const instances = [object, previous]
      .map(each => each && trackedBy(each))
      .filter(tracked => tracked?.self)
      .map(tracked => tracked?.instance);
    // Of what is below resources only the images of pods show in the status.
    if (object.kind === 'Pod' && type !== 'modified') {
      instances.push(live.instanceOf(object));
    }
    for (const instance of instances) {
      if (instance) keys.add(keyOfInstance(instance, parts.namespace));
    }
    for (const id of keys) {
      const key = parseKey(id);
      if (!applications.get(key)) continue;
      asked.add(id);
      refreshing.enqueue(key);
      operating.enqueue(key);
    }
  });

  return {
    synced: Promise.all([refreshing.synced, operating.synced]).then(
      () => undefined,
    ),
    stop: async () => {
      unsubscribe();
      await Promise.all([refreshing.stop(), operating.stop()]);
    },
  };
}

function keyOfInstance(instance: string, argoNamespace: string): string {
  const at = instance.indexOf('_');
  return at < 0
    ? `${argoNamespace}/${instance}`
    : `${instance.slice(0, at)}/${instance.slice(at + 1)}`;
}
