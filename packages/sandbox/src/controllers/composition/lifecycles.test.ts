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
import { comparableObjects } from './__testUtils__/comparableObjects';
import type { Definition } from './definition/types';

type Step = {
  step: string;
  title: string;
  actions: { command: string; manifest?: string }[];
  events: { object: string; type: string; reason: string; message: string }[];
  objects: KubernetesObject[];
};
type Lifecycle = {
  definitions: (KubernetesObject & Definition)[];
  steps: Step[];
};

/** Steps whose point is a part that is left out here on purpose: time limits, quotas, stopped functions. */
const LEFT_OUT: Record<string, string[]> = {
  'lifecycle-namespaced': [
    '04-idle',
    '16-function-down',
    '17-function-up-again',
    // Only a server with Kubernetes' own types refuses these as undecodable and not as invalid.
    ...(process.env.CAIRN_CONTRACT_KUBECONFIG
      ? []
      : [
          '22-composed-invalid',
          '23-composed-cluster-scoped',
          '24-composed-unknown-kind',
        ]),
  ],
  // The manifest of the second claim was not recorded.
  'lifecycle-legacy': [
    '13-second-claim-wants-bound-composite',
    '14-second-claim-deleted',
  ],
};
const PATIENCE_MS = 3_000;
const STEP_TIMEOUT_MS = 30_000;

const kubeconfigOfCluster = process.env.CAIRN_CONTRACT_KUBECONFIG;

describe.each(Object.keys(LEFT_OUT))('%s', lifecycle => {
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
    async (name, step) => {
      const omitted = LEFT_OUT[lifecycle].includes(name);
      cluster.learnNames(step.objects);
      for (const { command, manifest } of step.actions) {
        if (omitted && (/claim/.test(name) || !command.startsWith('kubectl')))
          continue;
        if (command.startsWith('(wait')) await settle();
        else await cluster.run(command, manifest);
      }
      if (omitted) return;
      const wanted = comparableObjects(step.objects);
      let found = await look();
      const end = Date.now() + PATIENCE_MS;
      while (!isDeepStrictEqual(found, wanted) && Date.now() < end) {
        await settle();
        found = await look();
      }
      expect(found.map(it => JSON.parse(it))).toEqual(
        wanted.map(it => JSON.parse(it)),
      );
    },
    STEP_TIMEOUT_MS,
  );

  async function settle(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 100));
    await cluster.playDeployments();
  }

  /** The same kinds of objects as in the recordings, as they are now. */
  async function look() {
    const kinds = [
      ['v1', 'ConfigMap'],
      ['v1', 'Secret'],
      ['apps/v1', 'Deployment'],
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
    return comparableObjects(lists.flatMap(it => it.items));
  }
});

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
