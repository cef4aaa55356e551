import {
  type ClusterConnection,
  isNotFound,
  type KubernetesObject,
} from '../controllers/runtime';
import { HttpTransport } from '../controllers/runtime/HttpTransport';
import { KubernetesApiError } from '../controllers/runtime';

const PAGE = '500';

/** A page of a list and how many there are in all; `refused` when it may not be listed. */
export type Listed =
  | { items: KubernetesObject[]; total: number }
  | 'refused'
  | 'not-served';

/** Looks at a cluster without changing anything. */
export class ClusterProbe {
  private readonly transport: HttpTransport;

  constructor(connection: ClusterConnection) {
    this.transport = new HttpTransport(connection, 'cairn-attach');
  }

  /** Version of the server, such as `v1.36.3`. */
  async version(): Promise<string> {
    const { gitVersion } = await this.get<{ gitVersion?: string }>('/version');
    return gitVersion ?? 'unknown';
  }

  /** API groups that are served, each with its preferred version. */
  async groups(): Promise<Map<string, string>> {
    const list = await this.get<{
      groups: { name: string; preferredVersion: { version: string } }[];
    }>('/apis');
    return new Map(
      list.groups.map(({ name, preferredVersion }) => [
        name,
        preferredVersion.version,
      ]),
    );
  }

  /** Who this login is to the cluster. */
  async whoAmI(): Promise<{ username: string; groups: string[] }> {
    const review = await this.post<{
      status: { userInfo: { username?: string; groups?: string[] } };
    }>('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
    });
    const { username = '', groups = [] } = review.status.userInfo;
    return { username, groups };
  }

  /** Whether this login may do something. */
  async may(attributes: {
    verb: string;
    resource: string;
    group?: string;
    subresource?: string;
    namespace?: string;
    name?: string;
  }): Promise<boolean> {
    const review = await this.post<{ status?: { allowed?: boolean } }>(
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: attributes },
      },
    );
    return review.status?.allowed === true;
  }

  /** @param path - such as `/apis/apps/v1/deployments` */
  async list(path: string, labelSelector?: string): Promise<Listed> {
    try {
      const page = await this.transport.json<{
        metadata: { remainingItemCount?: number };
        items: KubernetesObject[] | null;
      }>({ method: 'GET', path, query: { limit: PAGE, labelSelector } });
      const items = page.items ?? [];
      return {
        items,
        total: items.length + (page.metadata.remainingItemCount ?? 0),
      };
    } catch (error) {
      if (isNotFound(error)) return 'not-served';
      if (error instanceof KubernetesApiError && error.code === 403) {
        return 'refused';
      }
      throw error;
    }
  }

  async get<T>(path: string): Promise<T> {
    return this.transport.json<T>({ method: 'GET', path });
  }

  async post<T>(path: string, body: object): Promise<T> {
    return this.transport.json<T>({ method: 'POST', path, body });
  }

  close(): void {
    this.transport.close();
  }
}
