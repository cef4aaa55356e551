import { verifyHmac, type WebhookCollector } from '@cairn/plugin-dora-node';
import { eventIdOf, translateIncident } from './translateIncident';

/** Reads what PagerDuty's webhooks of version 3 tell of incidents. */
export const pagerdutyCollector: WebhookCollector = {
  id: 'pagerduty',
  title: 'PagerDuty',
  // A list while a secret is changed.
  verify: verifyHmac({ header: 'x-pagerduty-signature', prefix: 'v1=' }),
  deliveryId: eventIdOf,
  translate: async (delivery, context) => translateIncident(delivery, context),
};
