import { setTimeout as sleep } from 'node:timers/promises';
import { type Application, refreshAnnotation } from '../../controllers/argocd';
import { type Change, refOf } from '../../controllers/runtime';
import type { ServerContext } from '../ServerContext';

/** Longer than this nobody waits for a comparison. */
const WAIT_MS = 60_000;

/** Asks the controller to compare an Application now. */
export async function requestRefresh(
  { client }: ServerContext,
  app: Application,
  kind: 'normal' | 'hard',
): Promise<Application> {
  return client.patch<Application>(
    refOf(app),
    { metadata: { annotations: { [refreshAnnotation]: kind } } },
    { fieldManager: 'argocd-server' },
  );
}

/** Asks for a comparison and waits until the controller has made it. */
export async function refreshApplication(
  context: ServerContext,
  app: Application,
  kind: 'normal' | 'hard',
): Promise<Application> {
  const { informer } = context.argo.applications;
  const asked = await requestRefresh(context, app, kind);
  const since = BigInt(asked.metadata.resourceVersion ?? 0);
  const { namespace, name = '' } = app.metadata;
  const isCompared = ({ type, object }: Change<Application>) => {
    const { metadata } = object;
    if (metadata.namespace !== namespace || metadata.name !== name)
      return false;
    const isNewer = BigInt(metadata.resourceVersion ?? 0) > since;
    const isAsked = metadata.annotations?.[refreshAnnotation] !== undefined;
    return type === 'deleted' || (isNewer && !isAsked);
  };
  const stop = new AbortController();
  const compared = new Promise<Application>(resolve => {
    const unsubscribe = informer.onChange(change => {
      if (isCompared(change)) resolve(change.object);
    });
    stop.signal.addEventListener('abort', unsubscribe);
  });
  const late = sleep(WAIT_MS, undefined, { signal: stop.signal }).then(
    () => context.argo.applications.get({ namespace, name }) ?? asked,
    () => asked,
  );
  try {
    return await Promise.race([compared, late]);
  } finally {
    stop.abort();
  }
}
