import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { audited } from '@cairn/plugin-platform-node';
import type { Request, Router } from 'express';
import { createOpenApiRouter } from './schema/openapi';
import type { AsUser, DeliveryService } from './services/DeliveryService';

/** Parses, asks who it is, delegates, answers. It decides nothing. */
export async function createRouter(options: {
  deliveries: DeliveryService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  logger: LoggerService;
}): Promise<Router> {
  const { deliveries, httpAuth, auditor, logger } = options;
  const audit = { auditor, logger };
  const router = await createOpenApiRouter();

  async function asUser(req: unknown): Promise<AsUser> {
    return {
      credentials: await httpAuth.credentials(req as Request, {
        allow: ['user'],
      }),
    };
  }

  /** Every read crosses clusters, so every read is recorded. */
  function recorded<T>(
    req: unknown,
    meta: Record<string, string>,
    work: () => Promise<T>,
  ): Promise<T> {
    const event = {
      eventId: 'delivery-fetch',
      request: req as Request,
      meta,
    };
    return audited(audit, event, async () => ({ result: await work() }));
  }

  router.get('/applications', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, { queryType: 'all' }, () =>
        deliveries.listApplications(req.query, user),
      ),
    );
  });

  router.get('/applications/:cluster/:namespace/:name', async (req, res) => {
    const user = await asUser(req);
    const { cluster, namespace, name } = req.params;
    const ref = { cluster, namespace, name };
    res.json(
      await recorded(req, { queryType: 'by-name', ...ref }, () =>
        deliveries.getApplication(ref, user),
      ),
    );
  });

  router.get('/entities/:kind/:namespace/:name', async (req, res) => {
    const user = await asUser(req);
    const { kind, namespace, name } = req.params;
    const entityRef = stringifyEntityRef({ kind, namespace, name });
    res.json(
      await recorded(req, { queryType: 'by-entity', entityRef }, () =>
        deliveries.getEntityDelivery(entityRef, user),
      ),
    );
  });

  return router as unknown as Router;
}
