import type { Controller, Log } from '../runtime';
import {
  EventRecorder,
  InformerPool,
  KubernetesClient,
  startController,
} from '../runtime';
import type { CompositeController } from './composite/startCompositeController';
import { startCompositeController } from './composite/startCompositeController';
import { startClaimController } from './claim/startClaimController';
import type { Context } from './context';
import { installCrds } from './crds/installCrds';
import type { DefinitionFlavour } from './definition/DefinitionReconciler';
import { CRD } from './definition/applyCrd';
import { DefinitionReconciler } from './definition/DefinitionReconciler';
import { renderClaimCrd, renderCompositeCrd } from './definition/renderCrd';
import { isLegacy, XRD_API, XRD_KIND } from './definition/types';
import { functionLookup } from './functionLookup';
import { startRevisionControllers } from './revision/startRevisionControllers';

/** Options of {@link startCompositionController}. */
export type CompositionControllerOptions = {
  /** Path of a kubeconfig, or its text. */
  kubeconfig: string;
  log: Log;
  /** Ends the controller when aborted. */
  signal?: AbortSignal;
};

/** A running composition controller. */
export type CompositionController = {
  /** Settles once Crossplane's kinds are served and everything there is has been listed. */
  synced: Promise<void>;
  stop(): Promise<void>;
};

/**
 * Runs what Crossplane's core does, against any cluster: XRDs become CRDs, composites and claims become composed resources.
 *
 * @throws Error when Crossplane's own kinds cannot be installed
 */
export async function startCompositionController(
  options: CompositionControllerOptions,
): Promise<CompositionController> {
  const { kubeconfig, log } = options;
  const abort = new AbortController();
  const client = KubernetesClient.fromKubeconfig(kubeconfig, 'crossplane');
  const foreign = await installCrds(
    client,
    options.signal
      ? AbortSignal.any([abort.signal, options.signal])
      : abort.signal,
  );
  if (foreign.length > 0) {
    log('info', 'Definitions that were there already are used as they are', {
      names: foreign.join(', '),
    });
  }
  const pool = new InformerPool(client, log);
  const events = new EventRecorder(
    client,
    'defined/compositeresourcedefinition.apiextensions.crossplane.io',
    log,
  );
  const context: Context = { client, pool, events, log };
  const functions = pool.of('pkg.crossplane.io/v1', 'Function');
  const { controllers, stopObjects } = startDefinitions(
    context,
    functionLookup(functions),
  );
  controllers.push(...startRevisionControllers(context));

  const stop = async () => {
    abort.abort();
    await Promise.all(controllers.map(it => it.stop()));
    await stopObjects();
    await pool.stop();
    await events.flush();
    client.close();
  };
  let stopped: Promise<void> | undefined;
  const stopOnce = () => {
    stopped ??= stop();
    return stopped;
  };
  options.signal?.addEventListener('abort', () => {
    stopOnce().catch(error =>
      log('error', 'The composition controller did not stop cleanly', {
        error: String(error),
      }),
    );
  });
  return {
    synced: Promise.all([
      functions.synced,
      ...controllers.map(it => it.synced),
    ]).then(() => undefined),
    stop: stopOnce,
  };
}

function startDefinitions(
  context: Context,
  functionOf: ReturnType<typeof functionLookup>,
): { controllers: Controller[]; stopObjects: () => Promise<void> } {
  const { pool, log } = context;
  const definitions = pool.of(XRD_API, XRD_KIND);
  const crds = pool.of(CRD.apiVersion, CRD.kind);
  const running = new Map<string, CompositeController>();
  const halt = async (id: string) => {
    const found = running.get(id);
    running.delete(id);
    await found?.stop();
  };

  const composites: DefinitionFlavour = {
    finalizer: 'defined.apiextensions.crossplane.io',
    condition: 'Established',
    watchingReason: 'WatchingCompositeResource',
    terminatingReason: 'TerminatingCompositeResource',
    applyReason: 'EstablishComposite',
    deleteReason: 'TerminateComposite',
    what: 'composite resource',
    instances: 'composite resources',
    typeField: 'compositeResourceType',
    crdName: ({ metadata }) => metadata.name,
    render: renderCompositeCrd,
    kind: ({ spec }) => spec.names.kind,
    deletesInstances: ({ spec }) => spec.scope !== 'Namespaced',
    start: definition =>
      running.set(
        `composite/${definition.metadata.uid}`,
        startCompositeController(context, definition, functionOf),
      ),
    stop: ({ metadata }) => halt(`composite/${metadata.uid}`),
  };
  const claims: DefinitionFlavour = {
    finalizer: 'offered.apiextensions.crossplane.io',
    condition: 'Offered',
    watchingReason: 'WatchingCompositeResourceClaim',
    terminatingReason: 'TerminatingCompositeResourceClaim',
    applyReason: 'OfferClaim',
    deleteReason: 'RedactClaim',
    what: 'composite resource claim',
    instances: 'composite resource claims',
    typeField: 'compositeResourceClaimType',
    crdName: definition => {
      const { claimNames, group } = definition.spec;
      return claimNames && isLegacy(definition)
        ? `${claimNames.plural}.${group}`
        : undefined;
    },
    render: renderClaimCrd,
    kind: ({ spec }) => spec.claimNames?.kind ?? '',
    deletesInstances: () => true,
    start: definition =>
      running.set(
        `claim/${definition.metadata.uid}`,
        startClaimController(context, definition),
      ),
    stop: ({ metadata }) => halt(`claim/${metadata.uid}`),
  };
  const controllers = [composites, claims].map(flavour => {
    const reconciler = new DefinitionReconciler(context, definitions, flavour);
    return startController({
      name: `${
        flavour.finalizer.split('.')[0]
      }/compositeresourcedefinition.apiextensions.crossplane.io`,
      watches: [
        { informer: definitions },
        {
          informer: crds,
          map: ({ object }) =>
            (object.metadata.ownerReferences ?? [])
              .filter(it => it.kind === XRD_KIND)
              .map(it => ({ name: it.name })),
        },
      ],
      reconcile: key => reconciler.reconcile(key),
      log,
    });
  });
  return {
    controllers,
    stopObjects: async () => {
      await Promise.all([...running.keys()].map(halt));
    },
  };
}
