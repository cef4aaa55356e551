import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Dora } from '../createDora';
import { retryUnmatched } from './retryUnmatched';

/** Portals of which the last retry was cut off. */
const unfinished = new WeakSet<Dora>();

/** Reads the catalog, and tries again what named something that it did not know before. */
export async function refreshRosterTask(options: {
  auth: AuthService;
  logger: LoggerService;
  dora: Dora;
  signal: AbortSignal;
}): Promise<void> {
  const { auth, logger, dora, signal } = options;
  const { directory, inbox, loop, quarantine } = dora;
  const isFirst = directory.readAt === undefined;
  const hasChanged = await directory.refresh(
    await auth.getOwnServiceCredentials(),
  );
  if (!hasChanged && !isFirst && !unfinished.has(dora)) return;
  loop.wake();
  unfinished.add(dora);
  const { understood, finished } = await retryUnmatched({
    quarantine,
    inbox,
    logger,
    signal,
  });
  if (finished) unfinished.delete(dora);
  if (understood) {
    logger.info(`${understood} kept deliveries are understood now`);
  }
}
