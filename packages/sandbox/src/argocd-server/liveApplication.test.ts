import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubernetesObject } from '../controllers/runtime';
import { ServerWorld } from './__testUtils__/ServerWorld';

/** Another project's file, which is not kept here. */
const fixtures = process.env.CAIRN_FIXTURES;

describe('a live Application', () => {
  if (!fixtures) {
    it('was not looked at: CAIRN_FIXTURES names no folder', () => {
      expect(fixtures).toBeFalsy();
    });
    return;
  }
  let world: ServerWorld;

  beforeAll(async () => {
    world = await ServerWorld.start(['argo-cd']);
    await world.api.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'argo-cd' },
    });
  }, 120_000);
  afterAll(() => world.stop());

  it('serves an Application of several sources as it is', async () => {
    const file = join(fixtures, 'argocd/application-multi-source-live.yaml');
    const live = parse(await readFile(file, 'utf8')) as KubernetesObject;
    const { resourceVersion: _, uid: _uid, ...metadata } = live.metadata;
    const owners = { ownerReferences: undefined };
    await world.create({
      ...live,
      metadata: { ...metadata, ...owners },
    } as never);
    const { body } = await world.call(
      'admin',
      'GET',
      `/api/v1/applications?appNamespace=${live.metadata.namespace}`,
    );
    const [item] = (body as { items: KubernetesObject[] }).items;
    expect(item?.spec).toEqual(live.spec);
    expect(item?.status).toEqual(live.status);
    expect(item?.metadata.labels).toEqual(live.metadata.labels);
    expect(item?.metadata.annotations).toEqual(live.metadata.annotations);
    const one = await world.call(
      'admin',
      'GET',
      `/api/v1/applications/${live.metadata.name}?appNamespace=${live.metadata.namespace}`,
    );
    expect((one.body as KubernetesObject).spec).toEqual(live.spec);
  }, 60_000);
});
