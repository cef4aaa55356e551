import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { mergePatch, type RecordedWrite } from './readRecording';

const CROSSPLANE = 'apiextensions.crossplane.io';
const SQL = 'postgresql.sql.m.crossplane.io';

/** Every kind that occurs in a recording: group, version, kind, plural, whether it has namespaces. */
const KINDS = (
  [
    ['', 'v1', 'Namespace', 'namespaces', false],
    ['', 'v1', 'Event', 'events', true],
    ['', 'v1', 'ConfigMap', 'configmaps', true],
    ['', 'v1', 'Secret', 'secrets', true],
    ['apps', 'v1', 'Deployment', 'deployments', true],
    ['networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies', true],
    [
      CROSSPLANE,
      'v2',
      'CompositeResourceDefinition',
      'compositeresourcedefinitions',
      false,
    ],
    [CROSSPLANE, 'v1', 'Composition', 'compositions', false],
    [CROSSPLANE, 'v1', 'CompositionRevision', 'compositionrevisions', false],
    ['platform.example.org', 'v1', 'Database', 'databases', true],
    ['platform.example.org', 'v1', 'Store', 'stores', true],
    ['caches.example.org', 'v1', 'Cache', 'caches', true],
    ['caches.example.org', 'v1', 'XCache', 'xcaches', false],
    ['sel.example.org', 'v1', 'Plain', 'plains', true],
    ['sel.example.org', 'v1', 'Defaulted', 'defaulteds', true],
    ['sel.example.org', 'v1', 'Enforced', 'enforceds', true],
    ['sel.example.org', 'v1', 'Policy', 'policies', true],
    ['sel.example.org', 'v1', 'Wide', 'wides', false],
    ['rb.example.org', 'v1', 'Net', 'nets', true],
    ['example.org', 'v1', 'Test', 'tests', true],
    ['cl.example.org', 'v1', 'ClusterThing', 'clusterthings', false],
    ['legacy.example.org', 'v1', 'Bucket', 'buckets', true],
    ['legacy.example.org', 'v1', 'XBucket', 'xbuckets', false],
    [SQL, 'v1alpha1', 'Role', 'roles', true],
    [SQL, 'v1alpha1', 'Database', 'databases', true],
    [SQL, 'v1alpha1', 'Grant', 'grants', true],
  ] as const
).map(([group, version, kind, plural, namespaced]) => ({
  group,
  version,
  kind,
  plural,
  namespaced,
  path:
    group === '' ? `/api/v1/${plural}` : `/apis/${group}/${version}/${plural}`,
}));

/** A kind the cluster serves. */
export type ReplayKind = (typeof KINDS)[number];

/** What one write did. */
export interface Written {
  kind: ReplayKind;
  object: KubernetesObject;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
}

function discovery(isCore: boolean) {
  const groups = [...new Set(KINDS.map(({ group }) => group))].filter(
    group => (group === '') === isCore,
  );
  return {
    kind: 'APIGroupDiscoveryList',
    items: groups.map(name => ({
      metadata: { name },
      versions: [
        ...new Set(
          KINDS.filter(({ group }) => group === name).map(
            ({ version }) => version,
          ),
        ),
      ].map(served => ({
        version: served,
        resources: KINDS.filter(
          ({ group, version }) => group === name && version === served,
        ).map(({ kind, plural, namespaced }) => ({
          resource: plural,
          responseKind: { group: '', version: '', kind },
          scope: namespaced ? 'Namespaced' : 'Cluster',
          verbs: ['get', 'list', 'watch'],
        })),
      })),
    })),
  };
}

/**
 * A cluster that does again what a recorded one did: it serves discovery, list and watch over HTTP on
 * loopback, and writes exactly what it is told to, with the recorded uids and times.
 */
export class ReplayCluster {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #watches = new Set<{
    kind: ReplayKind;
    response: http.ServerResponse;
  }>();
  #version = 1;
  readonly #server = http.createServer((request, response) =>
    this.#answer(new URL(request.url ?? '/', 'http://127.0.0.1'), response),
  );

  static async start(): Promise<ReplayCluster> {
    const cluster = new ReplayCluster();
    await new Promise<void>((resolve, reject) => {
      cluster.#server.once('error', reject);
      cluster.#server.listen(0, '127.0.0.1', resolve);
    });
    return cluster;
  }

  private constructor() {}

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get kinds(): readonly ReplayKind[] {
    return KINDS;
  }

  find(
    kind: string,
    namespace: string,
    name: string,
  ): KubernetesObject | undefined {
    return this.#objects.get(`${kind}|${namespace}|${name}`);
  }

  write(write: RecordedWrite | { put: KubernetesObject }): Written {
    if ('put' in write) {
      return this.#store('ADDED', write.put);
    }
    const key = ('gone' in write ? write.gone : write.patch).join('|');
    const held = this.#objects.get(key);
    if (!held) {
      throw new Error(`The recording changes ${key}, which is not there`);
    }
    if ('gone' in write) {
      this.#objects.delete(key);
      return this.#tell('DELETED', held);
    }
    return this.#store('MODIFIED', mergePatch(held, write.with));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
  }

  #store(type: Written['type'], value: unknown): Written {
    const object = value as KubernetesObject;
    const written = this.#tell(type, object);
    const { kind, metadata } = object;
    const key = [kind, metadata.namespace ?? '', metadata.name].join('|');
    this.#objects.set(key, written.object);
    return written;
  }

  #tell(type: Written['type'], before: KubernetesObject): Written {
    this.#version += 1;
    const object: KubernetesObject = {
      ...before,
      metadata: { ...before.metadata, resourceVersion: String(this.#version) },
    };
    const kind = KINDS.find(
      ({ group, kind: name }) =>
        name === object.kind &&
        group === object.apiVersion.split('/').slice(0, -1).join('/'),
    );
    if (!kind) {
      throw new Error(`The replay does not serve the kind ${object.kind}`);
    }
    for (const watch of this.#watches) {
      if (watch.kind === kind) {
        watch.response.write(`${JSON.stringify({ type, object })}\n`);
      }
    }
    return { kind, object, type };
  }

  #answer(url: URL, response: http.ServerResponse): void {
    const kind = KINDS.find(({ path }) => path === url.pathname);
    response.writeHead(kind || url.pathname.startsWith('/api') ? 200 : 404, {
      'content-type': 'application/json',
    });
    if (kind && url.searchParams.get('watch') === 'true') {
      const watch = { kind, response };
      response.flushHeaders();
      this.#watches.add(watch);
      response.on('close', () => this.#watches.delete(watch));
    } else if (kind) {
      const items = [...this.#objects.values()].filter(
        object =>
          object.kind === kind.kind && object.apiVersion.startsWith(kind.group),
      );
      response.end(
        JSON.stringify({
          kind: `${kind.kind}List`,
          metadata: { resourceVersion: String(this.#version) },
          items,
        }),
      );
    } else {
      response.end(JSON.stringify(discovery(url.pathname === '/api')));
    }
  }
}
