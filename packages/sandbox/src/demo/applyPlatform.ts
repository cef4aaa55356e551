import { setTimeout as sleep } from 'node:timers/promises';
import {
  conditionOf,
  KubernetesApiError,
  type KubernetesClient,
  type KubernetesObject,
  type Log,
  NoKindMatchError,
  refOf,
} from '../controllers/runtime';
import { readPlatformManifests } from './platformManifests';

const RETRY_MS = 100;
/** How often a refusal that does not pass by itself is repeated in the log. */
const QUIET_MS = 10_000;

class NotYet extends Error {
  constructor() {
    super('it is not established yet');
  }
}

/**
 * Applies the platform team's manifests by server-side apply, as often as it
 * takes: kinds that controllers make come only after the controllers. Ends when
 * everything is applied and every definition is established. Applying the same
 * again changes nothing.
 *
 * @throws Error when a manifest cannot be read
 */
export async function applyPlatform(options: {
  client: KubernetesClient;
  folder: string;
  /** Addresses in the manifests, and what they are here. */
  addresses?: Record<string, string>;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  const { client, folder, addresses, log } = options;
  const manifests = await readPlatformManifests(folder, addresses);
  for (const manifest of manifests) {
    await untilItWorks(manifest, options, () =>
      client.apply(manifest, { fieldManager: 'cairn-platform', force: true }),
    );
  }
  for (const manifest of manifests) {
    if (!manifest.kind.endsWith('ResourceDefinition')) continue;
    await untilItWorks(manifest, options, async () => {
      const object = await client.get(refOf(manifest));
      const established = conditionOf(object, 'Established');
      if (established?.status !== 'True') throw new NotYet();
    });
  }
  log('info', 'The platform is installed', { manifests: manifests.length });
}

async function untilItWorks(
  manifest: KubernetesObject,
  options: { client: KubernetesClient; log: Log; signal: AbortSignal },
  work: () => Promise<unknown>,
): Promise<void> {
  const { client, log, signal } = options;
  let quietUntil = Date.now() + QUIET_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      await work();
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NoKindMatchError) {
        client.discovery.forget(manifest.apiVersion);
      }
      // What the server calls wrong does not become right by waiting, but the
      // rest of the platform must not wait for it either way: it is said aloud.
      const isRefused =
        error instanceof KubernetesApiError && error.code === 422;
      if (isRefused || Date.now() > quietUntil) {
        quietUntil = Date.now() + QUIET_MS;
        log('warn', 'A manifest of the platform cannot be applied yet', {
          kind: manifest.kind,
          name: manifest.metadata.name,
          error: error instanceof Error ? error.message : String(error),
        });
      }
      if (isRefused) return;
      await sleep(RETRY_MS, undefined, { signal });
    }
  }
}
