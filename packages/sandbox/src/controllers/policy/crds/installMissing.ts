import { setTimeout as sleep } from 'node:timers/promises';
import {
  conditionOf,
  isAlreadyExists,
  type KubernetesClient,
  type KubernetesObject,
  refOf,
} from '../../runtime';

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
  for (const crd of crds) {
    if (await client.find(refOf(crd))) continue;
    try {
      await client.create(crd);
    } catch (error) {
      // Somebody else was faster: theirs stays too.
      if (!isAlreadyExists(error)) throw error;
    }
  }
  for (const crd of crds) {
    for (;;) {
      signal.throwIfAborted();
      const found = await client.find(refOf(crd));
      if (found && conditionOf(found, 'Established')?.status === 'True') break;
      await sleep(POLL_MS, undefined, { signal });
    }
    const { group, versions } = crd.spec as {
      group: string;
      versions: { name: string }[];
    };
    for (const { name } of versions) {
      client.discovery.forget(`${group}/${name}`);
    }
  }
}
