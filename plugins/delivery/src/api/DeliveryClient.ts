import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import type {
  DeliveryDetail,
  DeliveryList,
  DeliveryRef,
  EntityDelivery,
} from '@cairn/plugin-delivery-common';
import type { DeliveryApi } from './DeliveryApi';

function pathOf(...parts: string[]): string {
  return parts.map(encodeURIComponent).join('/');
}

/** `DeliveryApi` over HTTP. */
export class DeliveryClient implements DeliveryApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  listApplications(query: {
    limit?: number;
    cursor?: string;
  }): Promise<DeliveryList> {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) params.set(name, String(value));
    }
    return this.#get(`applications?${params}`);
  }

  getApplication(ref: DeliveryRef): Promise<DeliveryDetail> {
    return this.#get(
      pathOf('applications', ref.cluster, ref.namespace, ref.name),
    );
  }

  getEntityDelivery(entityRef: string): Promise<EntityDelivery> {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    return this.#get(pathOf('entities', kind, namespace, name));
  }

  async #get<T>(path: string): Promise<T> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('delivery');
    const response = await this.#fetchApi.fetch(`${baseUrl}/${path}`);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}
