import type {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Dora } from '../createDora';
import { prune } from './prune';
import { refreshRosterTask } from './refreshRosterTask';

/** Everything that is done now and then. */
export async function scheduleTasks(options: {
  auth: AuthService;
  scheduler: SchedulerService;
  logger: LoggerService;
  dora: Dora;
}): Promise<void> {
  const { auth, scheduler, logger, dora } = options;
  const { db, quarantine, rebuild, roll } = dora;

  await scheduler.scheduleTask({
    id: 'dora-roster',
    // Each replica must know who is who.
    scope: 'local',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: signal => refreshRosterTask({ auth, logger, dora, signal }),
  });
  await scheduler.scheduleTask({
    id: 'dora-stats',
    scope: 'local',
    frequency: { seconds: 10 },
    timeout: { seconds: 30 },
    fn: () => dora.stats.flush(),
  });
  await scheduler.scheduleTask({
    id: 'dora-snapshots',
    frequency: { minutes: 5 },
    timeout: { minutes: 10 },
    async fn() {
      await roll.run();
    },
  });
  await scheduler.scheduleTask({
    id: 'dora-rebuild',
    frequency: { seconds: 30 },
    timeout: { hours: 2 },
    async fn(signal) {
      await rebuild.beginIfOutdated();
      while (!signal.aborted && (await rebuild.step()));
    },
  });
  await scheduler.scheduleTask({
    id: 'dora-check',
    frequency: { cron: '23 3 * * *' },
    timeout: { hours: 2 },
    async fn() {
      await dora.check.run().catch(error => {
        logger.error(
          'The numbers could not be compared with the facts',
          toError(error),
        );
      });
    },
  });
  await scheduler.scheduleTask({
    id: 'dora-prune',
    frequency: { cron: '47 2 * * *' },
    timeout: { hours: 1 },
    async fn() {
      const { retention, quarantineRetention } = dora.options;
      const deleted = await prune({
        db,
        quarantine,
        retention,
        quarantineRetention,
        now: Date.now(),
      });
      if (deleted)
        logger.info(`${deleted} facts were older than they are kept`);
    },
  });
}
