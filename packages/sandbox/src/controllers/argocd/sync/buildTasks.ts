import type { KubernetesObject } from '../../runtime';
import { NoKindMatchError } from '../../runtime';
import { hasSyncOption, hookPhasesOf, isHook, waveOf } from '../annotations';
import type { ArgoParts } from '../ArgoParts';
import { groupOf, versionOf } from '../compare/mergeKeys';
import {
  isDestinationPermitted,
  isKindPermitted,
} from '../project/permissions';
import { mark } from '../compare/prepareTargets';
import { resourceIdOf } from '../tracking';
import type { ResourceResult, SelectedResource } from '../types';
import { namespaceTask } from './namespaceTask';
import type { SyncRequest } from './SyncRequest';
import { objectOf, sortTasks, type SyncTask } from './SyncTask';

/** Tasks, or why they cannot be done. */
export type BuiltTasks = {
  tasks: SyncTask[];
  /** Reasons, each also in the result of its resource. */
  invalid: { task: SyncTask; reason: string; message: string }[];
};

/** What a synchronisation has to do, in its order, with what became of it so far. */
export async function buildTasks(
  parts: ArgoParts,
  request: SyncRequest,
): Promise<BuiltTasks> {
  const { sync, comparison } = request;
  const tasks: SyncTask[] = [];
  for (const { target, live } of comparison.compared) {
    const object = target ?? live;
    if (!object || isHook(object)) continue;
    if (!isSelected(object, sync.resources)) continue;
    const wave = waveOf(object);
    tasks.push({ phase: 'Sync', hook: false, target, live, wave });
  }
  const skipsHooks =
    sync.syncStrategy?.apply !== undefined || (sync.resources?.length ?? 0) > 0;
  if (!skipsHooks) tasks.push(...hookTasks(parts, request));
  const namespace = await namespaceTask(parts, request, tasks);
  if (namespace) tasks.push(namespace);
  orderPruning(tasks, request.syncOptions);
  for (const task of tasks) {
    task.result = request.state.syncResult?.resources?.find(result =>
      isResultOf(result, task),
    );
  }
  const sorted = sortTasks(tasks);
  return { tasks: sorted, invalid: await findInvalid(parts, request, sorted) };
}

/** Whether a result is the one of a task. */
export function isResultOf(result: ResourceResult, task: SyncTask): boolean {
  const { group, kind, namespace, name } = resourceIdOf(objectOf(task));
  return (
    result.group === group &&
    result.kind === kind &&
    result.namespace === namespace &&
    result.name === name &&
    result.syncPhase === task.phase
  );
}

function hookTasks(parts: ArgoParts, request: SyncRequest): SyncTask[] {
  const { comparison, state, instance } = request;
  return comparison.hooks.flatMap(hook =>
    hookPhasesOf(hook)
      .filter(phase => phase !== 'PreDelete' && phase !== 'PostDelete')
      .map(phase => {
        const target = named(hook, () => {
          const commit = (comparison.revisions[0] ?? '').slice(0, 7);
          const begun = Math.floor(Date.parse(state.startedAt) / 1000);
          return `${commit}-${phase}-${begun}`.toLowerCase();
        });
        const { apiVersion, kind, metadata } = target;
        const { namespace, name = '' } = metadata;
        return {
          phase,
          hook: true,
          target: target === hook ? hook : mark(target, instance),
          live: parts.live.get({ apiVersion, kind, namespace, name }),
          wave: waveOf(hook),
        };
      }),
  );
}

/** A hook with a name of its own for this very operation, if it asks for one. */
function named(hook: KubernetesObject, suffix: () => string): KubernetesObject {
  const { generateName, ...metadata } = hook.metadata;
  if (metadata.name || !generateName) return hook;
  return { ...hook, metadata: { ...metadata, name: generateName + suffix() } };
}

/** Pruning goes through the waves backwards; `PruneLast` puts it behind everything. */
function orderPruning(tasks: SyncTask[], syncOptions: string[]): void {
  const pruned = tasks.filter(task => !task.target);
  const waves = [...new Set(pruned.map(it => it.wave))].sort((a, b) => a - b);
  const last = Math.max(
    0,
    ...tasks.filter(it => it.phase === 'Sync').map(it => it.wave),
  );
  for (const task of pruned) {
    const opposite = waves[waves.length - 1 - waves.indexOf(task.wave)];
    const isLast = hasSyncOption(task.live, syncOptions, 'PruneLast=true');
    task.wave = isLast ? last + 1 : opposite ?? task.wave;
  }
}

async function findInvalid(
  parts: ArgoParts,
  { project, app }: SyncRequest,
  tasks: SyncTask[],
): Promise<BuiltTasks['invalid']> {
  const found: BuiltTasks['invalid'] = [];
  const crds = new Set(
    tasks
      .map(task => task.target)
      .filter(target => target?.kind === 'CustomResourceDefinition')
      .map(target => kindOfCrd(target)),
  );
  const { destination } = app.spec;
  for (const task of tasks) {
    const object = objectOf(task);
    const { group, kind, namespace, name } = resourceIdOf(object);
    try {
      const { namespaced } = await parts.client.discovery.resourceOf(
        object.apiVersion,
        kind,
      );
      const isOwn = kind === 'Namespace' && task.phase === 'PreSync';
      let reason: string | undefined;
      if (
        !isOwn &&
        !isKindPermitted(project, { group, kind, name }, namespaced)
      ) {
        reason = `resource ${group}:${kind} is not permitted in project ${project.metadata.name}`;
      } else if (
        namespaced &&
        !isDestinationPermitted(project, { ...destination, namespace })
      ) {
        reason = `namespace ${namespace} is not permitted in project '${project.metadata.name}'`;
      }
      if (reason) found.push({ task, reason, message: reason });
    } catch (error) {
      if (!(error instanceof NoKindMatchError)) throw error;
      const skips = hasSyncOption(
        task.target,
        undefined,
        'SkipDryRunOnMissingResource=true',
      );
      // The synchronisation itself brings the kind, or says not to mind.
      if (skips || crds.has(`${group}/${kind}`)) continue;
      found.push({
        task,
        reason: `failed to discover server resources for group version ${group}/${versionOf(
          object.apiVersion,
        )}: the server could not find the requested resource`,
        message: `The Kubernetes API could not find ${group}/${kind} for requested resource ${namespace}/${name}. Make sure the "${kind}" CRD is installed on the destination cluster.`,
      });
    }
  }
  return found;
}

function kindOfCrd(crd: KubernetesObject | undefined): string {
  const { group, names } = (crd?.spec ?? {}) as {
    group?: string;
    names?: { kind?: string };
  };
  return `${group}/${names?.kind}`;
}

function isSelected(
  object: KubernetesObject,
  selected: SelectedResource[] | undefined,
): boolean {
  if (!selected || selected.length === 0) return true;
  const { kind, metadata, apiVersion } = object;
  return selected.some(
    one =>
      (one.group ?? '') === groupOf(apiVersion) &&
      one.kind === kind &&
      one.name === metadata.name &&
      (!one.namespace || one.namespace === metadata.namespace),
  );
}
