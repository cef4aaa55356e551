import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { TestApi } from '../../__testUtils__/testApi';
import { eventually, startTestApi } from '../../__testUtils__/testApi';
import type { KubernetesClient, KubernetesObject } from '../runtime';
import { conditionOf } from '../runtime';
import { CRD } from './definition/applyCrd';
import { XRD_KIND } from './definition/types';
import type { CompositionController } from './startCompositionController';
import { startCompositionController } from './startCompositionController';

type Refusal = { case: string; manifest: string; refusal: string };
type Recorded = {
  compositions: Omit<Refusal, 'case'>[];
  refused: Refusal[];
  warned: { case: string; manifest: string; warnings: string[] }[];
  changes: Refusal[];
};
type EventObject = KubernetesObject & {
  involvedObject: { name: string };
  type: string;
  reason: string;
  message: string;
};

const folder = join(__dirname, '__fixtures__');
const recorded = parse(
  readFileSync(join(folder, 'definitions.yaml'), 'utf8'),
) as Recorded;
const TIMEOUT_MS = 30_000;
const XRD_API = 'apiextensions.crossplane.io/v2';

describe('definitions as recorded', () => {
  let api: TestApi;
  let client: KubernetesClient;
  let controller: CompositionController;

  const start = async () => {
    controller = await startCompositionController({
      kubeconfig: api.kubeconfig,
      log: () => undefined,
    });
    await controller.synced;
  };

  beforeAll(async () => {
    api = await startTestApi();
    ({ client } = api);
    await start();
    // Instances in it are looked for below.
    await client.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } },
      { fieldManager: 'test' },
    );
  }, TIMEOUT_MS);

  afterAll(async () => {
    await controller.stop();
    await api.stop();
  });

  it.each(recorded.compositions)(
    'refuses a composition: $refusal',
    async ({ manifest, refusal }) => {
      expect(await refusalOf(client.create(parse(manifest)))).toBe(refusal);
    },
  );

  it.each(recorded.refused)(
    'refuses an XRD: $case',
    async ({ manifest, refusal }) => {
      expect(await refusalOf(client.create(parse(manifest)))).toBe(refusal);
    },
  );

  it.each(recorded.warned)(
    'warns of an XRD that makes no CRD: $case',
    async ({ manifest, warnings }) => {
      const xrd = await client.create(parse(manifest) as KubernetesObject);
      const { name = '' } = xrd.metadata;
      const found = await eventually(async () => {
        const { items } = await client.list<EventObject>('v1', 'Event');
        const texts = items
          .filter(
            it => it.type === 'Warning' && it.involvedObject.name === name,
          )
          .map(it => `${it.reason}: ${it.message}`);
        return texts.length > 0 && [...new Set(texts)].sort();
      });
      expect(found.map(inAnyOrder)).toEqual(warnings.map(inAnyOrder));
      const { apiVersion, kind } = xrd;
      const now = await client.get({ apiVersion, kind, name });
      expect(now.status?.conditions).toBeUndefined();
      await client.delete({ apiVersion, kind, name });
    },
    TIMEOUT_MS,
  );

  it(
    'refuses changes of what cannot change',
    async () => {
      const { xrd } = parse(
        readFileSync(
          join(folder, 'xrd-to-crd', 'v2-namespaced-full.yaml'),
          'utf8',
        ),
      ) as { xrd: KubernetesObject };
      const { name, labels, annotations } = xrd.metadata;
      await client.create({
        apiVersion: xrd.apiVersion,
        kind: xrd.kind,
        metadata: { name, labels, annotations },
        spec: xrd.spec,
      });
      for (const { manifest, refusal } of recorded.changes) {
        const changed = parse(manifest) as KubernetesObject;
        const answer = client.apply(changed, {
          fieldManager: 'test',
          force: true,
        });
        expect(await refusalOf(answer)).toBe(refusal);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'waits with the deletion of a namespaced XRD until somebody deletes its composites, also after a restart',
    async () => {
      const xrd = await define('Kept', 'Namespaced');
      const kept = {
        apiVersion: 'life.example.org/v1',
        kind: 'Kept',
        metadata: { name: 'one', namespace: 'team-a' },
        spec: {},
      };
      await client.create(kept);
      await client.delete(xrd);
      await eventually(
        async () =>
          conditionOf(await client.get(xrd), 'Established')?.reason ===
          'TerminatingCompositeResource',
      );
      await controller.stop();
      await start();
      const one = { ...kept, name: 'one', namespace: 'team-a' };
      expect((await client.get(one)).metadata.deletionTimestamp).toBe(
        undefined,
      );
      expect(await client.find({ ...CRD, name: xrd.name })).toBeDefined();
      await client.delete(one);
      await eventually(async () => !(await client.find(xrd)));
      expect(await client.find({ ...CRD, name: xrd.name })).toBeUndefined();
    },
    TIMEOUT_MS,
  );

  it(
    'deletes the composites of a cluster scoped XRD with it',
    async () => {
      const xrd = await define('Wide', 'Cluster');
      await client.create({
        apiVersion: 'life.example.org/v1',
        kind: 'Wide',
        metadata: { name: 'one' },
        spec: {},
      });
      await client.delete(xrd);
      await eventually(async () => !(await client.find(xrd)));
      expect(await client.find({ ...CRD, name: xrd.name })).toBeUndefined();
    },
    TIMEOUT_MS,
  );

  /** Defines a kind and waits until it is served. */
  async function define(kind: string, scope: string) {
    const plural = `${kind.toLowerCase()}s`;
    const ref = {
      apiVersion: XRD_API,
      kind: XRD_KIND,
      name: `${plural}.life.example.org`,
    };
    await client.create({
      apiVersion: ref.apiVersion,
      kind: ref.kind,
      metadata: { name: ref.name },
      spec: {
        scope,
        group: 'life.example.org',
        names: { kind, plural },
        versions: [
          {
            name: 'v1',
            served: true,
            referenceable: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    properties: { size: { type: 'string' } },
                  },
                },
              },
            },
          },
        ],
      },
    });
    await eventually(
      async () =>
        conditionOf(await client.get(ref), 'Established')?.status === 'True',
    );
    client.discovery.forget('life.example.org/v1');
    return ref;
  }
});

/** Kubernetes walks through the fields of a schema in no certain order. */
function inAnyOrder(text: string): string[] {
  return text.split(/[[\]]|, |: /).sort();
}

/** What the server says is invalid, in the order it says it. */
async function refusalOf(answer: Promise<unknown>): Promise<string> {
  const message = await answer.then(
    () => 'accepted',
    (error: Error) => error.message,
  );
  const text = message.split(' is invalid: ')[1] ?? message;
  return text.startsWith('[') ? text.slice(1, -1) : text;
}
