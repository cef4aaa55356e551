import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { audited } from '@cairn/plugin-platform-node';
import { Router, type Request } from 'express';
import { readClaimRequest } from './http/readClaimRequest';
import { createOpenApiRouter } from './schema/openapi';
import type { AsUser, ClaimService } from './services/ClaimService';

const CLAIM = '/claims/:cluster/:offering/:namespace/:name';

/** Parses, asks who it is, delegates, answers. It decides nothing. */
export async function createRouter(options: {
  claims: ClaimService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  logger: LoggerService;
}): Promise<Router> {
  const { claims, httpAuth, auditor, logger } = options;
  const audit = { auditor, logger };
  const router = await createOpenApiRouter({
    // In place of the default, which would parse the body: that has been done by then.
    middleware: [(_req, _res, next) => next()],
  });

  async function asUser(req: unknown): Promise<AsUser> {
    return {
      credentials: await httpAuth.credentials(req as Request, {
        allow: ['user'],
      }),
    };
  }

  router.get('/offerings', async (req, res) => {
    res.json(await claims.listOfferings(await asUser(req)));
  });

  router.get('/offerings/:offering', async (req, res) => {
    const { offering } = req.params;
    const { cluster } = req.query;
    const user = await asUser(req);
    res.json(await claims.getOffering({ offering, cluster }, user));
  });

  router.get('/targets', async (req, res) => {
    const { offering } = req.query;
    res.json(await claims.listTargets({ offering }, await asUser(req)));
  });

  router.get('/availability', async (req, res) => {
    const { cluster, offering, namespace, name } = req.query;
    const ref = { cluster, offering, namespace, name };
    res.json(await claims.checkAvailability(ref, await asUser(req)));
  });

  router.post('/preflight', async (req, res) => {
    const user = await asUser(req);
    res.json(await claims.preflight(req.body, user));
  });

  router.get('/claims', async (req, res) => {
    res.json(await claims.listClaims(req.query, await asUser(req)));
  });

  router.post('/claims', async (req, res) => {
    const user = await asUser(req);
    const request = req.body;
    const { cluster, offering, namespace, name } = request;
    const { created, claim } = await audited(
      audit,
      {
        eventId: 'claim-mutate',
        severityLevel: 'medium',
        request: req as unknown as Request,
        meta: { actionType: 'create', cluster, offering, namespace, name },
      },
      async () => {
        const result = await claims.createClaim(request, user);
        return {
          result,
          meta: { created: result.created, uid: result.claim.uid },
        };
      },
    );
    res.status(created ? 201 : 200).json(claim);
  });

  router.get(CLAIM, async (req, res) => {
    const user = await asUser(req);
    const { cluster, offering, namespace, name } = req.params;
    const ref = { cluster, offering, namespace, name };
    const claim = await audited(
      audit,
      {
        eventId: 'claim-fetch',
        request: req as unknown as Request,
        meta: { queryType: 'by-name', ...ref },
      },
      async () => ({ result: await claims.getClaim(ref, user) }),
    );
    res.json(claim);
  });

  router.delete(CLAIM, async (req, res) => {
    const user = await asUser(req);
    const { cluster, offering, namespace, name } = req.params;
    const { uid } = req.query;
    const ref = { cluster, offering, namespace, name };
    await audited(
      audit,
      {
        eventId: 'claim-mutate',
        severityLevel: 'medium',
        request: req as unknown as Request,
        meta: { actionType: 'delete', uid, ...ref },
      },
      async () => ({ result: await claims.deleteClaim({ ...ref, uid }, user) }),
    );
    res.status(202).json(ref);
  });

  // Outside of the validated router, which would flatten what is wrong with a body to one message.
  const outer = Router();
  outer.use(readClaimRequest());
  outer.use(router as unknown as Router);
  return outer;
}
