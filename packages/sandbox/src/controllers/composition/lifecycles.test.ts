import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { TestApi } from '../../__testUtils__/testApi';
import { startTestApi } from '../../__testUtils__/testApi';
import type { KubernetesObject } from '../runtime';
import { KubernetesClient } from '../runtime';
import { LifecycleCluster } from './__testUtils__/LifecycleCluster';
import type { CompositionController } from './startCompositionController';
import { startCompositionController } from './startCompositionController';
import { comparableEvents, SeenEvents } from './__testUtils__/SeenEvents';
import type { RecordedEvent } from './__testUtils__/SeenEvents';
import { comparableObjects } from './__testUtils__/comparableObjects';
import type { Definition } from './definition/types';

type Step = {
  step: string;
  actions: { command: string; manifest?: string; exitCode?: number }[];
  events: RecordedEvent[];
  objects: KubernetesObject[];
};
type Lifecycle = {
  definitions: (KubernetesObject & Definition)[];
  steps: Step[];
};

/** Recordings of Crossplane, condensed. What is left out of them is listed with its reason in `notReplayed.yaml`. */
const LIFECYCLES = [
  'lifecycle-namespaced',
  'lifecycle-namespaced-cases',
  'lifecycle-selection',
  'lifecycle-legacy',
  'definitions-revisions',
];
const PATIENCE_MS = 20_000;
const STEP_TIMEOUT_MS = 60_000;

const kubeconfigOfCluster = process.env.CAIRN_CONTRACT_KUBECONFIG;

describe.each(LIFECYCLES)('%s', lifecycle => {
  const { definitions, steps } = parse(
    readFileSync(
      join(__dirname, '__fixtures__', 'lifecycles', `${lifecycle}.yaml`),
      'utf8',
    ),
  ) as Lifecycle;
  let api: TestApi | undefined;
  let client: KubernetesClient;
  let controller: CompositionController;
  let cluster: LifecycleCluster;
  let events: SeenEvents;

  beforeAll(async () => {
    api = kubeconfigOfCluster ? undefined : await startTestApi();
    const kubeconfig = api?.kubeconfig ?? kubeconfigOfCluster ?? '';
    client = KubernetesClient.fromKubeconfig(kubeconfig);
    controller = await startCompositionController({
      kubeconfig,
      log: () => undefined,
    });
    await controller.synced;
    cluster = new LifecycleCluster(client);
    events = new SeenEvents(client);
    for (const name of ['team-a', 'team-b', 'team-e', 'crossplane-system']) {
      await client.apply(
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
        { fieldManager: 'test' },
      );
    }
    for (const definition of definitions) {
      await client.apply(definition, { fieldManager: 'test', force: true });
      const { group, names, claimNames, versions } = definition.spec;
      for (const each of [names, ...(claimNames ? [claimNames] : [])]) {
        const apiVersion = `${group}/${versions[0].name}`;
        cluster.learnKind(each.plural, apiVersion, each.kind);
        await served(client, apiVersion, each.kind);
      }
    }
  }, STEP_TIMEOUT_MS);

  afterAll(async () => {
    await controller.stop();
    client.close();
    await api?.stop();
  });

  it.each(steps.map(it => [it.step, it] as const))(
    '%s',
    async (_, step) => {
      cluster.learnNames(step.objects);
      for (const action of step.actions) {
        if (action.command.startsWith('(wait')) await quiet();
        else await act(action);
      }
      const wanted = comparableObjects(step.objects);
      const wantedEvents = comparableEvents(step.events);
      let found = await look();
      let missing = await events.missing(wantedEvents);
      const end = Date.now() + PATIENCE_MS;
      while (
        (!isDeepStrictEqual(found, wanted) || missing.length > 0) &&
        Date.now() < end
      ) {
        await settle();
        found = await look();
        missing = await events.missing(wantedEvents);
      }
      expect(found.map(it => JSON.parse(it))).toEqual(
        wanted.map(it => JSON.parse(it)),
      );
      expect(missing).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it('notes no events but the recorded ones', async () => {
    const recorded = comparableEvents(steps.flatMap(it => it.events));
    expect(await events.others(recorded)).toEqual([]);
  });

  /** Does what was done, and is refused what was refused. */
  async function act({ command, manifest, exitCode }: Step['actions'][number]) {
    try {
      await cluster.run(command, manifest);
    } catch (error) {
      if (exitCode) return;
      throw error;
    }
    if (exitCode) throw new Error(`This should be refused: ${command}`);
  }

  /** Waits until nothing changes for a while. */
  async function quiet(): Promise<void> {
    let before = await look();
    for (let same = 0; same < 3; ) {
      await settle();
      const now = await look();
      same = isDeepStrictEqual(now, before) ? same + 1 : 0;
      before = now;
    }
  }

  async function settle(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 100));
    await cluster.playDeployments();
  }

  /** The same kinds of objects as in the recordings, as they are now. */
  async function look() {
    const compositions = new Set(
      steps.flatMap(it => it.objects.map(compositionOf)),
    );
    const isRecorded = (revision: KubernetesObject) =>
      compositions.has(compositionOf(revision));
    // Not every recording has the objects of all kinds.
    const recorded = new Set(
      steps.flatMap(it => it.objects.map(object => object.kind)),
    );
    const kinds = [
      ['v1', 'ConfigMap'],
      ['v1', 'Secret'],
      ['v1', 'Namespace'],
      ['apps/v1', 'Deployment'],
      ['apiextensions.crossplane.io/v1', 'Composition'],
      ['apiextensions.crossplane.io/v1', 'CompositionRevision'],
      ...definitions.flatMap(({ spec }) =>
        [spec.names, ...(spec.claimNames ? [spec.claimNames] : [])].map(it => [
          `${spec.group}/${spec.versions[0].name}`,
          it.kind,
        ]),
      ),
    ];
    const lists = await Promise.all(
      kinds.map(([apiVersion, kind]) => client.list(apiVersion, kind)),
    );
    return comparableObjects(
      lists
        .flatMap(it => it.items)
        .filter(it => recorded.has(it.kind))
        // A real cluster may hold those of other recordings.
        .filter(it => it.kind !== 'CompositionRevision' || isRecorded(it)),
    );
  }
});

/** The Composition that a revision belongs to. */
function compositionOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.labels?.['crossplane.io/composition-name'];
}

async function served(
  client: KubernetesClient,
  apiVersion: string,
  kind: string,
) {
  for (;;) {
    try {
      await client.list(apiVersion, kind);
      return;
    } catch {
      client.discovery.forget(apiVersion);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}
