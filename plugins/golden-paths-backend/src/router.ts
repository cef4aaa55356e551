import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { audited } from '@cairn/plugin-platform-node';
import { Router, type Request } from 'express';
import { readJson } from './http/readJson';
import { createOpenApiRouter } from './schema/openapi';
import type { AsUser, GoldenPathService } from './services/GoldenPathService';

const UPDATE = '/components/:namespace/:kind/:name/update';

/** Parses, asks who it is, delegates, answers. It decides nothing. */
export async function createRouter(options: {
  paths: GoldenPathService;
  cli: Router;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  logger: LoggerService;
}): Promise<Router> {
  const { paths, httpAuth, auditor, logger } = options;
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

  router.get('/paths', async (req, res) => {
    res.json(await paths.listPaths(await asUser(req)));
  });

  router.get('/paths/:namespace/:name/services', async (req, res) => {
    const { namespace, name } = req.params;
    const { state, owner, limit, cursor } = req.query;
    const query = { namespace, name, state, owner, limit, cursor };
    res.json(await paths.listServices(query, await asUser(req)));
  });

  router.get('/names/:name', async (req, res) => {
    const { name } = req.params;
    const { owner, repoHost, repoOwner } = req.query;
    const user = await asUser(req);
    res.json(await paths.checkName({ name, owner, repoHost, repoOwner }, user));
  });

  router.get('/provisioners', async (req, res) => {
    res.json(await paths.listProvisioners(await asUser(req)));
  });

  router.get(UPDATE, async (req, res) => {
    const entityRef = stringifyEntityRef(req.params);
    res.json(await paths.getUpdate(entityRef, await asUser(req)));
  });

  router.get(`${UPDATE}/preview`, async (req, res) => {
    const user = await asUser(req);
    const entityRef = stringifyEntityRef(req.params);
    const event = {
      eventId: 'service-update',
      request: req as unknown as Request,
      meta: { queryType: 'preview', entityRef },
    };
    res.json(
      await audited(audit, event, async () => ({
        result: await paths.previewUpdate(entityRef, user),
      })),
    );
  });

  router.post(UPDATE, async (req, res) => {
    const user = await asUser(req);
    const entityRef = stringifyEntityRef(req.params);
    const { version } = req.body;
    const event = {
      eventId: 'service-update',
      severityLevel: 'medium' as const,
      request: req as unknown as Request,
      meta: { actionType: 'open', entityRef, version },
    };
    const answer = await audited(audit, event, async () => {
      const result = await paths.openUpdate({ entityRef, version }, user);
      const { created, conflicts, pullRequest } = result;
      const meta = { created, conflicts, pullRequest: pullRequest.url };
      return { result, meta };
    });
    res.status(answer.created ? 201 : 200).json(answer);
  });

  router.post('/catalog/validate', async (req, res) => {
    const user = await asUser(req);
    res.json(await paths.validateCatalogInfo(req.body, user));
  });

  const outer = Router();
  outer.use(options.cli);
  // Outside of the validated router, which would make every failure of the body a 400.
  outer.use(readJson());
  outer.use(router as unknown as Router);
  return outer;
}
