import { PolicyCompileError } from '../../../cel';
import {
  type Change,
  exponentialBackoff,
  type KubernetesClient,
  type KubernetesObject,
  type Log,
  WorkQueue,
} from '../../runtime';
import type { PolicyEvents } from '../PolicyEvents';
import type { ResourceCatalog } from '../ResourceCatalog';
import { type SubjectKey, SubjectWatches } from '../SubjectWatches';
import type { PolicyTiming } from '../timing';
import type { AdmissionResults } from './AdmissionResults';
import { orderResults, type ReportGroup } from './buildReport';
import { compilePolicySet, evaluateSubject, type PolicySet } from './PolicySet';
import type { PolicySources } from './PolicySources';
import { ReportStore } from './ReportStore';
import type { ReportResult } from './types';
import { isViolation, violationEvents } from './violationEvents';

/** What a background scan works with. */
export interface BackgroundScanOptions {
  client: KubernetesClient;
  catalog: ResourceCatalog;
  sources: PolicySources;
  events: PolicyEvents;
  admissionResults: AdmissionResults;
  group: ReportGroup;
  timing: PolicyTiming;
  log: Log;
}

/** Stands for the policies in the queue. */
const POLICIES = '*';
const nothing: PolicySet = { policies: [], admissionPolicies: [] };

/**
 * Keeps the reports of all objects that policies match up to date, as Kyverno's
 * reports controller does. A policy that does not compile stops all new results,
 * of the others too, until it is mended or gone: so does the real one.
 */
export class BackgroundScan {
  private readonly queue = new WorkQueue(
    exponentialBackoff({ firstMs: 500, maxMs: 30_000 }),
  );
  private readonly watches: SubjectWatches;
  private readonly reports: ReportStore;
  private readonly undo: (() => void)[] = [];
  private policies: PolicySet = nothing;
  private working: Promise<void> = Promise.resolve();
  private interval: NodeJS.Timeout | undefined;

  constructor(private readonly options: BackgroundScanOptions) {
    const { client, log, group } = options;
    this.watches = new SubjectWatches(client, log, change => this.see(change));
    this.reports = new ReportStore(client, group);
  }

  /** Begins; settles when the policies are compiled and their kinds listed. */
  async start(): Promise<void> {
    const { sources, timing, admissionResults } = this.options;
    const { enqueueDelayMs, aggregationDelayMs } = timing;
    await Promise.all([sources.synced, this.reports.load()]);
    await this.takePolicies();
    this.undo.push(
      sources.onChange({
        policy: () => this.queue.addAfter(POLICIES, aggregationDelayMs),
        exception: type =>
          this.queue.addAfter(
            POLICIES,
            aggregationDelayMs + (type === 'added' ? enqueueDelayMs : 0),
          ),
        namespace: name => this.seeNamespace(name),
      }),
      admissionResults.onNew(key => this.enqueue(key)),
    );
    this.interval = setInterval(
      () => this.queue.add(POLICIES),
      timing.scanIntervalMs,
    );
    this.working = this.work();
  }

  async stop(): Promise<void> {
    clearInterval(this.interval);
    this.undo.forEach(it => it());
    this.queue.close();
    await this.working;
    await this.watches.stop();
  }

  private async work(): Promise<void> {
    for (;;) {
      const item = await this.queue.take();
      if (item === undefined) return;
      try {
        if (item === POLICIES) await this.takePolicies();
        else await this.scan(parseSubject(item));
        this.queue.forget(item);
      } catch (error) {
        this.queue.retry(item);
        this.options.log('debug', 'A scan failed and is tried again', {
          subject: item,
          error: error instanceof Error ? error.message : String(error),
        });
      }
      this.queue.done(item);
    }
  }

  /** Compiles the policies, watches what they match and looks at all of it. */
  private async takePolicies(): Promise<void> {
    const { sources, catalog, log } = this.options;
    try {
      this.policies = compilePolicySet(sources);
    } catch (error) {
      if (!(error instanceof PolicyCompileError)) throw error;
      log('error', 'A policy does not compile: no results until it is mended', {
        error: error.message,
      });
      this.policies = nothing;
      return;
    }
    const { policies, admissionPolicies } = this.policies;
    const rules = [...policies.flatMap(it => it.parts), ...admissionPolicies]
      .map(it => it.match.resourceRules ?? [])
      .flat();
    await this.watches.only(await catalog.matched(rules));
    await this.reports.removeOtherKinds(this.watches.kinds);
    for (const object of this.watches.all()) this.enqueue(keyOf(object));
  }

  private see({ type, object }: Change): void {
    const { enqueueDelayMs, aggregationDelayMs } = this.options.timing;
    if (type === 'deleted') {
      this.reports.forget(object.metadata.uid ?? '');
      return;
    }
    this.queue.addAfter(
      nameSubject(keyOf(object)),
      enqueueDelayMs + aggregationDelayMs,
    );
  }

  private seeNamespace(name: string): void {
    for (const object of this.watches.all()) {
      if (object.metadata.namespace === name) this.enqueue(keyOf(object));
    }
  }

  private enqueue(key: SubjectKey): void {
    this.queue.addAfter(
      nameSubject(key),
      this.options.timing.aggregationDelayMs,
    );
  }

  private async scan(key: SubjectKey): Promise<void> {
    if (this.policies === nothing) return;
    const { sources, admissionResults } = this.options;
    const object = this.watches.get(key);
    const resource = this.watches.resourceOf(key);
    if (!object || !resource || object.metadata.deletionTimestamp) return;
    const { uid = '', namespace } = object.metadata;
    const before = this.reports.resultsOf(uid);
    const results = orderResults([
      ...evaluateSubject(this.policies, {
        object,
        resource: resource.plural,
        namespaceObject: sources.namespace(namespace),
        now: new Date(),
      }),
      ...admissionResults.keep(key, before, sources.policies),
    ]);
    if (await this.reports.write(object, results)) {
      this.tell(object, before, results);
    }
  }

  /** Kyverno says it again with every scan; here each finding is said once. */
  private tell(
    object: KubernetesObject,
    before: readonly ReportResult[],
    results: readonly ReportResult[],
  ): void {
    const { events } = this.options;
    const known = new Set(before.map(essence));
    for (const { policy, name } of this.policies.policies) {
      const found = results.find(it => it.policy === name);
      if (!found || !isViolation(found.result) || known.has(essence(found))) {
        continue;
      }
      const { result: status, rule, message } = found;
      for (const event of violationEvents(
        { policy, status, rule, message },
        object,
        { component: 'kyverno-scan', blocked: false },
      )) {
        events.record(event);
      }
    }
  }
}

function essence({ policy, result, rule, message }: ReportResult): string {
  return [policy, result, rule, message].join('\n');
}

function keyOf({ apiVersion, kind, metadata }: KubernetesObject): SubjectKey {
  const { namespace, name = '' } = metadata;
  return { apiVersion, kind, namespace, name };
}

function nameSubject(key: SubjectKey): string {
  return [key.apiVersion, key.kind, key.namespace ?? '', key.name].join(' ');
}

function parseSubject(item: string): SubjectKey {
  const [apiVersion, kind, namespace, name] = item.split(' ');
  return { apiVersion, kind, name, ...(namespace && { namespace }) };
}
