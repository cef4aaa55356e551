import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { audited } from '@cairn/plugin-platform-node';
import { raw, type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { WebhookInbox } from '../ingest/WebhookInbox';
import { translateDatabaseErrors } from './translateDatabaseErrors';

/** Largest body that GitHub sends. */
const LARGEST = '25mb';

function headersOf(req: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value ?? '',
    ]),
  );
}

/**
 * Where sources send what happened. Nobody signs in here: each delivery carries a signature, over the
 * very bytes that came. It answers when everything is durable. Refusals are audited; what is taken is
 * its own record.
 */
export function createWebhookRouter(options: {
  inbox: WebhookInbox;
  auditor: AuditorService;
  logger: LoggerService;
}): Router {
  const { inbox, auditor, logger } = options;
  const router = PromiseRouter();
  router.post(
    '/webhooks/:collector',
    raw({ type: () => true, limit: LARGEST }),
    async (req, res) => {
      const { collector } = req.params;
      const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
      try {
        const outcome = await translateDatabaseErrors(() =>
          inbox.receive(collector, {
            headers: headersOf(req),
            body,
            receivedAt: Date.now(),
          }),
        );
        res.status(202).json(outcome);
      } catch (error) {
        await audited(
          { auditor, logger },
          {
            eventId: 'webhook-refuse',
            severityLevel: 'medium',
            request: req,
            meta: { collector },
          },
          () => Promise.reject(error),
        );
      }
    },
  );
  return router;
}
