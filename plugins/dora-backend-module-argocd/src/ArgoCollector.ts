import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  destinationOf,
  hasChanged,
  type ArgoApplication,
} from '@cairn/plugin-delivery-common';
import type { Fact } from '@cairn/plugin-dora-common';
import type {
  FactBatch,
  FactSink,
  RunningCollector,
  TranslationContext,
} from '@cairn/plugin-dora-node';
import type {
  CachedObject,
  ClusterRegistry,
  NamespaceTenancy,
  WatchCache,
} from '@cairn/plugin-platform-node';
import { subjectOf, translateApplication } from './translateApplication';
import { SOURCE, type SeenApplication } from './types';

const APPLICATION = { group: 'argoproj.io', kind: 'Application' };

/** Topic of the events service on which each deployment is told once. */
export const DEPLOYMENT_TOPIC = 'dora.deployment';

/** Changes are gathered for so long, in milliseconds. */
const GATHER = 1000;
/** Everything is looked at again this often: nothing depends on a change being seen. */
const LOOK_AGAIN = 5 * 60_000;
/** And this often while something is not matched: the catalog may know it by now. */
const LOOK_SOON = 30_000;

/** What the collector works with. */
export interface ArgoCollectorDeps {
  cache: WatchCache;
  clusters: ClusterRegistry;
  tenancy: NamespaceTenancy;
  events: EventsService;
  logger: LoggerService;
}

/**
 * Follows the Applications of every cluster and namespace, from the shared watches. Each look hands in
 * all that an Application tells, so a lost one changes nothing; every replica may do it.
 */
export class ArgoCollector implements RunningCollector {
  readonly id = SOURCE;
  readonly title = 'Argo CD';
  readonly #deps: ArgoCollectorDeps;
  readonly #changed = new Map<string, CachedObject>();
  #timer: NodeJS.Timeout | undefined;
  #isUnmatched = false;
  #work: Promise<void> = Promise.resolve();

  static create(deps: ArgoCollectorDeps): ArgoCollector {
    return new ArgoCollector(deps);
  }

  private constructor(deps: ArgoCollectorDeps) {
    this.#deps = deps;
  }

  async start(
    sink: FactSink,
    context: TranslationContext,
    signal: AbortSignal,
  ): Promise<void> {
    const submit = (batch: FactBatch) => this.#submit(sink, batch);
    const stop = this.#deps.cache.subscribe(
      APPLICATION,
      ({ type, cluster, object, previous }) => {
        if (type === 'deleted') return;
        if (type === 'modified' && !hasChanged(previous, object)) return;
        const { namespace = '', name } = object.metadata;
        this.#changed.set(`${cluster}/${namespace}/${name}`, {
          cluster,
          object,
        });
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          const items = [...this.#changed.values()];
          this.#changed.clear();
          this.#enqueue(() => this.#look(items, context, submit));
        }, GATHER).unref();
      },
    );
    const lookAtAll = () =>
      this.#enqueue(async () => {
        const { items } = await this.#deps.cache.list(APPLICATION);
        this.#isUnmatched = false;
        await this.#look(items, context, submit);
      });
    const again = setInterval(lookAtAll, LOOK_AGAIN).unref();
    const soon = setInterval(() => {
      if (this.#isUnmatched) lookAtAll();
    }, LOOK_SOON).unref();
    signal.addEventListener('abort', () => {
      stop();
      clearInterval(again);
      clearInterval(soon);
      clearTimeout(this.#timer);
    });
    lookAtAll();
  }

  /** Resolves when everything that was seen so far has been handed in. */
  settled(): Promise<void> {
    return this.#work;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(error => {
      this.#deps.logger.warn(
        'Deployments of Argo CD could not be recorded; they are tried again',
        toError(error),
      );
    });
  }

  async #look(
    items: readonly CachedObject[],
    context: TranslationContext,
    submit: (batch: FactBatch) => Promise<void>,
  ): Promise<void> {
    if (items.length === 0) return;
    const seen = await this.#withEnvironments(items);
    const told = await Promise.all(
      seen.map(one => translateApplication(one, context)),
    );
    const unmatched = told.flatMap(one => one.unmatched ?? []);
    if (unmatched.length > 0) this.#isUnmatched = true;
    const facts = told.flatMap(one => one.facts);
    const matched = told.flatMap((one, index) =>
      one.unmatched?.length ? [] : [subjectOf(seen[index].application)],
    );
    await submit({ collector: SOURCE, facts, unmatched, matched });
  }

  async #withEnvironments(
    items: readonly CachedObject[],
  ): Promise<SeenApplication[]> {
    const clusters = this.#deps.clusters.list();
    const { items: tenants } = await this.#deps.tenancy.list();
    const environments = new Map(
      tenants.map(({ cluster, name, environment }) => [
        `${cluster}/${name}`,
        environment,
      ]),
    );
    return items.map(({ cluster, object }) => {
      const destination = destinationOf(cluster, object, clusters);
      const environment = environments.get(
        `${destination.cluster ?? ''}/${destination.namespace ?? ''}`,
      );
      const application: ArgoApplication = object;
      return { cluster, application, ...(environment && { environment }) };
    });
  }

  async #submit(sink: FactSink, batch: FactBatch): Promise<void> {
    const { added } = await sink.submit(batch);
    for (const fact of added) {
      if (fact.type === 'deployment') await this.#publish(fact);
    }
  }

  async #publish(fact: Extract<Fact, { type: 'deployment' }>): Promise<void> {
    await this.#deps.events.publish({
      topic: DEPLOYMENT_TOPIC,
      eventPayload: fact,
    });
  }
}
