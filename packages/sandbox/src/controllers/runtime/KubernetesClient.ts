import type { ClusterConnection } from './connection';
import { connectionFromKubeconfig } from './connection';
import type { ApiResource } from './Discovery';
import { Discovery } from './Discovery';
import { HttpTransport } from './HttpTransport';
import type { StatusBody } from './KubernetesApiError';
import { isNotFound, KubernetesApiError } from './KubernetesApiError';
import type { JsonObject, KubernetesObject, ObjectRef } from './types';

/** Options of a server-side apply. */
export type ApplyOptions = {
  fieldManager: string;
  force?: boolean;
  /** Only says what would come of it. */
  dryRun?: boolean;
};

/** Options of a deletion. */
export type DeleteOptions = {
  /** For pods: how long they may take to stop. */
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
};

/** Options of a list. */
export type ListOptions = {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
};

/** One page-free list with the version to watch from. */
export type ObjectList<T extends KubernetesObject = KubernetesObject> = {
  items: T[];
  resourceVersion: string;
};

/** A change that a watch reported. */
export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubernetesObject }
  | { type: 'BOOKMARK'; object: KubernetesObject };

const PAGE_SIZE = 500;
const PATCH_TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
};

/** Reads and writes objects of any kind. An ordinary client: it knows nothing of the server but its API. */
export class KubernetesClient {
  readonly discovery: Discovery;

  private constructor(private readonly transport: HttpTransport) {
    this.discovery = new Discovery(transport);
  }

  /** @param kubeconfig - the path of a kubeconfig, or its text */
  static fromKubeconfig(kubeconfig: string, userAgent = 'cairn-sandbox') {
    return KubernetesClient.create(
      connectionFromKubeconfig(kubeconfig),
      userAgent,
    );
  }

  static create(connection: ClusterConnection, userAgent = 'cairn-sandbox') {
    return new KubernetesClient(new HttpTransport(connection, userAgent));
  }

  async get<T extends KubernetesObject>(ref: ObjectRef): Promise<T> {
    return this.transport.json<T>({
      method: 'GET',
      path: await this.path(ref),
    });
  }

  /** The object, or `undefined` if there is none. Other refusals are thrown. */
  async find<T extends KubernetesObject>(
    ref: ObjectRef,
  ): Promise<T | undefined> {
    try {
      return await this.get<T>(ref);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async list<T extends KubernetesObject>(
    apiVersion: string,
    kind: string,
    options: ListOptions = {},
  ): Promise<ObjectList<T>> {
    const resource = await this.discovery.resourceOf(apiVersion, kind);
    const items: T[] = [];
    let next: string | undefined;
    let resourceVersion = '';
    do {
      const page: {
        metadata: { resourceVersion: string; continue?: string };
        items: T[] | null;
      } = await this.transport.json({
        method: 'GET',
        path: collectionPath(resource, options.namespace),
        query: {
          limit: String(PAGE_SIZE),
          continue: next,
          labelSelector: options.labelSelector,
          fieldSelector: options.fieldSelector,
        },
      });
      // Objects inside a list come without their type.
      for (const item of page.items ?? []) {
        items.push({ ...item, apiVersion, kind });
      }
      resourceVersion = page.metadata.resourceVersion;
      next = page.metadata.continue || undefined;
    } while (next);
    return { items, resourceVersion };
  }

  async create<T extends KubernetesObject>(
    object: KubernetesObject,
    options: { fieldManager?: string } = {},
  ): Promise<T> {
    const { apiVersion, kind, metadata } = object;
    const resource = await this.discovery.resourceOf(apiVersion, kind);
    return this.transport.json<T>({
      method: 'POST',
      path: collectionPath(resource, metadata.namespace),
      query: options,
      body: object,
    });
  }

  /** Replaces the object. With `metadata.resourceVersion` a lost race is refused (409). */
  async update<T extends KubernetesObject>(
    object: KubernetesObject,
    options: { fieldManager?: string } = {},
  ): Promise<T> {
    return this.put<T>(object, '', options);
  }

  /** Replaces the status only. */
  async updateStatus<T extends KubernetesObject>(
    object: KubernetesObject,
    options: { fieldManager?: string } = {},
  ): Promise<T> {
    return this.put<T>(object, '/status', options);
  }

  /** Patches with a JSON patch (a list) or a merge patch (an object). */
  async patch<T extends KubernetesObject>(
    ref: ObjectRef,
    patch: JsonObject | JsonObject[],
    options: { fieldManager?: string; subresource?: 'status' } = {},
  ): Promise<T> {
    const suffix = options.subresource ? `/${options.subresource}` : '';
    return this.transport.json<T>({
      method: 'PATCH',
      path: (await this.path(ref)) + suffix,
      query: { fieldManager: options.fieldManager },
      contentType: Array.isArray(patch) ? PATCH_TYPES.json : PATCH_TYPES.merge,
      body: patch,
    });
  }

  /** Server-side apply: the fields given are the fields owned. */
  async apply<T extends KubernetesObject>(
    object: KubernetesObject,
    options: ApplyOptions,
  ): Promise<T> {
    return this.applyTo<T>(object, '', options);
  }

  /** Server-side apply of the status. */
  async applyStatus<T extends KubernetesObject>(
    object: KubernetesObject,
    options: ApplyOptions,
  ): Promise<T> {
    return this.applyTo<T>(object, '/status', options);
  }

  async delete(ref: ObjectRef, options: DeleteOptions = {}): Promise<void> {
    await this.transport.json({
      method: 'DELETE',
      path: await this.path(ref),
      body: { apiVersion: 'v1', kind: 'DeleteOptions', ...options },
    });
  }

  /** Deletes all objects of a kind that the options select. */
  async deleteAll(
    apiVersion: string,
    kind: string,
    options: ListOptions & DeleteOptions = {},
  ): Promise<void> {
    const resource = await this.discovery.resourceOf(apiVersion, kind);
    const { namespace, labelSelector, fieldSelector, ...rest } = options;
    await this.transport.json({
      method: 'DELETE',
      path: collectionPath(resource, namespace),
      query: { labelSelector, fieldSelector },
      body: { apiVersion: 'v1', kind: 'DeleteOptions', ...rest },
    });
  }

  /**
   * Yields changes after `resourceVersion`, bookmarks too, until the server ends the watch.
   *
   * @param idleTimeoutMs - after how long a silence the watch counts as lost and an error is thrown
   * @throws KubernetesApiError, with code 410 when the version is too old
   */
  async *watch(
    apiVersion: string,
    kind: string,
    options: ListOptions & {
      resourceVersion: string;
      timeoutSeconds: number;
      idleTimeoutMs: number;
      signal: AbortSignal;
    },
  ): AsyncGenerator<WatchEvent> {
    const resource = await this.discovery.resourceOf(apiVersion, kind);
    const lines = this.transport.lines({
      method: 'GET',
      path: collectionPath(resource, options.namespace),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: options.resourceVersion,
        timeoutSeconds: String(options.timeoutSeconds),
        labelSelector: options.labelSelector,
        fieldSelector: options.fieldSelector,
      },
      signal: options.signal,
      idleTimeoutMs: options.idleTimeoutMs,
    });
    for await (const line of lines) {
      const event = JSON.parse(line) as
        | WatchEvent
        | { type: 'ERROR'; object: StatusBody };
      if (event.type === 'ERROR') {
        throw new KubernetesApiError(event.object.code ?? 500, event.object);
      }
      yield event;
    }
  }

  /** Closes idle connections. */
  close(): void {
    this.transport.close();
  }

  private async put<T>(
    object: KubernetesObject,
    suffix: string,
    options: { fieldManager?: string },
  ): Promise<T> {
    return this.transport.json<T>({
      method: 'PUT',
      path: (await this.path(refOf(object))) + suffix,
      query: options,
      body: object,
    });
  }

  private async applyTo<T>(
    object: KubernetesObject,
    suffix: string,
    options: ApplyOptions,
  ): Promise<T> {
    return this.transport.json<T>({
      method: 'PATCH',
      path: (await this.path(refOf(object))) + suffix,
      query: {
        fieldManager: options.fieldManager,
        force: String(options.force ?? false),
        dryRun: options.dryRun ? 'All' : undefined,
      },
      contentType: 'application/apply-patch+yaml',
      body: object,
    });
  }

  private async path(ref: ObjectRef): Promise<string> {
    const resource = await this.discovery.resourceOf(ref.apiVersion, ref.kind);
    return `${collectionPath(resource, ref.namespace)}/${encodeURIComponent(
      ref.name,
    )}`;
  }
}

/** What an object is called. */
export function refOf(object: KubernetesObject): ObjectRef {
  const { namespace, name } = object.metadata;
  const { apiVersion, kind } = object;
  return {
    apiVersion,
    kind,
    name: name ?? '',
    ...(namespace && { namespace }),
  };
}

function collectionPath(resource: ApiResource, namespace?: string): string {
  const { apiVersion } = resource;
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  const scope =
    namespace && resource.namespaced
      ? `/namespaces/${encodeURIComponent(namespace)}`
      : '';
  return `${root}/${apiVersion}${scope}/${resource.plural}`;
}
