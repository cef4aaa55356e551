import {
  type Change,
  exponentialBackoff,
  type Informer,
  InformerPool,
  type KubernetesClient,
  type KubernetesObject,
  type Log,
  WorkQueue,
} from '../../runtime';
import type { ResourceCatalog } from '../ResourceCatalog';
import type { PolicyTiming } from '../timing';
import type { AdmissionHandler } from '../webhook/startWebhookServer';
import {
  removeConfiguration,
  writeConfiguration,
} from '../webhook/writeConfiguration';
import { type ActiveConstraint, Audit } from './Audit';
import type { CompiledTemplate } from './compileTemplate';
import {
  gatekeeperConfiguration,
  gatekeeperWebhooks,
  reviewByConstraints,
} from './ConstraintAdmission';
import { TemplateReconciler } from './TemplateReconciler';
import {
  type Constraint,
  constraintsApiVersion,
  type ConstraintTemplate,
  templatesApiVersion,
} from './types';

/** What {@link Gatekeeper} works with. */
export interface GatekeeperOptions {
  client: KubernetesClient;
  catalog: ResourceCatalog;
  /** Watches templates and namespaces. */
  pool: InformerPool;
  timing: PolicyTiming;
  log: Log;
}

const AUDIT = '*audit';
const WEBHOOK = '*webhook';
/** Several constraints of one apply make one change. */
const SETTLE_MS = 50;

/**
 * Stands in for Gatekeeper, for templates that carry CEL: makes the kinds of
 * constraints, asks them on admission and audits what is there already.
 */
export class Gatekeeper {
  private readonly templates: Informer;
  private readonly namespaces: Informer;
  private readonly constraints: InformerPool;
  private readonly rules = new Map<string, CompiledTemplate>();
  private readonly undo: (() => void)[] = [];
  private readonly abort = new AbortController();
  private readonly queue = new WorkQueue(
    exponentialBackoff({ firstMs: 200, maxMs: 30_000 }),
  );
  private readonly reconciler: TemplateReconciler;
  private readonly audit: Audit;
  private target: { url: string; caBundle: string } | undefined;
  private isAsked = false;
  private interval: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly options: GatekeeperOptions) {
    const { client, catalog, pool, log } = options;
    this.templates = pool.of(templatesApiVersion, 'ConstraintTemplate');
    this.namespaces = pool.of('v1', 'Namespace');
    this.constraints = new InformerPool(client, log);
    this.reconciler = new TemplateReconciler(client, this.abort.signal);
    const namespace = (name: string | undefined) => this.namespace(name);
    this.audit = new Audit({ client, catalog, namespace });
  }

  /** Answers the API server's questions. */
  readonly review: AdmissionHandler = request =>
    reviewByConstraints(
      request,
      this.active(),
      this.namespace(request.namespace),
    );

  /** Begins; settles when all templates that are there have been taken up. */
  async start(target: { url: string; caBundle: string }): Promise<void> {
    this.target = target;
    await Promise.all([this.templates.synced, this.namespaces.synced]);
    for (const template of this.templates.list()) {
      await this.take(template.metadata.name ?? '');
    }
    this.undo.push(
      this.templates.onChange(change => {
        if (isMeant(change)) this.queue.add(change.object.metadata.name ?? '');
      }),
    );
    this.interval = setInterval(
      () => this.queue.add(AUDIT),
      this.options.timing.auditIntervalMs,
    );
    this.working = this.work();
  }

  async stop(): Promise<void> {
    clearInterval(this.interval);
    this.abort.abort();
    this.undo.forEach(it => it());
    this.queue.close();
    await this.working;
    await this.constraints.stop();
    const { client, log } = this.options;
    if (!this.isAsked || !this.target) return;
    await removeConfiguration(
      client,
      gatekeeperWebhooks,
      this.target.url,
    ).catch(error =>
      log('warn', 'A webhook configuration is left behind', {
        name: gatekeeperWebhooks,
        error: error instanceof Error ? error.message : String(error),
      }),
    );
  }

  private async work(): Promise<void> {
    for (;;) {
      const item = await this.queue.take();
      if (item === undefined) return;
      try {
        if (item === AUDIT) await this.audit.run(this.active());
        else if (item === WEBHOOK) await this.configure();
        else await this.take(item);
        this.queue.forget(item);
      } catch (error) {
        this.queue.retry(item);
        this.options.log('debug', 'A pass of Gatekeeper failed', {
          item,
          error: error instanceof Error ? error.message : String(error),
        });
      }
      this.queue.done(item);
    }
  }

  /** Takes up a template as it is now; one that is gone takes its kind with it. */
  private async take(name: string): Promise<void> {
    const template = this.templates.get({ name });
    const known = this.rules.get(name);
    const rule = template
      ? await this.reconciler.reconcile(
          template as unknown as ConstraintTemplate,
        )
      : undefined;
    this.options.catalog.forget();
    if (rule) {
      this.rules.set(name, rule);
      if (!known) await this.watch(rule.kind);
    } else if (known) {
      this.rules.delete(name);
      await this.constraints.drop(kindOf(known.kind));
    }
    this.seeConstraints();
  }

  private async watch(kind: string): Promise<void> {
    const { apiVersion } = kindOf(kind);
    const informer = this.constraints.of(apiVersion, kind);
    await informer.synced;
    informer.onChange(change => {
      if (isMeant(change)) this.seeConstraints();
    });
  }

  private seeConstraints(): void {
    this.queue.addAfter(WEBHOOK, SETTLE_MS);
    this.queue.addAfter(AUDIT, this.options.timing.enqueueDelayMs);
  }

  private async configure(): Promise<void> {
    const { client, catalog } = this.options;
    if (!this.target) return;
    const wanted = await gatekeeperConfiguration(
      this.active(),
      catalog,
      this.target,
    );
    if (wanted) {
      await writeConfiguration(client, wanted);
      this.isAsked = true;
      return;
    }
    await removeConfiguration(client, gatekeeperWebhooks);
    this.isAsked = false;
  }

  private active(): ActiveConstraint[] {
    return [...this.rules.values()].flatMap(template =>
      this.constraints
        .of(constraintsApiVersion, template.kind)
        .list()
        .map(constraint => ({
          constraint: constraint as unknown as Constraint,
          template,
        }))
        .sort((a, b) =>
          (a.constraint.metadata.name ?? '') <
          (b.constraint.metadata.name ?? '')
            ? -1
            : 1,
        ),
    );
  }

  private namespace(name: string | undefined): KubernetesObject | undefined {
    return name === undefined ? undefined : this.namespaces.get({ name });
  }
}

function kindOf(kind: string) {
  return { apiVersion: constraintsApiVersion, kind };
}

/** Whether more than the status changed. */
function isMeant({ type, object, previous }: Change): boolean {
  return (
    type !== 'modified' ||
    object.metadata.generation !== previous?.metadata.generation
  );
}
