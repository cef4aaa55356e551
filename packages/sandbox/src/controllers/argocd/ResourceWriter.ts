import { connectionFromKubeconfig, type KubernetesClient } from '../runtime';
import { HttpTransport } from '../runtime/HttpTransport';
import type { JsonObject, KubernetesObject } from '../runtime';

/** How a write is done. */
export type WriteOptions = {
  dryRun?: boolean;
  /** `Strict` refuses unknown fields instead of dropping them. */
  fieldValidation?: 'Strict' | 'Ignore';
  force?: boolean;
};

/** The name under which fields are owned, as of the real controller. */
export const fieldManager = 'argocd-controller';

/** Writes resources in the ways that `kubectl apply`, `create` and `replace` have. */
export class ResourceWriter {
  private readonly transport: HttpTransport;

  constructor(kubeconfig: string, private readonly client: KubernetesClient) {
    this.transport = new HttpTransport(
      connectionFromKubeconfig(kubeconfig),
      fieldManager,
    );
  }

  /** @throws KubernetesApiError when the server refuses */
  async create(
    object: KubernetesObject,
    options: WriteOptions = {},
  ): Promise<KubernetesObject> {
    return this.transport.json<KubernetesObject>({
      method: 'POST',
      path: await this.path(object, false),
      query: queryOf(options),
      body: object,
    });
  }

  /** @throws KubernetesApiError when the server refuses */
  async replace(
    object: KubernetesObject,
    options: WriteOptions = {},
  ): Promise<KubernetesObject> {
    return this.transport.json<KubernetesObject>({
      method: 'PUT',
      path: await this.path(object, true),
      query: queryOf(options),
      body: object,
    });
  }

  /** @throws KubernetesApiError when the server refuses */
  async patch(
    object: KubernetesObject,
    patch: { contentType: string; body: JsonObject },
    options: WriteOptions = {},
  ): Promise<KubernetesObject> {
    return this.transport.json<KubernetesObject>({
      method: 'PATCH',
      path: await this.path(object, true),
      query: queryOf(options),
      contentType: patch.contentType,
      body: patch.body,
    });
  }

  /** Server-side apply that wins over other managers. @throws KubernetesApiError when the server refuses */
  async apply(
    object: KubernetesObject,
    options: WriteOptions = {},
  ): Promise<KubernetesObject> {
    return this.patch(
      object,
      {
        contentType: 'application/apply-patch+yaml',
        body: object as unknown as JsonObject,
      },
      { ...options, force: true },
    );
  }

  close(): void {
    this.transport.close();
  }

  private async path(
    { apiVersion, kind, metadata }: KubernetesObject,
    named: boolean,
  ): Promise<string> {
    const resource = await this.client.discovery.resourceOf(apiVersion, kind);
    const root = apiVersion.includes('/') ? '/apis' : '/api';
    const { namespace, name = '' } = metadata;
    const scope =
      resource.namespaced && namespace
        ? `/namespaces/${encodeURIComponent(namespace)}`
        : '';
    const one = named ? `/${encodeURIComponent(name)}` : '';
    return `${root}/${apiVersion}${scope}/${resource.plural}${one}`;
  }
}

function queryOf({ dryRun, fieldValidation, force }: WriteOptions) {
  return {
    fieldManager,
    dryRun: dryRun ? 'All' : undefined,
    fieldValidation,
    force: force ? 'true' : undefined,
  };
}
