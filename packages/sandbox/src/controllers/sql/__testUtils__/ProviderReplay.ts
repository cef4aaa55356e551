import { parseAllDocuments } from 'yaml';
import {
  eventually,
  secretData,
  startTestApi,
  startTestDatabase,
  type TestApi,
} from '../../../__testUtils__/testApi';
import { SeenEvents } from '../../composition/__testUtils__/SeenEvents';
import {
  conditionOf,
  isNotFound,
  type JsonObject,
  KubernetesClient,
  type KubernetesObject,
  type ObjectRef,
  refOf,
} from '../../runtime';
import { sqlApiVersion } from '../crds/crds';
import { type SqlProvider, startSqlProvider } from '../startSqlProvider';
import { comparableManaged, nameInRecording } from './comparableManaged';
import type { RecordedAction, RecordedStep } from './RecordedProvider';
import { ReplayedServer } from './ReplayedServer';

const namespace = 'team-sql';
const managed = ['Role', 'Database', 'Grant'];
const kinds = [
  ...managed.map(kind => [sqlApiVersion, kind] as const),
  [sqlApiVersion, 'ProviderConfig'] as const,
  [sqlApiVersion, 'ProviderConfigUsage'] as const,
  ['v1', 'Secret'] as const,
];
const kindsByPlural: Record<string, string> = {
  roles: 'Role',
  databases: 'Database',
  grants: 'Grant',
  providerconfigs: 'ProviderConfig',
  secret: 'Secret',
};
const SUCCEEDED = 'crossplane.io/external-create-succeeded';
const moments = {
  '(as if created long ago)': () => new Date(0),
  '(as if created just now)': () => new Date(),
};

/** The sandbox's API, or that of the cluster the environment names. */
async function startApi(): Promise<TestApi> {
  const kubeconfig = process.env.CAIRN_CONTRACT_KUBECONFIG;
  if (!kubeconfig) return startTestApi();
  const database = await startTestDatabase();
  const client = KubernetesClient.fromKubeconfig(kubeconfig);
  return {
    database,
    kubeconfig,
    client,
    stop: async () => {
      client.close();
      await database.stop();
    },
  };
}

/** Does to the provider and its server what was done when the recording was made, with names of its own. */
export class ProviderReplay {
  readonly events: SeenEvents;

  private constructor(
    private readonly api: TestApi,
    private readonly server: ReplayedServer,
    private readonly provider: SqlProvider,
  ) {
    this.events = new SeenEvents(api.client, text =>
      server.inRecordedWords(text),
    );
  }

  static async start(): Promise<ProviderReplay> {
    const api = await startApi();
    const server = await ReplayedServer.start(api.database);
    const provider = await startSqlProvider({
      kubeconfig: api.kubeconfig,
      log: () => undefined,
      signal: new AbortController().signal,
      pollMs: 500,
    });
    await provider.synced;
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    return new ProviderReplay(api, server, provider);
  }

  async stop(): Promise<void> {
    await this.provider.stop();
    await this.server.stop();
    await this.api.stop();
  }

  /** Does what was done in a step. The session of the step before has ended by then. */
  async act(step: RecordedStep): Promise<void> {
    await this.server.closeSession();
    for (const [index, action] of step.actions.entries()) {
      await this.run(action, step.actions.slice(0, index));
    }
  }

  /** What there is now of the recorded kinds, by the names of the recording. */
  async look(): Promise<Record<string, JsonObject>> {
    const lists = await Promise.all(
      kinds.map(([apiVersion, kind]) =>
        this.api.client.list(apiVersion, kind, { namespace }),
      ),
    );
    const objects = lists.flatMap(
      ({ items }) =>
        JSON.parse(
          this.server.inRecordedWords(JSON.stringify(items)),
        ) as KubernetesObject[],
    );
    return Object.fromEntries(
      objects.map(it => [nameInRecording(it), comparableManaged(it)]),
    );
  }

  /** Databases and roles on the server, in the words of the recording. */
  async sqlState() {
    return this.server.state();
  }

  /** Makes the provider look at once at what it failed at: its own next try may be half a minute away. */
  async touchFailing(): Promise<void> {
    for (const kind of managed) {
      const { items } = await this.api.client.list(sqlApiVersion, kind, {
        namespace,
      });
      for (const object of items) {
        if (conditionOf(object, 'Synced')?.status === 'True') continue;
        await this.annotate(refOf(object), {
          'example.org/look': String(Date.now()),
        });
      }
    }
  }

  private async run(
    action: RecordedAction,
    before: RecordedAction[],
  ): Promise<void> {
    const { command, manifest, objects = [] } = action;
    const { client } = this.api;
    if (manifest) {
      const text = this.server.inOwnWords(manifest);
      for (const document of parseAllDocuments(text)) {
        await client.apply(document.toJS() as KubernetesObject, {
          fieldManager: 'kubectl-client-side-apply',
          force: true,
        });
      }
      return;
    }
    const statement = /^psql -c "(.*)"$/.exec(command)?.[1];
    if (statement) {
      await this.server.psql(statement);
    } else if (command === 'stop the server') {
      await this.server.setRunning(false);
    } else if (command === 'start the server') {
      await this.server.setRunning(true);
    } else if (command.startsWith('open a session')) {
      await this.server.openSession();
    } else if (command.startsWith('log in as')) {
      await this.logIn(action, before);
    } else if (command in moments) {
      const moment = moments[command as keyof typeof moments]();
      for (const name of objects) {
        await this.annotate(this.refOf(...words(name)), {
          [SUCCEEDED]: moment.toISOString(),
        });
      }
    } else if (command === '(wait for event)') {
      await eventually(
        async () =>
          (await this.events.missing([action.event ?? ''])).length === 0,
      );
    } else if (command.startsWith('(wait until Synced is')) {
      const wanted = command.split(/[ )]/).at(-2) ?? '';
      for (const name of objects) {
        await eventually(async () => {
          const object = await client.get(this.refOf(...words(name)));
          const { status, reason } = conditionOf(object, 'Synced') ?? {};
          return [status, reason].includes(wanted);
        });
      }
    } else {
      await this.kubectl(this.server.inOwnWords(command));
    }
  }

  /** The provider may just be putting back what a statement of this step changed; then both are done again. */
  private async logIn(
    { command, output }: RecordedAction,
    before: RecordedAction[],
  ): Promise<void> {
    const [secretName] = command.split(' ').slice(-1);
    await eventually(async () => {
      const credentials = secretData(
        await this.api.client.get(this.refOf('Secret', secretName)),
      );
      const found = {
        secretKeys: Object.keys(credentials).sort(),
        passwordLength: credentials.password?.length,
        loginWithTheSecret: await this.server.login(credentials),
      };
      if (JSON.stringify(found) === JSON.stringify(output)) return true;
      for (const action of before) await this.run(action, []);
      return false;
    });
  }

  private async kubectl(command: string): Promise<void> {
    const patch = /-p '(.*)'$/.exec(command)?.[1];
    const [verb, what, ...rest] = command
      .replace(/ -p '.*'$/, '')
      .replace('kubectl -n team-sql ', '')
      .split(' ')
      .filter(it => !it.startsWith('--'));
    const named = rest.filter(it => !it.includes('/'));
    for (const plural of what.split(',')) {
      const kind = kindsByPlural[plural.split('.')[0]];
      const names = command.includes(' --all')
        ? (
            await this.api.client.list(sqlApiVersion, kind, { namespace })
          ).items.map(it => it.metadata.name ?? '')
        : named;
      for (const name of names) {
        const apiVersion = kind === 'Secret' ? 'v1' : sqlApiVersion;
        const ref = { apiVersion, kind, namespace, name };
        if (verb === 'delete') await this.api.client.delete(ref);
        if (patch) await this.api.client.patch(ref, JSON.parse(patch));
        if (verb === 'annotate') {
          const [change] = rest.filter(it => it.includes('/'));
          const [key, value = null] = change.replace(/-$/, '').split('=');
          await this.annotate(ref, { [key]: value });
        }
      }
    }
  }

  private refOf(kind: string, recordedName: string): ObjectRef {
    return {
      apiVersion: kind === 'Secret' ? 'v1' : sqlApiVersion,
      kind,
      namespace,
      name: this.server.inOwnWords(recordedName),
    };
  }

  private async annotate(
    ref: ObjectRef,
    annotations: Record<string, string | null>,
  ): Promise<void> {
    try {
      await this.api.client.patch(ref, { metadata: { annotations } });
    } catch (error) {
      // It went while it was looked at.
      if (!isNotFound(error)) throw error;
    }
  }
}

function words(text: string): [string, string] {
  const [kind, name] = text.split(' ');
  return [kind, name];
}
