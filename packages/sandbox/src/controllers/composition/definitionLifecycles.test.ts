import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { TestApi } from '../../__testUtils__/testApi';
import { eventually, startTestApi } from '../../__testUtils__/testApi';
import type { JsonObject, KubernetesObject } from '../runtime';
import { conditionOf, conditionsOf, refOf } from '../runtime';
import { CRD } from './definition/applyCrd';
import type { CompositionController } from './startCompositionController';
import { startCompositionController } from './startCompositionController';

type Recorded = {
  name: string;
  applied: KubernetesObject;
  finalizers: string[];
  conditions: string[];
  controllers: JsonObject;
  crds: { name: string; owners: JsonObject[]; conditions: string[] }[];
  events: string[];
  instance?: KubernetesObject;
  deletion: string[];
};
type EventObject = KubernetesObject & {
  involvedObject: { kind: string; name: string };
  type: string;
  reason: string;
  message: string;
};

const PATIENCE_MS = 20_000;
const TIMEOUT_MS = 60_000;
const recorded = parse(
  readFileSync(
    join(__dirname, '__fixtures__', 'definition-lifecycles.yaml'),
    'utf8',
  ),
) as Recorded[];

describe('the lives of definitions as recorded', () => {
  let api: TestApi;
  let controller: CompositionController;

  beforeAll(async () => {
    api = await startTestApi();
    controller = await startCompositionController({
      kubeconfig: api.kubeconfig,
      log: () => undefined,
    });
    await controller.synced;
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'team-a' },
    });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await controller.stop();
    await api.stop();
  });

  it.each(recorded.map(it => [it.name, it] as const))(
    '%s',
    async (_, { applied, instance, ...wanted }) => {
      const { client } = api;
      const ref = refOf(applied);
      const { finalizers, conditions, controllers, crds } = wanted;

      await client.create(applied);
      const made = { finalizers, conditions, controllers, crds };
      expect(
        await untilEqual(async () => {
          const xrd = await client.get(ref);
          return {
            finalizers: [...(xrd.metadata.finalizers ?? [])].sort(),
            conditions: conditionsOf(xrd).map(asText),
            controllers: xrd.status?.controllers,
            crds: await Promise.all(crds.map(({ name }) => definition(name))),
          };
        }, made),
      ).toEqual(made);
      expect(await untilEqual(() => notedOf(ref.name), wanted.events)).toEqual(
        wanted.events,
      );

      if (instance) {
        client.discovery.forget(instance.apiVersion);
        await client.create(instance);
        // From then on its deletion has something to wait for.
        await eventually(async () => {
          const found = await client.get(refOf(instance));
          return conditionOf(found, 'Synced') && found.metadata.finalizers;
        });
      }
      await client.delete(ref);
      await eventually(async () => !(await client.find(ref)));
      for (const { name } of crds) {
        expect(await client.find({ ...CRD, name })).toBeUndefined();
      }
      const all = [...wanted.events, ...wanted.deletion].sort();
      expect(await untilEqual(() => notedOf(ref.name), all)).toEqual(all);
    },
    TIMEOUT_MS,
  );

  async function definition(name: string) {
    const found = await api.client.find({ ...CRD, name });
    return {
      name,
      owners: (found?.metadata.ownerReferences ?? []).map(
        ({ uid: _, ...owner }) => owner,
      ),
      conditions: (found ? conditionsOf(found) : []).map(asText),
    };
  }

  /** What was noted of a definition, each text once. Warnings of a cache that is late are left out, as they come and go. */
  async function notedOf(name: string): Promise<string[]> {
    const { items } = await api.client.list<EventObject>('v1', 'Event');
    const texts = items
      .filter(it => it.involvedObject.name === name && it.type === 'Normal')
      .map(
        it =>
          `${it.involvedObject.kind} ${name} ${it.type} ${it.reason}: ${it.message}`,
      );
    return [...new Set(texts)].sort();
  }
});

/** Looks until it sees what is wanted, or patience ends; then whatever it saw last. */
async function untilEqual(
  look: () => Promise<unknown>,
  wanted: unknown,
): Promise<unknown> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (isDeepStrictEqual(found, wanted) || Date.now() > end) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function asText(condition: ReturnType<typeof conditionsOf>[number]): string {
  const { type, status, reason, message, observedGeneration } = condition;
  return `${type} ${status} ${reason} gen=${observedGeneration ?? 'none'}: ${
    message ?? ''
  }`;
}
