import { join } from 'node:path';
import type { KubernetesObject, Log } from '../runtime';
import {
  EventRecorder,
  InformerPool,
  isAlreadyExists,
  KubernetesClient,
} from '../runtime';
import { sourcesOf } from './applicationSources';
import type { ArgoParts } from './ArgoParts';
import { mark } from './compare/prepareTargets';
import { ResourceComparer } from './compare/ResourceComparer';
import { StateComparer } from './compare/StateComparer';
import { versionOf } from './compare/mergeKeys';
import { installCrds } from './crds/installCrds';
import { GitRepositories, type Repositories } from './git/GitRepositories';
import { RepositoryCredentials } from './git/RepositoryCredentials';
import { FreshObjects } from './live/FreshObjects';
import { LiveObjects } from './live/LiveObjects';
import { checkProject } from './project/projectOf';
import { windowsOf, type WindowState } from './project/windows';
import { SourceRenderer } from './render/SourceRenderer';
import { ResourceWriter } from './ResourceWriter';
import { type ArgoTiming, defaultTiming } from './timing';
import { isHook } from './annotations';
import { resourceIdOf, type ResourceId } from './tracking';
import { buildTree } from './tree/buildTree';
import type { ResourceTree } from './tree/ResourceTree';
import { type Application, type AppProject, argoApiVersion } from './types';

/** What {@link createArgoService} needs. */
export type ArgoOptions = {
  /** Path of a kubeconfig, or its text. */
  kubeconfig: string;
  log: Log;
  /** Folder for copies of git repositories. */
  cacheDir: string;
  /** Namespace of Argo CD itself; `argocd` if absent. */
  namespace?: string;
  /** Further namespaces whose Applications are looked after. */
  applicationNamespaces?: string[];
  timing?: Partial<ArgoTiming>;
};

/** A resource of an Application: what git wants, what there is, and what a synchronisation would make of it. */
export type ManagedResource = ResourceId & {
  version: string;
  hook: boolean;
  target?: KubernetesObject;
  live?: KubernetesObject;
  normalizedLive?: KubernetesObject;
  predictedLive?: KubernetesObject;
  modified: boolean;
  resourceVersion?: string;
};

/** What Argo CD knows of Applications. One per process: its watches and git copies are shared. */
export interface ArgoService {
  readonly namespace: string;
  readonly client: KubernetesClient;
  readonly repositories: Repositories;
  readonly applications: FreshObjects<Application>;
  readonly projects: FreshObjects<AppProject>;
  readonly parts: ArgoParts;
  readonly comparer: StateComparer;
  /** Makes the namespace, the kinds and the project `default` where they are missing, and begins to watch. May be called again. */
  start(): Promise<void>;
  /** The manifests of git, marked as the Application's. @throws SourceError */
  manifests(
    app: Application,
    revisions?: string[],
  ): Promise<KubernetesObject[]>;
  /** Resources as they are now compared. Secrets are in clear. @throws SourceError */
  managedResources(app: Application): Promise<ManagedResource[]>;
  resourceTree(app: Application): Promise<ResourceTree>;
  /** Calls whenever something of the Application's tree changes. @returns how to end that */
  onTreeChange(app: Application, handler: () => void): () => void;
  syncWindows(app: Application): WindowState;
  /** What its project, or the lack of one, forbids of an Application. */
  permitted(app: Application): string[];
  stop(): Promise<void>;
}

/** Puts the parts together. Nothing is asked of the cluster before `start`. */
export function createArgoService(options: ArgoOptions): ArgoService {
  const { kubeconfig, log, namespace = 'argocd' } = options;
  const timing = { ...defaultTiming, ...options.timing };
  const client = KubernetesClient.fromKubeconfig(kubeconfig, 'argocd');
  const writer = new ResourceWriter(kubeconfig, client);
  const abort = new AbortController();
  const pool = new InformerPool(client, log);
  const repositories = new GitRepositories(
    join(options.cacheDir, 'repositories'),
    new RepositoryCredentials(client, namespace),
    timing.revisionCacheMs,
  );
  let started: Promise<ArgoParts> | undefined;
  let parts: ArgoParts | undefined;
  let comparer: StateComparer | undefined;

  const begin = async (): Promise<ArgoParts> => {
    await ensure(client, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    await installCrds(client, abort.signal);
    await ensure(client, defaultProject(namespace));
    const applications = pool.of<Application>(argoApiVersion, 'Application');
    const projects = pool.of<AppProject>(argoApiVersion, 'AppProject');
    parts = {
      namespace,
      applicationNamespaces: options.applicationNamespaces ?? [],
      client,
      pool,
      writer,
      repositories,
      renderer: new SourceRenderer(repositories),
      comparer: new ResourceComparer(writer),
      live: new LiveObjects(client, pool),
      applications: new FreshObjects(applications),
      projects: new FreshObjects(projects),
      recorder: new EventRecorder(client, 'argocd-application-controller', log),
      timing,
      log,
    };
    comparer = new StateComparer(parts);
    await Promise.all([applications.synced, projects.synced]);
    return parts;
  };
  const running = (): ArgoParts => {
    if (!parts) throw new Error('the service has not been started');
    return parts;
  };
  const stateComparer = (): StateComparer => {
    if (!comparer) throw new Error('the service has not been started');
    return comparer;
  };
  const compare = async (app: Application) => {
    const { project } = checkProject(running(), app);
    const subject = project ?? (defaultProject(namespace) as AppProject);
    const revisions = app.status?.sync?.revisions ?? [
      app.status?.sync?.revision ?? '',
    ];
    return stateComparer().compare(app, subject, {
      // What the Application was compared to last; it need not be the newest.
      revisions: revisions.some(it => /^[0-9a-f]{40}$/.test(it))
        ? revisions
        : undefined,
    });
  };

  return {
    namespace,
    client,
    repositories,
    get applications() {
      return running().applications;
    },
    get projects() {
      return running().projects;
    },
    get parts() {
      return running();
    },
    get comparer() {
      return stateComparer();
    },
    start: async () => {
      started ??= begin();
      const current = started;
      // A failed start may be tried again.
      current.catch(() => {
        if (started === current) started = undefined;
      });
      await current;
    },
    manifests: async (app, revisions) => {
      const sources = sourcesOf(app);
      const instance = stateComparer().instanceOf(app);
      const rendered: KubernetesObject[] = [];
      for (const [index, source] of sources.entries()) {
        const sha = await repositories.resolveRevision(
          source.repoURL,
          revisions?.[index] || source.targetRevision || 'HEAD',
        );
        rendered.push(...(await running().renderer.render(source, sha)));
      }
      const { namespace: target } = app.spec.destination;
      return rendered.map(manifest => mark(manifest, instance, target));
    },
    managedResources: async app => {
      const { compared } = await compare(app);
      return compared.map(({ key: _, target, live, ...rest }) => {
        const object = (target ?? live) as KubernetesObject;
        return {
          ...resourceIdOf(object),
          version: versionOf(object.apiVersion),
          hook: isHook(object),
          target,
          live,
          ...rest,
          resourceVersion: live?.metadata.resourceVersion,
        };
      });
    },
    resourceTree: async app =>
      buildTree((await compare(app)).compared, running().live),
    onTreeChange: (app, handler) => {
      const instance = stateComparer().instanceOf(app);
      const { live } = running();
      return live.onChange(({ object }) => {
        if (live.instanceOf(object) === instance) handler();
      });
    },
    syncWindows: app => windowsOf(app, checkProject(running(), app).project),
    permitted: app =>
      checkProject(running(), app).conditions.map(it => it.message),
    stop: async () => {
      abort.abort();
      await started?.catch(() => undefined);
      await parts?.recorder.flush();
      await pool.stop();
      writer.close();
      client.close();
    },
  };
}

async function ensure(client: KubernetesClient, object: KubernetesObject) {
  await client.create(object, { fieldManager: 'argocd' }).catch(error => {
    if (!isAlreadyExists(error)) throw error;
  });
}

function defaultProject(namespace: string): KubernetesObject {
  const all = [{ group: '*', kind: '*' }];
  return {
    apiVersion: argoApiVersion,
    kind: 'AppProject',
    metadata: { name: 'default', namespace },
    spec: {
      clusterResourceWhitelist: all,
      destinations: [{ namespace: '*', server: '*' }],
      sourceRepos: ['*'],
    },
  };
}
