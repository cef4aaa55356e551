import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  eventually,
  startTestApi,
  type TestApi,
} from '../../__testUtils__/testApi';
import { GitFolder } from '../../controllers/applicationset/__testUtils__/gitFolder';
import {
  type Application,
  argoApiVersion,
  type ArgoService,
  createArgoService,
} from '../../controllers/argocd';
import type { JsonObject, KubernetesObject } from '../../controllers/runtime';
import { type ArgoServer, startArgoServer } from '..';

/** An answer of the API. */
export type Answered = {
  status: number;
  type: string;
  text: string;
  body: unknown;
};

const labels = (app: string) => ({ app });

/** The manifests of the recordings' Application `shop`. */
export function shopManifests(image: string): Record<string, string> {
  const manifests: KubernetesObject[] = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: { level: 'info' },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels('web') },
        template: {
          metadata: { labels: labels('web') },
          spec: { containers: [{ name: 'c', image }] },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'creds' },
      data: {
        user: Buffer.from('ada').toString('base64'),
        password: Buffer.from('first').toString('base64'),
      },
    },
  ];
  return Object.fromEntries(
    manifests.map(it => [
      `deploy/${it.metadata.name}.yaml`,
      JSON.stringify(it),
    ]),
  );
}

/**
 * Argo CD's API over an API server and a repository of its own. No controller
 * runs: what the API writes stays to be looked at.
 */
export class ServerWorld {
  readonly tokens: Record<string, string> = {};
  readonly lines: string[] = [];
  /** The two commits of the recordings. */
  commits: [string, string] = ['', ''];

  private constructor(
    readonly api: TestApi,
    readonly dir: string,
    readonly repository: GitFolder,
    readonly argo: ArgoService,
    readonly server: ArgoServer,
  ) {}

  static async start(applicationNamespaces: string[] = []) {
    const api = await startTestApi();
    const dir = await mkdtemp(join(tmpdir(), 'cairn-argo-api-'));
    const repository = await GitFolder.create(join(dir, 'r1'));
    const lines: string[] = [];
    const { kubeconfig } = api;
    const log = (level: string, message: string, fields?: object) => {
      lines.push(JSON.stringify({ level, message, ...fields }));
    };
    const argo = createArgoService({
      kubeconfig,
      cacheDir: dir,
      applicationNamespaces,
      log,
    });
    const server = await startArgoServer({
      argo,
      kubeconfig,
      port: 0,
      dataDir: dir,
      log,
    });
    await server.ready;
    const world = new ServerWorld(api, dir, repository, argo, server);
    world.lines.push(...lines);
    world.commits = [
      await repository.commit(
        'first deployment\n\nwith a body',
        shopManifests('nginx:1.28'),
      ),
      await repository.commit('second', shopManifests('nginx:1.29')),
    ];
    world.tokens.cairn = (
      await readFile(join(dir, 'argocd.token'), 'utf8')
    ).trim();
    await world.signIn();
    return world;
  }

  private async signIn() {
    const secret = await this.api.client.get({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'argocd',
      name: 'argocd-initial-admin-secret',
    });
    const { password = '' } = secret.data as Record<string, string>;
    const { body } = await this.call('nobody', 'POST', '/api/v1/session', {
      username: 'admin',
      password: Buffer.from(password, 'base64').toString('utf8'),
    });
    this.tokens.admin = (body as { token: string }).token;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.argo.stop();
    await this.api.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** Calls the API as somebody; `body` is sent as JSON, a text as it is. */
  async call(
    as: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const token = this.tokens[as] ?? (as === 'nobody' ? undefined : as);
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body:
        typeof body === 'string' || body === undefined
          ? body
          : JSON.stringify(body),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const isJson = type.startsWith('application/json');
    const { status } = response;
    return { status, type, text, body: isJson ? JSON.parse(text) : text };
  }

  /** Creates an Application and waits until the server knows it. */
  async create(app: JsonObject): Promise<void> {
    const made = await this.api.client.create<Application>({
      apiVersion: argoApiVersion,
      kind: 'Application',
      ...app,
    } as KubernetesObject);
    const { namespace, name = '' } = made.metadata;
    await eventually(async () =>
      this.argo.applications.get({ namespace, name }),
    );
  }

  /** Patches an Application and waits until the server knows. */
  async patch(name: string, patch: JsonObject): Promise<void> {
    const key = { namespace: 'argocd', name };
    const changed = await this.api.client.patch<Application>(
      { apiVersion: argoApiVersion, kind: 'Application', ...key },
      patch,
    );
    this.argo.applications.remember(changed);
  }
}
