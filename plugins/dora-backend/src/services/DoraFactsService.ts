import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  deploymentKey,
  doraFactsSubmitPermission,
  doraVerdictCreatePermission,
  incidentKey,
  type FactInput,
} from '@cairn/plugin-dora-common';
import type { ComponentEntry } from '@cairn/plugin-dora-node';
import type { ComponentDirectory } from '../catalog/ComponentDirectory';
import type { FactIngest } from '../ingest/FactIngest';
import type { EvidenceReader } from '../read/EvidenceReader';
import type { MetricsReader } from '../read/MetricsReader';
import type { As, DoraAccess } from './DoraAccess';

/** A deployment as a pipeline tells of it. */
export interface DeploymentInput {
  component: string;
  environment: string;
  tier?: string;
  externalId: string;
  result?: 'succeeded' | 'failed';
  startedAt?: string;
  finishedAt?: string;
  revision?: string;
  artifacts?: string[];
  releaseId?: string;
  labels?: string[];
  planned?: boolean;
  reachedProduction?: boolean;
  kind?: 'rollback' | 'rollforward';
  remediates?: string[];
  fixes?: string[];
}

/** An incident as somebody tells of it. */
export interface IncidentInput {
  component: string;
  externalId: string;
  environment?: string;
  openedAt?: string;
  resolvedAt?: string;
  reopenedAt?: string;
  causedBy?: string[];
  fixedBy?: string[];
}

/** The source that these doors speak for. */
const API = 'api';
/** How far ahead of ours a sender's clock may be. */
const AHEAD = 10 * 60_000;

function instantOf(field: string, text: string, now: number): number {
  const instant = Date.parse(text);
  if (
    Number.isNaN(instant) ||
    !/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text.toUpperCase())
  ) {
    throw new InputError(
      `"${field}" holds "${text}", which is no instant with an offset; write for example 2026-03-31T12:00:00Z.`,
    );
  }
  if (instant > now + AHEAD) {
    throw new InputError(`"${field}" lies in the future: ${text}.`);
  }
  return instant;
}

/** Takes in what people and pipelines say themselves. */
export class DoraFactsService {
  readonly #options: {
    access: DoraAccess;
    directory: ComponentDirectory;
    ingest: FactIngest;
    evidence: EvidenceReader;
    metrics: MetricsReader;
    now?: () => number;
  };

  constructor(options: {
    access: DoraAccess;
    directory: ComponentDirectory;
    ingest: FactIngest;
    evidence: EvidenceReader;
    metrics: MetricsReader;
    now?: () => number;
  }) {
    this.#options = options;
  }

  async submitDeployments(items: readonly DeploymentInput[], as: As) {
    const entries = await this.#ownComponents(items, as);
    const now = this.#now();
    const facts = items.map((item, index): FactInput => {
      const { component: _, kind, tier, ...rest } = item;
      const place = this.#options.directory.environmentOf(item.environment);
      const started =
        item.startedAt && instantOf('startedAt', item.startedAt, now);
      const finished =
        item.finishedAt && instantOf('finishedAt', item.finishedAt, now);
      const known = tier ?? place?.tier;
      if (known === undefined) {
        throw new InputError(
          `"environment" holds "${item.environment}", of which it is not known whether it is production. Give "tier", or name it in dora.environments.`,
        );
      }
      const component = entries[index].definition.uid;
      const environment = place?.name ?? item.environment;
      const own = (id: string) =>
        id.includes('/')
          ? id
          : deploymentKey({
              source: API,
              environment,
              component,
              externalId: id,
            });
      return {
        ...rest,
        type: 'deployment',
        source: API,
        component,
        environment,
        tier: known,
        at: finished || started || now,
        ...(started && { startedAt: started }),
        finishedAt: finished || (item.result ? now : undefined),
        ...(kind && { declaredKind: kind }),
        ...(item.remediates && { remediates: item.remediates.map(own) }),
        ...(item.fixes && {
          fixes: item.fixes.map(id =>
            id.includes('/')
              ? id
              : incidentKey({ source: API, externalId: id }),
          ),
        }),
      };
    });
    return this.#submit(facts);
  }

  async submitIncidents(items: readonly IncidentInput[], as: As) {
    const entries = await this.#ownComponents(items, as);
    const now = this.#now();
    const facts = items.map((item, index): FactInput => {
      const { component: _, environment, ...rest } = item;
      const times = (['openedAt', 'resolvedAt', 'reopenedAt'] as const).flatMap(
        field => {
          const text = item[field];
          return text === undefined
            ? []
            : [[field, instantOf(field, text, now)] as const];
        },
      );
      if (!times.length) {
        throw new InputError(
          'Say when it happened: give "openedAt", "resolvedAt" or "reopenedAt".',
        );
      }
      const component = entries[index].definition.uid;
      const named = (ids: string[] | undefined) =>
        ids?.map(id => {
          if (id.includes('/')) return id;
          throw new InputError(
            `"${id}" is no key of a deployment. Keys stand in the list of deployments; they hold source, environment, component and id.`,
          );
        });
      return {
        ...rest,
        type: 'incident',
        source: API,
        component,
        at: Math.max(...times.map(([, instant]) => instant)),
        ...Object.fromEntries(times),
        ...(environment && {
          environment:
            this.#options.directory.environmentOf(environment)?.name ??
            environment,
        }),
        causedBy: named(item.causedBy),
        fixedBy: named(item.fixedBy),
      };
    });
    return this.#submit(facts);
  }

  async createVerdict(
    input: { deployment: string; failed: boolean; note?: string },
    person: { userRef: string } & As,
  ) {
    const { access, evidence, metrics } = this.#options;
    const owners = await access.owners(doraVerdictCreatePermission, person);
    const deployment = await evidence.deployment(input.deployment);
    const scope = deployment && (await metrics.scope(deployment.component));
    if (!deployment || !owners(scope?.owner ?? '')) {
      throw new NotFoundError(
        `There is no deployment "${input.deployment}", or it is not yours. Only the owning team can say whether it failed.`,
      );
    }
    // Of several targets a single word would leave the others unsaid.
    return this.#submit(
      deployment.targets.map(target => ({
        type: 'verdict',
        deployment: target,
        failed: input.failed,
        by: person.userRef,
        at: this.#now(),
        ...(input.note && { note: input.note }),
      })),
    );
  }

  async correctIncident(
    input: {
      source: string;
      externalId: string;
      component: string;
      causedBy?: string[];
      note?: string;
    },
    person: { userRef: string } & As,
  ) {
    const { access, evidence, directory } = this.#options;
    const owners = await access.owners(doraVerdictCreatePermission, person);
    const entry = this.#component(input.component);
    const missing = new NotFoundError(
      `There is no incident "${input.source}/${input.externalId}", or it is not yours to move. Only the teams of both components can.`,
    );
    const known = await evidence.incident(incidentKey(input));
    const involved = [known?.component, entry.definition.uid].flatMap(
      uid => uid ?? [],
    );
    if (!known) throw missing;
    for (const uid of involved) {
      const [one] = directory
        .all()
        .filter(({ definition }) => definition.uid === uid);
      // What is in no catalog any more belongs to nobody, and can be moved away.
      if (one && !owners((await this.#ownerOf(uid)) ?? '')) throw missing;
    }
    for (const id of input.causedBy ?? []) {
      const cause = await evidence.deployment(id);
      if (cause?.component !== entry.definition.uid) {
        throw new InputError(
          `"causedBy" holds "${id}", which is no deployment of ${entry.entityRef}.`,
        );
      }
    }
    return this.#submit([
      {
        type: 'incident',
        source: input.source,
        externalId: input.externalId,
        component: entry.definition.uid,
        at: this.#now(),
        by: person.userRef,
        ...(input.note && { note: input.note }),
        ...(input.causedBy && { causedBy: input.causedBy }),
      },
    ]);
  }

  async #submit(facts: FactInput[]) {
    const { accepted, duplicates } = await this.#options.ingest.submit({
      collector: API,
      facts,
    });
    return { accepted, duplicates };
  }

  #component(name: string): ComponentEntry {
    const found = this.#options.directory.componentsNamed(name);
    if (found.length === 1) return found[0];
    throw found.length
      ? new InputError(
          `"${name}" is the name of several components. Name one by its entity reference: ${found
            .map(({ entityRef }) => entityRef)
            .join(', ')}.`,
        )
      : new NotFoundError(
          `There is no component "${name}" in the catalog, or it is not yours.`,
        );
  }

  async #ownerOf(uid: string): Promise<string | undefined> {
    return (await this.#options.metrics.scope(uid)).owner;
  }

  async #ownComponents(
    items: readonly { component: string }[],
    as: As,
  ): Promise<ComponentEntry[]> {
    const owners = await this.#options.access.owners(
      doraFactsSubmitPermission,
      as,
    );
    const entries = items.map(({ component }) => this.#component(component));
    for (const { definition, entityRef } of entries) {
      if (!owners((await this.#ownerOf(definition.uid)) ?? '')) {
        throw new NotAllowedError(
          `Only the team that owns ${entityRef} can tell of its deployments and incidents. Use a token of that team, or a service token.`,
        );
      }
    }
    return entries;
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}
