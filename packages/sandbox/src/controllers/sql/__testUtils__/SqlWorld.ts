import {
  eventually,
  secretData,
  startTestApi,
  type TestApi,
} from '../../../__testUtils__/testApi';
import {
  type Condition,
  conditionOf,
  type KubernetesObject,
} from '../../runtime';
import { sqlApiVersion } from '../crds/crds';
import { type SqlProvider, startSqlProvider } from '../startSqlProvider';

/** Namespace of everything in an {@link SqlWorld}. */
export const namespace = 'team-sql';
/** How tests apply manifests. */
export const applyOptions = { fieldManager: 'test', force: true };

/** An API server with the SQL provider, and what tests say about it. */
export class SqlWorld {
  private constructor(readonly api: TestApi, private provider: SqlProvider) {}

  /** Starts both, with a provider configuration for the tests' own server. */
  static async start(): Promise<SqlWorld> {
    const api = await startTestApi();
    const world = new SqlWorld(api, await startProvider(api));
    await world.provider.synced;
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    await world.writeServerSecret();
    await api.client.create(
      world.object('ProviderConfig', 'default', {
        sslMode: 'disable',
        credentials: {
          source: 'PostgreSQLConnectionSecret',
          connectionSecretRef: { name: 'db-conn' },
        },
      }),
    );
    return world;
  }

  async stop(): Promise<void> {
    await this.provider.stop();
    await this.api.stop();
  }

  async stopProvider(): Promise<void> {
    await this.provider.stop();
  }

  async startProvider(): Promise<void> {
    this.provider = await startProvider(this.api);
  }

  /** Name of a thing on the server, that no other test has. */
  external(name: string): string {
    return `${this.api.database.name}_${name}`;
  }

  /** An object of one of the provider's kinds. */
  object(
    kind: string,
    name: string,
    spec: KubernetesObject['spec'],
    annotations: Record<string, string> = {},
  ): KubernetesObject {
    return {
      apiVersion: sqlApiVersion,
      kind,
      metadata: { name, namespace, annotations },
      spec,
    };
  }

  /** A managed object of the tests' own server. */
  managed(
    kind: string,
    name: string,
    forProvider: KubernetesObject['spec'],
    more: KubernetesObject['spec'] = {},
  ): KubernetesObject {
    return this.object(
      kind,
      name,
      {
        forProvider,
        providerConfigRef: { kind: 'ProviderConfig', name: 'default' },
        ...(kind === 'Role' && {
          writeConnectionSecretToRef: { name: `${name}-conn` },
        }),
        ...more,
      },
      { 'crossplane.io/external-name': this.external(name) },
    );
  }

  /** Writes the Secret the provider logs in with; the right password unless another is given. */
  async writeServerSecret(
    options: { password?: string; into?: string } = {},
  ): Promise<void> {
    const url = new URL(this.api.database.url);
    await this.api.client.apply(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'db-conn', namespace: options.into ?? namespace },
        stringData: {
          username: url.username,
          password: options.password ?? decodeURIComponent(url.password),
          endpoint: url.hostname,
          port: url.port,
        },
      },
      applyOptions,
    );
  }

  async find(
    kind: string,
    name: string,
  ): Promise<KubernetesObject | undefined> {
    return this.api.client.find({
      apiVersion: sqlApiVersion,
      kind,
      name,
      namespace,
    });
  }

  /** Waits for a condition whose status, reason and message contain the words. */
  async conditionWith(
    kind: string,
    name: string,
    type: string,
    words: string,
  ): Promise<Condition> {
    return eventually(async () => {
      const found = await this.find(kind, name);
      const condition = found && conditionOf(found, type);
      const text = `${condition?.status} ${condition?.reason} ${condition?.message}`;
      return text.includes(words) && condition;
    });
  }

  async ready(kind: string, name: string): Promise<Condition> {
    return this.conditionWith(kind, name, 'Ready', 'True Available');
  }

  async gone(kind: string, name: string): Promise<void> {
    await eventually(async () => !(await this.find(kind, name)));
  }

  /** Content of a role's connection Secret. */
  async connection(name: string): Promise<Record<string, string>> {
    return secretData(
      await this.api.client.get({
        apiVersion: 'v1',
        kind: 'Secret',
        name: `${name}-conn`,
        namespace,
      }),
    );
  }

  /** A role, its database and a grant that keeps everybody else out. */
  async createTenant(name: string) {
    const { client } = this.api;
    const external = this.external(name);
    await client.create(
      this.managed('Role', name, { privileges: { login: true } }),
    );
    await client.create(this.managed('Database', name, { owner: external }));
    await client.create(
      this.managed('Grant', name, {
        privileges: ['ALL'],
        roleRef: { name },
        databaseRef: { name },
        revokePublicOnDb: true,
      }),
    );
    await Promise.all(
      ['Role', 'Database', 'Grant'].map(kind => this.ready(kind, name)),
    );
    return { external, credentials: await this.connection(name) };
  }
}

async function startProvider(api: TestApi): Promise<SqlProvider> {
  return startSqlProvider({
    kubeconfig: api.kubeconfig,
    log: () => undefined,
    signal: new AbortController().signal,
    pollMs: 500,
  });
}
