import { ResponseError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import type { DoraApi, PageQuery, ScopeQuery } from './DoraApi';
import type {
  Change,
  ComponentRow,
  Deployment,
  Incident,
  Page,
  ScopeMetrics,
  ScopeSummary,
  Series,
  Source,
} from './types';

type Parameters = Record<string, string | number | undefined>;

/** `DoraApi` over HTTP. */
export class DoraClient implements DoraApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  listScopes(): Promise<{ items: ScopeSummary[] }> {
    return this.#get('scopes', {});
  }

  getMetrics({
    compare,
    ...query
  }: ScopeQuery & { compare: boolean }): Promise<ScopeMetrics> {
    return this.#scoped('metrics', query, {
      compare: compare ? 'before' : undefined,
    });
  }

  getSeries({
    unit,
    ...query
  }: ScopeQuery & { unit: string }): Promise<Series> {
    return this.#scoped('series', query, { unit });
  }

  listComponents(query: PageQuery & Parameters): Promise<Page<ComponentRow>> {
    return this.#paged('components', query);
  }

  listDeployments(query: PageQuery & Parameters): Promise<Page<Deployment>> {
    return this.#paged('evidence/deployments', query);
  }

  listChanges(query: PageQuery): Promise<Page<Change>> {
    return this.#paged('evidence/changes', query);
  }

  listIncidents(query: PageQuery): Promise<Page<Incident>> {
    return this.#paged('evidence/incidents', query);
  }

  async createVerdict(verdict: {
    deployment: string;
    failed: boolean;
    note?: string;
  }): Promise<void> {
    await this.#fetch('verdicts', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(verdict),
    });
  }

  listSources(): Promise<{ items: Source[] }> {
    return this.#get('sources', {});
  }

  #paged<T>(path: string, query: PageQuery): Promise<T> {
    const { scope, window, ...more } = query;
    return this.#scoped(path, { scope, window }, more);
  }

  #scoped<T>(path: string, query: ScopeQuery, more: Parameters): Promise<T> {
    return this.#get(path, { scope: query.scope, ...query.window, ...more });
  }

  async #get<T>(path: string, parameters: Parameters): Promise<T> {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) params.set(name, String(value));
    }
    const response = await this.#fetch(
      params.size ? `${path}?${params}` : path,
    );
    return response.json();
  }

  async #fetch(path: string, init?: RequestInit): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('dora');
    const response = await this.#fetchApi.fetch(`${baseUrl}/${path}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}
