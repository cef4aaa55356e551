import { setTimeout as sleep } from 'node:timers/promises';
import { conditionOf } from './conditions';
import {
  isAlreadyExists,
  KubernetesApiError,
  NoKindMatchError,
} from './KubernetesApiError';
import { type KubernetesClient, refOf } from './KubernetesClient';
import type { KubernetesObject, ObjectRef } from './types';

const POLL_MS = 50;

/**
 * Installs definitions that are not there, and waits until all are served.
 * Definitions that are there stay as they are: a real cluster brings its own.
 */
export async function installMissing(
  client: KubernetesClient,
  crds: readonly KubernetesObject[],
  signal: AbortSignal,
): Promise<void> {
  const fresh = new Set<KubernetesObject>();
  for (const crd of crds) {
    if (await client.find(refOf(crd))) continue;
    fresh.add(crd);
    try {
      await client.create(crd);
    } catch (error) {
      // Somebody else was faster: theirs stays too.
      if (!isAlreadyExists(error)) throw error;
    }
  }
  for (const crd of crds) {
    await untilEstablished(client, refOf(crd), signal);
    if (fresh.has(crd)) await untilServed(client, crd, signal);
  }
}

/** Waits until the server has taken a definition up; what it serves may come a moment later. */
export async function untilEstablished(
  client: KubernetesClient,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const found = await client.find(ref);
    if (found && conditionOf(found, 'Established')?.status === 'True') return;
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** A server says that a new kind is there a moment before it can be listed. */
export async function untilServed(
  client: KubernetesClient,
  crd: KubernetesObject,
  signal: AbortSignal,
): Promise<void> {
  const { group, names, versions } = crd.spec as {
    group: string;
    names: { kind: string };
    versions: { name: string }[];
  };
  const apiVersion = `${group}/${versions[0].name}`;
  for (;;) {
    signal.throwIfAborted();
    client.discovery.forget(apiVersion);
    try {
      await client.list(apiVersion, names.kind);
      return;
    } catch (error) {
      const passes =
        error instanceof NoKindMatchError ||
        (error instanceof KubernetesApiError &&
          [404, 429, 503].includes(error.code));
      if (!passes) throw error;
      await sleep(POLL_MS, undefined, { signal });
    }
  }
}
