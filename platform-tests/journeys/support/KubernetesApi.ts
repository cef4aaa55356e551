import { KubeConfig } from '@kubernetes/client-node';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';

/** A Kubernetes object, as far as the journeys look into one. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    managedFields?: { manager: string; operation: string }[];
    ownerReferences?: { kind: string; name: string; uid: string }[];
  };
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  data?: Record<string, string>;
  results?: Record<string, unknown>[];
  scope?: { kind: string; name: string };
}

/** An answer of the API server: status code and parsed body. */
export interface KubernetesAnswer<T> {
  status: number;
  body: T;
}

/** How a call differs from a plain one. */
export interface CallOptions {
  body?: unknown;
  contentType?: string;
  /** Acts as this person, as `kubectl --as` does. */
  as?: { user: string; groups: string[] };
  /** Instead of the kubeconfig's own credentials. */
  token?: string;
}

const jsonMerge = 'application/merge-patch+json';
const serverSideApply = 'application/apply-patch+yaml';

/** The API server of a kubeconfig, spoken to as kubectl would. */
export class KubernetesApi {
  readonly #config = new KubeConfig();

  constructor(readonly kubeconfig: string) {
    this.#config.loadFromFile(kubeconfig);
  }

  /** Address of the API server, and the certificate it is known by. */
  get server(): { url: string; ca: string } {
    const cluster = this.#config.getCurrentCluster();
    if (!cluster) throw new Error(`${this.kubeconfig} names no cluster`);
    const ca = cluster.caData
      ? Buffer.from(cluster.caData, 'base64').toString('utf8')
      : readFileSync(cluster.caFile ?? '', 'utf8');
    return { url: cluster.server, ca };
  }

  async call<T = KubernetesObject>(
    method: string,
    path: string,
    { body, contentType = 'application/json', as, token }: CallOptions = {},
  ): Promise<KubernetesAnswer<T>> {
    const { url, ca } = this.server;
    const options: Record<string, unknown> = {};
    if (token) options.ca = ca;
    else await this.#config.applyToHTTPSOptions(options);
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers: Record<string, string | string[] | number> = {
      accept: 'application/json',
      'content-type': contentType,
      // Node frames no body of a DELETE by itself.
      'content-length': Buffer.byteLength(text),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(as && {
        'impersonate-user': as.user,
        'impersonate-group': as.groups,
      }),
    };
    return await new Promise((resolve, reject) => {
      const call = request(
        new URL(path, url),
        { ...options, method, headers, timeout: 20_000 },
        response => {
          let answer = '';
          response.setEncoding('utf8');
          response.on('data', chunk => {
            answer += chunk;
          });
          response.once('error', reject);
          response.once('end', () => {
            try {
              resolve({
                status: response.statusCode ?? 0,
                body: JSON.parse(answer) as T,
              });
            } catch {
              reject(
                new Error(
                  `${method} ${path}: ${
                    response.statusCode
                  } and not JSON: ${answer.slice(0, 200)}`,
                ),
              );
            }
          });
        },
      );
      call.once('timeout', () =>
        call.destroy(new Error(`${method} ${path} took too long`)),
      );
      call.once('error', reject);
      call.end(text);
    });
  }

  /** @throws Error with the server's own message unless it answers with success */
  async must<T = KubernetesObject>(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<T> {
    const { status, body } = await this.call<T>(method, path, options);
    if (status < 300) return body;
    const { message } = body as { message?: string };
    throw new Error(`${method} ${path}: ${status} ${message ?? ''}`);
  }

  /** The object of a path, or undefined when there is none. */
  async find<T = KubernetesObject>(path: string): Promise<T | undefined> {
    const { status, body } = await this.call<T>('GET', path);
    return status === 200 ? body : undefined;
  }

  /** Writes an object by server-side apply. `collection` is the path it is listed under. */
  async apply(collection: string, object: object): Promise<KubernetesObject> {
    const { name } = (object as KubernetesObject).metadata;
    return await this.must(
      'PATCH',
      `${collection}/${name}?fieldManager=cairn-journeys&force=true`,
      { body: object, contentType: serverSideApply },
    );
  }

  /** Writes an object of any kind the server knows, by server-side apply. */
  async applyAny(object: {
    apiVersion: string;
    kind: string;
    metadata: { name?: string; namespace?: string };
  }): Promise<KubernetesObject> {
    const { apiVersion, kind, metadata } = object;
    const group = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    const { resources } = await this.must<{
      resources: { name: string; kind: string }[];
    }>('GET', group);
    const found = resources.find(
      each => each.kind === kind && !each.name.includes('/'),
    );
    if (!found) throw new Error(`the server knows no ${kind} of ${apiVersion}`);
    const within = metadata.namespace
      ? `/namespaces/${metadata.namespace}`
      : '';
    return await this.apply(`${group}${within}/${found.name}`, object);
  }

  /** Changes what stands in the patch and nothing else. */
  async patch(path: string, patch: object): Promise<KubernetesObject> {
    return await this.must('PATCH', path, {
      body: patch,
      contentType: jsonMerge,
    });
  }

  /** Deletes what may be gone already. */
  async remove(path: string): Promise<void> {
    const { status, body } = await this.call<{ message?: string }>(
      'DELETE',
      path,
      { body: { propagationPolicy: 'Background' } },
    );
    if (status >= 300 && status !== 404) {
      throw new Error(`DELETE ${path}: ${status} ${body.message ?? ''}`);
    }
  }
}
