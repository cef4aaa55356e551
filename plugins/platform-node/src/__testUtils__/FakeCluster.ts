import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { generate } from 'selfsigned';

/** A kind the fake cluster serves. */
export interface FakeKind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  namespaced: boolean;
}

/** What came in. */
export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: object;
  version: number;
}

interface OpenWatch {
  kind: FakeKind;
  response: ServerResponse;
}

/** Answers instead of the cluster; true when it has. */
export type Fault = (request: SeenRequest, response: ServerResponse) => boolean;

const CERTIFICATE = generate([{ name: 'commonName', value: 'localhost' }], {
  days: 2,
  keySize: 2048,
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});

/**
 * A server with the list and watch semantics of a Kubernetes API, over TLS on loopback, that can be
 * told to misbehave. It keeps a history, so that a watch resumes where it ended.
 */
export class FakeCluster {
  readonly requests: SeenRequest[] = [];
  readonly ca = CERTIFICATE.cert;
  /** Called before every answer. */
  fault: Fault | undefined;
  /** Watches stay open but nothing is sent any more. */
  isMuted = false;
  isAggregated = true;
  version = 100;
  kinds: FakeKind[];
  readonly #objects = new Map<string, KubernetesObject>();
  #history: (WatchEvent & { plural: string })[] = [];
  #compactedAt = 0;
  readonly #watches = new Set<OpenWatch>();
  readonly #server: https.Server;

  static async start(kinds: FakeKind[]): Promise<FakeCluster> {
    const cluster = new FakeCluster(kinds);
    await cluster.#listen(0);
    return cluster;
  }

  private constructor(kinds: FakeKind[]) {
    this.kinds = kinds;
    this.#server = https.createServer(
      { key: CERTIFICATE.private, cert: CERTIFICATE.cert },
      (request, response) => void this.#answer(request, response),
    );
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  list(plural: string, namespace?: string): KubernetesObject[] {
    const prefix =
      namespace === undefined ? `${plural}/` : `${plural}/${namespace}/`;
    return [...this.#objects.entries()]
      .filter(([key]) => key.startsWith(prefix))
      .map(([, object]) => object);
  }

  /** Makes or changes an object; tells the watches unless `silently`. */
  put(
    plural: string,
    object: KubernetesObject,
    silently = false,
  ): KubernetesObject {
    const key = this.#keyOf(plural, object);
    const existed = this.#objects.has(key);
    const stored = this.#store(key, object);
    this.#record(plural, existed ? 'MODIFIED' : 'ADDED', stored, silently);
    return stored;
  }

  remove(
    plural: string,
    name: string,
    namespace?: string,
    silently = false,
  ): void {
    const key = `${plural}/${namespace ?? ''}/${name}`;
    const held = this.#objects.get(key);
    if (held) {
      this.#objects.delete(key);
      this.version += 1;
      const last = {
        ...held,
        metadata: { ...held.metadata, resourceVersion: String(this.version) },
      };
      this.#record(plural, 'DELETED', last, silently);
    }
  }

  /** Sends a line to every open watch of a kind. */
  send(plural: string, line: string | object): void {
    const text = typeof line === 'string' ? line : JSON.stringify(line);
    for (const { kind, response } of this.#watches) {
      if (kind.plural === plural && !this.isMuted) {
        response.write(`${text}\n`);
      }
    }
  }

  bookmark(plural: string, version = this.version): void {
    this.send(plural, {
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: String(version) } },
    });
  }

  /** Forgets the past: older versions are answered with 410. */
  compact(): void {
    this.#history = [];
    this.#compactedAt = this.version;
  }

  /** Puts the cluster back to an earlier state, as a restored backup does. */
  rollBack(version: number, objects: [string, KubernetesObject][]): void {
    this.#objects.clear();
    for (const [plural, object] of objects) {
      this.#objects.set(this.#keyOf(plural, object), object);
    }
    this.version = version;
    this.#history = [];
    this.#compactedAt = 0;
  }

  /** Ends all watches. `abruptly` cuts the connection; otherwise they end in order. */
  endWatches(abruptly = false): void {
    for (const { response } of this.#watches) {
      if (abruptly) {
        response.socket?.destroy();
      } else {
        response.end();
      }
    }
    this.#watches.clear();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
  }

  /** Comes back on the same port. */
  async restart(port: number): Promise<void> {
    await this.#listen(port);
  }

  async #listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  #keyOf(plural: string, { metadata }: KubernetesObject): string {
    return `${plural}/${metadata.namespace ?? ''}/${metadata.name}`;
  }

  #store(key: string, object: KubernetesObject): KubernetesObject {
    this.version += 1;
    const held = this.#objects.get(key);
    const stored: KubernetesObject = {
      ...object,
      metadata: {
        ...object.metadata,
        uid: held?.metadata.uid ?? `uid-${this.version}`,
        resourceVersion: String(this.version),
      },
    };
    this.#objects.set(key, stored);
    return stored;
  }

  #record(
    plural: string,
    type: WatchEvent['type'],
    object: object,
    silently: boolean,
  ): void {
    this.#history.push({ plural, type, object, version: this.version });
    if (!silently) {
      this.send(plural, { type, object });
    }
  }

  async #answer(
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    let body = '';
    for await (const chunk of incoming) {
      body += chunk;
    }
    const url = new URL(incoming.url ?? '/', this.url);
    const request: SeenRequest = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body,
    };
    this.requests.push(request);
    if (!this.fault?.(request, response)) {
      this.#serve(request, response);
    }
  }

  #serve(request: SeenRequest, response: ServerResponse): void {
    const discovery = this.#discover(request);
    if (discovery) {
      sendJson(response, 200, discovery);
      return;
    }
    const { path, namespace } = splitNamespace(request.path);
    const kind = this.kinds.find(({ group, version, plural }) =>
      [
        `/api/${version}/${plural}`,
        `/apis/${group}/${version}/${plural}`,
      ].includes(path),
    );
    if (!kind) {
      sendStatus(response, 404);
    } else if (request.query.get('watch') === 'true') {
      this.#watch(kind, request, response);
    } else {
      this.#list(kind, request, response, namespace);
    }
  }

  #list(
    kind: FakeKind,
    { query }: SeenRequest,
    response: ServerResponse,
    namespace: string | undefined,
  ): void {
    const all = this.list(kind.plural, namespace);
    const start = Number(query.get('continue') ?? 0);
    const end = start + Number(query.get('limit') ?? all.length);
    sendJson(response, 200, {
      kind: `${kind.kind}List`,
      metadata: {
        resourceVersion: String(this.version),
        ...(end < all.length ? { continue: String(end) } : {}),
      },
      // Real servers leave apiVersion and kind out of the items of built-in kinds.
      items: all
        .slice(start, end)
        .map(({ apiVersion: _, kind: __, ...item }) => item),
    });
  }

  #watch(
    kind: FakeKind,
    { query }: SeenRequest,
    response: ServerResponse,
  ): void {
    const from = Number(query.get('resourceVersion') ?? 0);
    if (from < this.#compactedAt) {
      sendStatus(response, 410);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const watch = { kind, response };
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
    if (!this.isMuted) {
      for (const event of this.#history) {
        if (event.plural === kind.plural && event.version > from) {
          response.write(
            `${JSON.stringify({ type: event.type, object: event.object })}\n`,
          );
        }
      }
    }
    const seconds = Number(query.get('timeoutSeconds') ?? 60);
    const timer = setTimeout(() => {
      if (!this.isMuted) {
        response.end();
      }
    }, seconds * 1000);
    response.on('close', () => clearTimeout(timer));
  }

  #discover({ path, headers }: SeenRequest): object | undefined {
    const isAggregated =
      this.isAggregated && headers.accept?.includes('apidiscovery');
    if (path === '/api' || path === '/apis') {
      const kinds = this.kinds.filter(
        ({ group }) => (group === '') === (path === '/api'),
      );
      return isAggregated
        ? aggregate(kinds)
        : {
            kind: path === '/api' ? 'APIVersions' : 'APIGroupList',
            versions: ['v1'],
            groups: [...new Set(kinds.map(({ group }) => group))].map(name => {
              const versions = kinds
                .filter(({ group }) => group === name)
                .map(({ version }) => ({ version }));
              return { name, versions, preferredVersion: versions[0] };
            }),
          };
    }
    const match = /^\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(path);
    return match
      ? {
          kind: 'APIResourceList',
          resources: this.kinds
            .filter(
              ({ group, version }) =>
                group === (match[1] ?? '') && version === match[2],
            )
            .flatMap(({ kind, plural, namespaced }) => [
              { kind, name: plural, namespaced, verbs: ['list', 'watch'] },
              {
                kind: 'Scale',
                name: `${plural}/scale`,
                namespaced,
                verbs: ['get'],
              },
            ]),
        }
      : undefined;
  }
}

function splitNamespace(path: string): { path: string; namespace?: string } {
  const match = /^(.*)\/namespaces\/([^/]+)(\/.+)$/.exec(path);
  return match ? { path: match[1] + match[3], namespace: match[2] } : { path };
}

function aggregate(kinds: FakeKind[]): object {
  return {
    kind: 'APIGroupDiscoveryList',
    items: kinds.map(({ group, version, kind, plural, namespaced }) => ({
      metadata: { name: group },
      versions: [
        {
          version,
          resources: [
            {
              resource: plural,
              // As real servers do: empty for built-in kinds.
              responseKind: { group: '', version: '', kind },
              scope: namespaced ? 'Namespaced' : 'Cluster',
              verbs: ['get', 'list', 'watch'],
            },
          ],
        },
      ],
    })),
  };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Answers with a Status object. */
export function sendStatus(
  response: ServerResponse,
  code: number,
  rest: object = {},
): void {
  sendJson(response, code, {
    kind: 'Status',
    status: 'Failure',
    code,
    ...rest,
  });
}
