import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { DriftReport } from '../engine/DriftCheck';

/** Tells the platform team that numbers were not what the facts say. */
export async function tellOfDrift(options: {
  config: RootConfigService;
  notifications: NotificationService;
  report: DriftReport;
}): Promise<void> {
  const { config, notifications, report } = options;
  const entityRef = config.getOptionalStringArray(
    'permission.ownership.platformGroups',
  ) ?? ['group:default/platform'];
  if (!entityRef.length) return;
  await notifications.send({
    recipients: { type: 'entity', entityRef },
    payload: {
      title: 'Delivery metrics were not what the facts say',
      description: `${
        report.drifted
      } components or groups differed and are computed again: ${report.examples.join(
        ', ',
      )}.`,
      severity: 'high',
      topic: 'dora',
      scope: 'dora-drift',
    },
  });
}
