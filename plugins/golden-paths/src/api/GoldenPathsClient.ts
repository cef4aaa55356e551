import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import type {
  CatalogReport,
  GoldenPathList,
  NameReport,
  ProvisionerList,
  ScaffoldedServiceList,
  UpdatePreview,
  UpdateResult,
  UpdateStatus,
} from '@cairn/plugin-golden-paths-common';
import type { GoldenPathsApi, NameQuery, ServiceQuery } from './GoldenPathsApi';

function queryString(query: Record<string, string | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value) params.set(name, value);
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

function pathOf(...parts: string[]): string {
  return parts.map(part => `/${encodeURIComponent(part)}`).join('');
}

function updatePath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return pathOf('components', namespace, kind, name, 'update');
}

/** `GoldenPathsApi` over HTTP. */
export class GoldenPathsClient implements GoldenPathsApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  listPaths(): Promise<GoldenPathList> {
    return this.#request('/paths');
  }

  listServices(query: ServiceQuery): Promise<ScaffoldedServiceList> {
    const { namespace, name, state, cursor } = query;
    return this.#request(
      `${pathOf('paths', namespace, name, 'services')}${queryString({
        state,
        cursor,
        limit: '100',
      })}`,
    );
  }

  checkName({ name, ...where }: NameQuery): Promise<NameReport> {
    return this.#request(
      `${pathOf('names', name)}${queryString({ ...where })}`,
    );
  }

  listProvisioners(): Promise<ProvisionerList> {
    return this.#request('/provisioners');
  }

  getUpdate(entityRef: string): Promise<UpdateStatus> {
    return this.#request(updatePath(entityRef));
  }

  previewUpdate(entityRef: string): Promise<UpdatePreview> {
    return this.#request(`${updatePath(entityRef)}/preview`);
  }

  openUpdate(entityRef: string, version: string): Promise<UpdateResult> {
    return this.#request(updatePath(entityRef), { version });
  }

  validateCatalog(text: string): Promise<CatalogReport> {
    return this.#request('/catalog/validate', { text });
  }

  async #request<T>(path: string, body?: Record<string, string>): Promise<T> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('golden-paths');
    const response = await this.#fetchApi.fetch(
      `${baseUrl}${path}`,
      body && {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}
