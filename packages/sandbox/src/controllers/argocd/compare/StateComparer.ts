import type { GroupVersionKind, KubernetesObject } from '../../runtime';
import { keyOf } from '../../runtime';
import { hasSeveralSources, sourcesOf } from '../applicationSources';
import type { ArgoParts } from '../ArgoParts';
import { SourceError } from '../git/SourceError';
import { sourceTypeOf } from '../render/SourceRenderer';
import { instanceNameOf, resourceKeyOf, trackedBy } from '../tracking';
import type {
  Application,
  ApplicationCondition,
  ApplicationSource,
  AppProject,
  HealthStatusCode,
  ResourceStatus,
  SyncStatus,
} from '../types';
import { applicationHealth } from './applicationHealth';
import { prepareTargets, type Targets } from './prepareTargets';
import type { Comparison } from './ResourceComparer';
import { resourceStatusOf } from './resourceStatusOf';

/** A resource with what git wants and what there is. */
export type ComparedResource = Comparison & {
  key: string;
  target?: KubernetesObject;
  live?: KubernetesObject;
};

/** An Application compared with what there is. */
export type StateComparison = {
  sync: SyncStatus;
  health: HealthStatusCode;
  resources: ResourceStatus[];
  compared: ComparedResource[];
  hooks: KubernetesObject[];
  conditions: ApplicationCondition[];
  revisions: string[];
  sources: ApplicationSource[];
  sourceTypes: string[];
  failed: boolean;
};

/** How an Application is compared. */
export type CompareRequest = {
  /** Other revisions than the newest. */
  revisions?: string[];
  /** Other sources than the Application's. */
  sources?: ApplicationSource[];
  /** Asks the repositories for news; then an error shows at once, too. */
  fresh?: boolean;
  /** Renders anew. */
  hard?: boolean;
  syncOptions?: string[];
};

/** A repository cannot be read, and it is too early to say so. */
export class RepositoryGraceError extends Error {
  constructor(readonly retryAfterMs: number) {
    super('the repository cannot be read for the moment');
    this.name = 'RepositoryGraceError';
  }
}

/** Compares Applications with the cluster. */
export class StateComparer {
  private readonly failingSince = new Map<string, number>();
  private readonly prepared = new Map<
    string,
    { manifests: KubernetesObject[]; id: string; targets: Targets }
  >();

  constructor(private readonly parts: ArgoParts) {}

  /** @throws RepositoryGraceError while an unasked-for comparison cannot read the repository */
  async compare(
    app: Application,
    project: AppProject,
    request: CompareRequest,
  ): Promise<StateComparison> {
    const sources = request.sources ?? sourcesOf(app);
    const several = request.sources
      ? request.sources.length > 1 || hasSeveralSources(app)
      : hasSeveralSources(app);
    const loaded = await this.load(app, sources, request);
    const { targets, problem, revisions } = loaded;
    const compared = await this.compareAll(app, targets, request.syncOptions);
    const conditions = [...(problem ? [problem] : []), ...targets.conditions];
    const instance = this.instanceOf(app);
    for (const { live } of compared) {
      const owner = live && trackedBy(live);
      if (live && owner?.self && owner.instance !== instance) {
        conditions.push({
          type: 'SharedResourceWarning',
          message: `${live.kind}/${live.metadata.name} is part of applications ${app.metadata.namespace}/${app.metadata.name} and ${owner.instance}`,
        });
      }
    }
    const statuses = await Promise.all(
      compared.map(resource =>
        resourceStatusOf(resource, {
          project,
          discovery: this.parts.client.discovery,
          failed: problem !== undefined,
        }),
      ),
    );
    const known = statuses.some(it => it.outOfSync) ? 'OutOfSync' : 'Synced';
    const { destination, ignoreDifferences } = app.spec;
    const shell = { repoURL: '' };
    return {
      sync: {
        status: problem ? 'Unknown' : known,
        ...(several ? { revisions } : { revision: revisions[0] ?? '' }),
        comparedTo: {
          destination,
          source: several ? shell : sources[0],
          ...(several && { sources }),
          ...(ignoreDifferences && { ignoreDifferences }),
        },
      },
      health: applicationHealth(compared),
      resources: statuses.map(it => it.status),
      compared,
      hooks: targets.hooks,
      conditions,
      revisions,
      sources,
      sourceTypes: problem ? [] : sources.map(sourceTypeOf),
      failed: problem !== undefined,
    };
  }

  /** Forgets an Application that is gone. */
  forget(app: Application): void {
    const key = this.keyOf(app);
    this.failingSince.delete(key);
    this.prepared.delete(key);
  }

  /** The Application's name in the marks of its resources. */
  instanceOf({ metadata }: Application): string {
    const { namespace, name = '' } = metadata;
    return instanceNameOf({ namespace, name }, this.parts.namespace);
  }

  private keyOf({ metadata }: Application): string {
    return keyOf({ namespace: metadata.namespace, name: metadata.name ?? '' });
  }

  private async load(
    app: Application,
    sources: ApplicationSource[],
    request: CompareRequest,
  ) {
    const key = this.keyOf(app);
    const empty: Targets = { resources: [], hooks: [], conditions: [] };
    try {
      const { revisions, manifests } = await this.render(sources, request);
      this.failingSince.delete(key);
      return {
        revisions,
        targets: await this.prepare(app, manifests),
        problem: undefined,
      };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.graceFor(key, request.fresh ?? false);
      const problem = {
        type: 'ComparisonError',
        message: `Failed to load target state: ${error.message}`,
      };
      const revisions = sources.map(
        (it, index) => request.revisions?.[index] || it.targetRevision || '',
      );
      return { revisions, targets: empty, problem };
    }
  }

  /** Throws while the failure is young and nobody asked. */
  private graceFor(key: string, asked: boolean): void {
    if (asked) return;
    const { repositoryErrorGraceMs } = this.parts.timing;
    const since = this.failingSince.get(key) ?? Date.now();
    this.failingSince.set(key, since);
    const left = since + repositoryErrorGraceMs - Date.now();
    if (left > 0) throw new RepositoryGraceError(left);
  }

  private async render(sources: ApplicationSource[], request: CompareRequest) {
    const { repositories, renderer } = this.parts;
    const manifests: KubernetesObject[] = [];
    const revisions: string[] = [];
    for (const [index, source] of sources.entries()) {
      try {
        const wanted =
          request.revisions?.[index] || source.targetRevision || 'HEAD';
        const sha = await repositories.resolveRevision(source.repoURL, wanted, {
          fresh: request.fresh,
        });
        revisions.push(sha);
        manifests.push(
          ...(await renderer.render(source, sha, { fresh: request.hard })),
        );
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        throw new SourceError(
          `failed to generate manifest for source ${index + 1} of ${
            sources.length
          }: ${error.rpcMessage}`,
        );
      }
    }
    return { revisions, manifests };
  }

  /** The same manifests give the very same targets, by which comparisons are remembered. */
  private async prepare(app: Application, manifests: KubernetesObject[]) {
    const key = this.keyOf(app);
    const instance = this.instanceOf(app);
    const namespace = app.spec.destination.namespace ?? '';
    const id = `${instance} ${namespace}`;
    const known = this.prepared.get(key);
    const same =
      known?.id === id &&
      known.manifests.length === manifests.length &&
      known.manifests.every((it, index) => it === manifests[index]) &&
      // Whether a kind lives in namespaces is known once the cluster serves it.
      known.targets.resources.every(it => this.parts.live.knows(it));
    if (same) return known.targets;
    const { discovery } = this.parts.client;
    const targets = await prepareTargets(discovery, manifests, {
      instance,
      namespace,
    });
    this.prepared.set(key, { manifests, id, targets });
    return targets;
  }

  private async compareAll(
    app: Application,
    targets: Targets,
    syncOptions?: string[],
  ): Promise<ComparedResource[]> {
    const { live, comparer } = this.parts;
    const { resources = [], operationState } = app.status ?? {};
    await live.watch(
      uniqueKinds([
        ...targets.resources,
        ...targets.hooks,
        ...[...resources, ...(operationState?.syncResult?.resources ?? [])].map(
          ({ group, version = '', kind }) => ({
            apiVersion: group ? `${group}/${version}` : version,
            kind,
          }),
        ),
      ]),
    );
    const pairs = new Map<string, ComparedResource>();
    for (const object of live.ofInstance(this.instanceOf(app))) {
      const key = resourceKeyOf(object);
      pairs.set(key, { key, live: object, modified: false });
    }
    for (const target of targets.resources) {
      const key = resourceKeyOf(target);
      const { apiVersion, kind, metadata } = target;
      const { namespace, name = '' } = metadata;
      const found =
        pairs.get(key)?.live ?? live.get({ apiVersion, kind, namespace, name });
      pairs.set(key, { key, target, live: found, modified: false });
    }
    const sorted = [...pairs.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    return Promise.all(
      sorted.map(async pair => ({
        ...pair,
        ...(await comparer.compare(pair.target, pair.live, {
          ignore: app.spec.ignoreDifferences,
          syncOptions: syncOptions ?? app.spec.syncPolicy?.syncOptions,
        })),
      })),
    );
  }
}

function uniqueKinds(kinds: GroupVersionKind[]): GroupVersionKind[] {
  const found = new Map<string, GroupVersionKind>();
  for (const { apiVersion, kind } of kinds) {
    if (apiVersion) found.set(`${apiVersion}/${kind}`, { apiVersion, kind });
  }
  return [...found.values()];
}
