import type { Discovery } from '../../runtime';
import { hasCompareOption, isHook, waveOf } from '../annotations';
import { isKindPermitted } from '../project/permissions';
import { resourceIdOf } from '../tracking';
import type { AppProject, ResourceStatus } from '../types';
import { versionOf } from './mergeKeys';
import { isNamespaced } from './prepareTargets';
import type { ComparedResource } from './StateComparer';

/** A resource's entry in the Application's status, and whether it puts the Application out of sync. */
export async function resourceStatusOf(
  { target, live, modified }: ComparedResource,
  context: { project: AppProject; discovery: Discovery; failed: boolean },
): Promise<{ status: ResourceStatus; outOfSync: boolean }> {
  const object = target ?? live;
  if (!object) throw new Error('a resource is neither wanted nor there');
  const { group, kind, namespace, name } = resourceIdOf(object);
  const requiresPruning = !target;
  const hook = isHook(object);
  const wave = target ? waveOf(target) : 0;
  const status: ResourceStatus = {
    ...(group && { group }),
    version: versionOf(object.apiVersion),
    kind,
    ...(namespace && { namespace }),
    name,
    ...(hook && { hook }),
    ...(requiresPruning && { requiresPruning }),
    ...(wave !== 0 && { syncWave: wave }),
  };
  if (hook) return { status, outOfSync: false };
  const differs = modified || !target || !live;
  status.status = differs ? 'OutOfSync' : 'Synced';
  const namespaced = await isNamespaced(context.discovery, object);
  const permitted = isKindPermitted(
    context.project,
    { group, kind, name },
    namespaced,
  );
  if (!permitted || context.failed) status.status = 'Unknown';
  const ignored =
    requiresPruning && live && hasCompareOption(live, 'IgnoreExtraneous');
  return { status, outOfSync: differs && !ignored };
}
