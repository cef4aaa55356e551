import type { KubernetesObject } from '../../runtime';
import type { ComparedResource } from '../compare/StateComparer';
import { groupOf, versionOf } from '../compare/mergeKeys';
import type { LiveObjects } from '../live/LiveObjects';
import { resourceKeyOf } from '../tracking';
import { nodeOf, refOf } from './nodeOf';
import type { ResourceNode, ResourceTree, TreeRef } from './ResourceTree';

const MAX_NODES = 2000;

/** The tree of an Application: its resources, what is missing of them, and all that they own. */
export function buildTree(
  resources: readonly ComparedResource[],
  live: LiveObjects,
): ResourceTree {
  const nodes = new Map<string, ResourceNode>();
  const add = (object: KubernetesObject, parent?: TreeRef) => {
    const key = resourceKeyOf(object);
    if (nodes.has(key) || nodes.size > MAX_NODES) return;
    nodes.set(key, nodeOf(object, parent));
    for (const child of live.childrenOf(object)) add(child, refOf(object));
  };
  for (const { live: object } of resources) if (object) add(object);
  for (const { key, target, live: object } of resources) {
    if (object || !target) continue;
    const { apiVersion, kind, metadata } = target;
    const { namespace, name = '' } = metadata;
    const group = groupOf(apiVersion);
    nodes.set(key, {
      ...(group && { group }),
      version: versionOf(apiVersion),
      kind,
      ...(namespace && { namespace }),
      name,
      health: { status: 'Missing' },
    });
  }
  const sorted = [...nodes.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, node]) => node);
  const hosts = new Set(
    sorted
      .flatMap(node => node.info ?? [])
      .filter(it => it.name === 'Node')
      .map(it => it.value),
  );
  return {
    nodes: sorted,
    ...(hosts.size > 0 && { hosts: [...hosts].map(name => ({ name })) }),
  };
}

/** Every live object below an Application's resources, those themselves included. */
export function descendants(
  resources: readonly ComparedResource[],
  live: LiveObjects,
): KubernetesObject[] {
  const found = new Map<string, KubernetesObject>();
  const add = (object: KubernetesObject) => {
    const key = resourceKeyOf(object);
    if (found.has(key) || found.size > MAX_NODES) return;
    found.set(key, object);
    for (const child of live.childrenOf(object)) add(child);
  };
  for (const { live: object } of resources) if (object) add(object);
  return [...found.values()];
}
