import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { QuarantineStore } from '../database/QuarantineStore';
import type { WebhookInbox } from '../ingest/WebhookInbox';

const AT_ONCE = 200;

/**
 * Tries again what named something that the catalog did not know.
 *
 * @returns how many are understood now
 */
export async function retryUnmatched(options: {
  quarantine: QuarantineStore;
  inbox: WebhookInbox;
  logger: LoggerService;
  signal?: AbortSignal;
}): Promise<number> {
  const { quarantine, inbox, logger, signal } = options;
  let understood = 0;
  let after = '0';
  for (;;) {
    const some = await quarantine.unmatched(after, AT_ONCE);
    for (const { id } of some) {
      if (signal?.aborted) return understood;
      after = id;
      try {
        const { quarantined } = await inbox.retry(id);
        if (!quarantined) understood += 1;
      } catch (error) {
        logger.warn(
          `The delivery ${id} could not be tried again`,
          toError(error),
        );
      }
    }
    if (some.length < AT_ONCE) return understood;
  }
}
