import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { NoticeStore } from '../database/NoticeStore';
import { NEWS_AGE } from './ClaimAnnouncer';

/** Forgets, once a day on one replica, what was told of requests that are no news any more. */
export async function pruneNotices(options: {
  scheduler: SchedulerService;
  notices: NoticeStore;
  logger: LoggerService;
}): Promise<void> {
  const { scheduler, notices, logger } = options;
  await scheduler.scheduleTask({
    id: 'claims-prune-notices',
    scope: 'global',
    frequency: { days: 1 },
    timeout: { minutes: 1 },
    initialDelay: { minutes: 5 },
    async fn() {
      const count = await notices.prune(new Date(Date.now() - 2 * NEWS_AGE));
      logger.debug(`Forgot ${count} notices of old requests`);
    },
  });
}
