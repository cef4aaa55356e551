import { ResponseError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import type {
  ClaimDetail,
  ClaimList,
  ClaimRef,
  ClaimRequest,
  FieldProblem,
  NameAvailability,
  OfferingList,
  Preflight,
  RequestTargets,
} from '@cairn/plugin-claims-common';
import type { AvailabilityQuery, ClaimQuery, ClaimsApi } from './ClaimsApi';
import { ClaimsRequestError } from './ClaimsRequestError';

type QueryValue = string | number | string[] | undefined;

/** Repeats a parameter per value, leaves out what is undefined. */
function queryString(query: Record<string, QueryValue>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== '') params.append(name, String(item));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

function claimPath(ref: ClaimRef): string {
  const parts = [ref.cluster, ref.offering, ref.namespace, ref.name];
  return `/claims/${parts.map(encodeURIComponent).join('/')}`;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  const problem = value as Partial<FieldProblem> | undefined;
  return (
    typeof problem?.field === 'string' && typeof problem.message === 'string'
  );
}

/** The problems a refusal carries; `undefined` when it names no field. */
function problemsOf(error: ResponseError): FieldProblem[] | undefined {
  const { problems } = error.body.error as { problems?: unknown };
  if (!Array.isArray(problems)) return undefined;
  const known = problems.filter(isFieldProblem);
  return known.length > 0 ? known : undefined;
}

/** `ClaimsApi` over HTTP. */
export class ClaimsClient implements ClaimsApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  listOfferings(): Promise<OfferingList> {
    return this.#request('/offerings');
  }

  listTargets(offering: string): Promise<RequestTargets> {
    return this.#request(`/targets${queryString({ offering })}`);
  }

  checkAvailability(query: AvailabilityQuery): Promise<NameAvailability> {
    return this.#request(`/availability${queryString({ ...query })}`);
  }

  preflight(request: ClaimRequest): Promise<Preflight> {
    return this.#request('/preflight', { method: 'POST', body: request });
  }

  listClaims(query: ClaimQuery): Promise<ClaimList> {
    return this.#request(`/claims${queryString({ ...query })}`);
  }

  getClaim(ref: ClaimRef): Promise<ClaimDetail> {
    return this.#request(claimPath(ref));
  }

  createClaim(request: ClaimRequest): Promise<ClaimDetail> {
    return this.#request('/claims', { method: 'POST', body: request });
  }

  async deleteClaim(ref: ClaimRef, uid: string): Promise<void> {
    await this.#request(`${claimPath(ref)}${queryString({ uid })}`, {
      method: 'DELETE',
    });
  }

  async #request<T>(
    path: string,
    options: { method?: string; body?: ClaimRequest } = {},
  ): Promise<T> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('claims');
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, {
      method: options.method ?? 'GET',
      ...(options.body && {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(options.body),
      }),
    });
    if (!response.ok) {
      const error = await ResponseError.fromResponse(response);
      const problems = problemsOf(error);
      if (problems) {
        throw new ClaimsRequestError(error.body.error.message, problems);
      }
      throw error;
    }
    return response.json();
  }
}
