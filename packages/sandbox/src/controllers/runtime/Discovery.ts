import type { HttpTransport } from './HttpTransport';
import { isNotFound, NoKindMatchError } from './KubernetesApiError';

/** How a kind is reached: its plural, and whether it lives in namespaces. */
export type ApiResource = {
  apiVersion: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  verbs: string[];
};

type ResourceList = {
  resources: {
    name: string;
    kind: string;
    namespaced: boolean;
    verbs: string[];
  }[];
};

/** Finds resources by kind. Asks the server; names are never pluralised by rule. */
export class Discovery {
  private readonly known = new Map<string, Promise<ApiResource[]>>();

  constructor(private readonly transport: HttpTransport) {}

  /**
   * The resource of a kind. A kind that is not known yet is looked for anew, so that CRDs may come later.
   *
   * @throws NoKindMatchError when the server does not serve it
   */
  async resourceOf(apiVersion: string, kind: string): Promise<ApiResource> {
    const cached = await this.find(apiVersion, kind);
    if (cached) return cached;
    this.forget(apiVersion);
    const fresh = await this.find(apiVersion, kind);
    if (!fresh) throw new NoKindMatchError(apiVersion, kind);
    return fresh;
  }

  /** Drops what is remembered of a group version, after its CRDs changed. */
  forget(apiVersion: string): void {
    this.known.delete(apiVersion);
  }

  private async find(apiVersion: string, kind: string) {
    let resources = this.known.get(apiVersion);
    if (!resources) {
      resources = this.fetch(apiVersion);
      this.known.set(apiVersion, resources);
      resources.catch(() => this.forget(apiVersion));
    }
    return (await resources).find(it => it.kind === kind);
  }

  private async fetch(apiVersion: string): Promise<ApiResource[]> {
    const path = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    try {
      const list = await this.transport.json<ResourceList>({
        method: 'GET',
        path,
      });
      return list.resources
        .filter(it => !it.name.includes('/'))
        .map(it => ({
          apiVersion,
          kind: it.kind,
          plural: it.name,
          namespaced: it.namespaced,
          verbs: it.verbs,
        }));
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }
}
