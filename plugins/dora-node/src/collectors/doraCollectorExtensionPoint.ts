import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { RunningCollector, WebhookCollector } from './types';

/** Where modules hand in the sources of facts. @public */
export interface DoraCollectorExtensionPoint {
  /** @throws Error for a second one with the same id */
  addWebhook(collector: WebhookCollector): void;
  /** @throws Error for a second one with the same id */
  addRunning(collector: RunningCollector): void;
}

/** @public */
export const doraCollectorExtensionPoint =
  createExtensionPoint<DoraCollectorExtensionPoint>({ id: 'dora.collector' });
