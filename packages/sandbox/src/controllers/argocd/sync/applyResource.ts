import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../../runtime';
import { conditionOf, isConflict, refOf } from '../../runtime';
import { hasSyncOption } from '../annotations';
import type { ArgoParts } from '../ArgoParts';
import { groupOf } from '../compare/mergeKeys';
import { patchBetween } from '../compare/patchBetween';
import {
  lastApplied,
  lastAppliedAnnotation,
} from '../compare/ResourceComparer';
import { threeWayMerge } from '../compare/threeWayMerge';

const MAX_CONFLICTS = 5;
const CRD_POLLS = 100;
const CRD_POLL_MS = 50;

/** How resources are applied. */
export type ApplyMode = {
  syncOptions: readonly string[];
  dryRun: boolean;
};

/**
 * Applies one manifest as `kubectl apply` does.
 *
 * @returns what kubectl prints, such as `deployment.apps/web configured`
 * @throws Error with kubectl's words when the server refuses
 */
export async function applyResource(
  parts: ArgoParts,
  target: KubernetesObject,
  { syncOptions, dryRun }: ApplyMode,
): Promise<string> {
  const has = (option: string) => hasSyncOption(target, syncOptions, option);
  const say = (what: string, warning = '') =>
    `${labelOf(target)} ${what}${dryRun ? ' (dry run)' : ''}${warning}`;
  const { writer, live: cache, client } = parts;
  const done = async (written: KubernetesObject) => {
    cache.remember(written);
    if (written.kind === 'CustomResourceDefinition') {
      await waitForKind(parts, written);
    }
  };
  if (has('ServerSideApply=true') && !has('Replace=true')) {
    if (!dryRun) await done(await writer.apply(target));
    return say('serverside-applied');
  }
  for (let conflicts = 0; ; conflicts += 1) {
    const live = await client.find<KubernetesObject>(refOf(target));
    if (!live) {
      const object = has('Replace=true') ? target : withLastApplied(target);
      if (!dryRun) await done(await writer.create(object));
      return say('created');
    }
    try {
      if (has('Replace=true')) {
        const { resourceVersion } = live.metadata;
        const metadata = { ...target.metadata, resourceVersion };
        if (!dryRun) await done(await writer.replace({ ...target, metadata }));
        return say('replaced');
      }
      const original = lastApplied(live);
      const wanted = threeWayMerge(original, withLastApplied(target), live);
      const patch = patchBetween(live, wanted);
      if (!patch) return say('unchanged');
      if (!dryRun) await done(await writer.patch(live, patch));
      return say('configured', original ? '' : await missing(parts, target));
    } catch (error) {
      if (isConflict(error) && conflicts < MAX_CONFLICTS) continue;
      const verb = has('Replace=true') ? 'replacing' : 'patching';
      // kubectl names the temporary file it was given.
      const file = `/dev/shm/${randomInt(1_000_000_000, 4_000_000_000)}`;
      throw new Error(
        `error when ${verb} "${file}": ${
          error instanceof Error ? error.message : String(error)
        }`,
      );
    }
  }
}

/** A resource in kubectl's words: `deployment.apps/web`. */
export function labelOf({
  apiVersion,
  kind,
  metadata,
}: KubernetesObject): string {
  const group = groupOf(apiVersion);
  const type = kind.toLowerCase() + (group ? `.${group}` : '');
  return `${type}/${metadata.name}`;
}

function withLastApplied(target: KubernetesObject): KubernetesObject {
  const { metadata } = target;
  const annotations = { ...metadata.annotations };
  delete annotations[lastAppliedAnnotation];
  const plain = { ...target, metadata: { ...metadata, annotations } };
  return {
    ...plain,
    metadata: {
      ...plain.metadata,
      annotations: {
        ...annotations,
        [lastAppliedAnnotation]: `${JSON.stringify(sorted(plain))}\n`,
      },
    },
  };
}

/** Fields in the order of their names, as Go writes maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

async function missing(
  { client }: ArgoParts,
  { apiVersion, kind, metadata }: KubernetesObject,
): Promise<string> {
  const { plural } = await client.discovery.resourceOf(apiVersion, kind);
  return `. Warning: resource ${plural}/${metadata.name} is missing the ${lastAppliedAnnotation} annotation which is required by  apply.  apply should only be used on resources created declaratively by either  create --save-config or  apply. The missing annotation will be patched automatically.`;
}

/** Waits until a kind that was just defined is served. */
async function waitForKind(parts: ArgoParts, crd: KubernetesObject) {
  const { group, versions } = (crd.spec ?? {}) as {
    group?: string;
    versions?: { name: string }[];
  };
  for (let polls = 0; polls < CRD_POLLS; polls += 1) {
    const found = await parts.client.find<KubernetesObject>(refOf(crd));
    if (!found || conditionOf(found, 'Established')?.status === 'True') break;
    await sleep(CRD_POLL_MS);
  }
  for (const { name } of versions ?? []) {
    parts.client.discovery.forget(`${group}/${name}`);
  }
}
