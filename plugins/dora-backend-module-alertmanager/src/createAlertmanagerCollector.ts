import {
  verifyAny,
  verifyHmac,
  verifyToken,
  type WebhookCollector,
} from '@cairn/plugin-dora-node';
import { translateAlerts, type AlertmanagerOptions } from './translateAlerts';

/** Reads what Alertmanager's webhooks tell of incidents. */
export function createAlertmanagerCollector(
  options: AlertmanagerOptions,
): WebhookCollector {
  return {
    id: 'alertmanager',
    title: 'Alertmanager',
    // It knows no signature: a token in its http_config, or whoever stands between signs.
    verify: verifyAny(
      verifyToken({ header: 'authorization', scheme: 'Bearer ' }),
      verifyHmac({ header: 'x-hub-signature-256', prefix: 'sha256=' }),
    ),
    translate: async (delivery, context) =>
      translateAlerts(delivery, context, options),
  };
}
