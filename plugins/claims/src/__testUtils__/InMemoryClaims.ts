import { NotFoundError } from '@backstage/errors';
import type {
  ClaimDetail,
  ClaimList,
  ClaimRef,
  ClaimRequest,
  NameAvailability,
  OfferingList,
  Preflight,
  RequestTargets,
} from '@cairn/plugin-claims-common';
import type { State } from '@cairn/plugin-platform-common';
import type {
  AvailabilityQuery,
  ClaimQuery,
  ClaimsApi,
} from '../api/ClaimsApi';
import { databaseOffering } from '../databaseOffering';

const requestedAt = '2026-11-20T10:00:00Z';

/** A claim as the backend describes it; everything that is not given is that of a ready database. */
export function claimDetail(
  part: Partial<ClaimDetail> & { name: string; state?: ClaimDetail['state'] },
): ClaimDetail {
  return {
    cluster: 'sandbox',
    offering: databaseOffering,
    namespace: 'payments-dev',
    uid: `uid-of-${part.name}`,
    kind: 'Database',
    owner: 'group:default/payments',
    environment: 'dev',
    state: { state: 'ready', sentence: 'The database is ready.' },
    createdAt: requestedAt,
    requestedBy: 'user:default/ada',
    spec: { engine: 'postgres', version: '18', size: 'small' },
    conditions: [{ type: 'Ready', status: 'True', reason: 'Available' }],
    warnings: [],
    timeline: [
      {
        id: 'submitted',
        title: 'Submitted',
        status: 'done',
        startedAt: requestedAt,
        finishedAt: requestedAt,
      },
    ],
    composed: [],
    events: [],
    connection: {
      secretName: `${part.name}-connection`,
      namespace: 'payments-dev',
      keys: ['username', 'password', 'endpoint', 'port', 'database'],
      ready: true,
    },
    yaml: `kind: Database\nmetadata:\n  name: ${part.name}\n`,
    sources: [],
    permissions: { delete: true },
    ...part,
  };
}

/** A state with a sentence, for tests that are not about the sentence. */
export function inState(state: State, sentence = `It is ${state}.`) {
  return { state, sentence };
}

/**
 * The claims API over an array, for component tests. What a test wants to go wrong it sets; what it
 * wants to know was asked it reads.
 */
export class InMemoryClaims implements ClaimsApi {
  claims: ClaimDetail[] = [];
  targets: RequestTargets['items'] = [
    {
      cluster: 'sandbox',
      name: 'payments-dev',
      owner: 'group:default/payments',
      environment: 'dev',
    },
    {
      cluster: 'sandbox',
      name: 'payments-prod',
      owner: 'group:default/payments',
      environment: 'prod',
    },
  ];
  sources: ClaimList['sources'] = [];
  readonly created: ClaimRequest[] = [];
  readonly preflights: ClaimRequest[] = [];
  readonly deleted: string[] = [];
  /** Rejects the next calls of a method with this error. */
  readonly failures: Partial<Record<keyof ClaimsApi, Error>> = {};

  async listOfferings(): Promise<OfferingList> {
    return {
      items: [
        {
          id: databaseOffering,
          cluster: 'sandbox',
          group: 'platform.cairn.dev',
          kind: 'Database',
          plural: 'databases',
          version: 'v1alpha1',
          scope: 'Namespaced',
          title: 'Database',
          specSchema: {},
          provided: { engine: ['postgres'] },
          available: true,
        },
      ],
      sources: this.sources,
    };
  }

  async listTargets(): Promise<RequestTargets> {
    return { items: this.targets, sources: this.sources };
  }

  async checkAvailability(query: AvailabilityQuery): Promise<NameAvailability> {
    return this.#find(query)
      ? { verdict: 'taken', message: `${query.name} is taken; choose another.` }
      : { verdict: 'ok' };
  }

  async preflight(request: ClaimRequest): Promise<Preflight> {
    this.#failIfAsked('preflight');
    this.preflights.push(request);
    const problems =
      request.spec.storageGB === 7
        ? [{ field: 'spec.storageGB', message: 'Seven is not served here.' }]
        : [];
    return {
      ok: problems.length === 0,
      manifest: `kind: Database\nmetadata:\n  name: ${request.name}\n`,
      checks: [
        {
          id: 'dry-run',
          title: 'The cluster accepts it',
          verdict: problems.length === 0 ? 'passed' : 'failed',
        },
      ],
      problems,
      warnings: [],
    };
  }

  async listClaims(query: ClaimQuery): Promise<ClaimList> {
    this.#failIfAsked('listClaims');
    const items = this.claims.filter(
      claim => !query.owner || query.owner.includes(claim.owner),
    );
    return { items, totalItems: items.length, sources: this.sources };
  }

  async getClaim(ref: ClaimRef): Promise<ClaimDetail> {
    this.#failIfAsked('getClaim');
    const claim = this.#find(ref);
    if (!claim) throw new NotFoundError('There is no such claim');
    return claim;
  }

  async createClaim(request: ClaimRequest): Promise<ClaimDetail> {
    this.#failIfAsked('createClaim');
    this.created.push(request);
    const claim = claimDetail({
      ...request,
      state: inState('working', 'The platform is creating the database.'),
    });
    this.claims.push(claim);
    return claim;
  }

  async deleteClaim(ref: ClaimRef, uid: string): Promise<void> {
    this.#failIfAsked('deleteClaim');
    this.deleted.push(uid);
    this.claims = this.claims.map(claim =>
      claim.uid === uid
        ? { ...claim, state: inState('deleting', `${ref.name} is going.`) }
        : claim,
    );
  }

  #find(ref: Pick<ClaimRef, 'namespace' | 'name'>): ClaimDetail | undefined {
    return this.claims.find(
      claim => claim.namespace === ref.namespace && claim.name === ref.name,
    );
  }

  #failIfAsked(method: keyof ClaimsApi): void {
    const failure = this.failures[method];
    if (failure) throw failure;
  }
}
