import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { DISTRIBUTION_2025, LEVEL_PROFILES } from '@cairn/plugin-dora-common';
import { audited } from '@cairn/plugin-platform-node';
import type { Request, Router } from 'express';
import { createOpenApiRouter } from './schema/openapi';
import type {
  DeploymentInput,
  DoraFactsService,
  IncidentInput,
} from './services/DoraFactsService';
import type { DoraOperationsService } from './services/DoraOperationsService';
import type { DoraReadService } from './services/DoraReadService';
import { translateDatabaseErrors } from './http/translateDatabaseErrors';

type Meta = Record<string, string | number | boolean | undefined>;

/** Parses, asks who it is, delegates, answers. It decides nothing. */
export async function createRouter(options: {
  reading: DoraReadService;
  facts: DoraFactsService;
  operations: DoraOperationsService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  logger: LoggerService;
}): Promise<Router> {
  const { reading, facts, operations, httpAuth, auditor, logger } = options;
  const router = await createOpenApiRouter();

  /** The signed-in person. */
  async function asUser(req: unknown) {
    const credentials = await httpAuth.credentials(req as Request, {
      allow: ['user'],
    });
    return { credentials, userRef: credentials.principal.userEntityRef };
  }

  /** A person, or a service with a token of its own. */
  async function asSender(req: unknown) {
    return {
      credentials: await httpAuth.credentials(req as Request, {
        allow: ['user', 'service'],
      }),
    };
  }

  function recorded<T>(
    req: unknown,
    event: { id: string; severity?: 'low' | 'medium'; meta?: Meta },
    work: () => Promise<T>,
  ): Promise<T> {
    const { id, severity = 'low', meta = {} } = event;
    return audited(
      { auditor, logger },
      {
        eventId: id,
        severityLevel: severity,
        request: req as Request,
        meta: JSON.parse(JSON.stringify(meta)),
      },
      async () => ({ result: await translateDatabaseErrors(work) }),
    );
  }

  const fetched = (queryType: string, scope?: string) => ({
    id: 'metrics-fetch',
    meta: { queryType, scope },
  });
  const shown = (queryType: string, scope: string) => ({
    id: 'evidence-fetch',
    meta: { queryType, scope },
  });

  router.get('/scopes', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, fetched('scopes'), () =>
        reading.listScopes(req.query, user),
      ),
    );
  });

  router.get('/metrics', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, fetched('metrics', req.query.scope), () =>
        reading.getMetrics(req.query, user),
      ),
    );
  });

  router.get('/overview', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, fetched('overview', req.query.kind), () =>
        reading.getOverview(req.query, user),
      ),
    );
  });

  router.get('/components', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, fetched('components', req.query.scope), () =>
        reading.listComponents(req.query, user),
      ),
    );
  });

  router.get('/series', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, fetched('series', req.query.scope), () =>
        reading.getSeries(req.query, user),
      ),
    );
  });

  router.get('/profiles', async (req, res) => {
    const user = await asUser(req);
    await recorded(req, fetched('profiles'), () => reading.listProfiles(user));
    res.json({
      items: Object.values(LEVEL_PROFILES).map(
        ({ version, source, gaps, levels }) => ({
          version,
          source,
          gaps,
          levels,
        }),
      ),
      distribution: DISTRIBUTION_2025,
    });
  });

  router.get('/evidence/deployments', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, shown('deployments', req.query.scope), () =>
        reading.listDeployments(req.query, user),
      ),
    );
  });

  router.get('/evidence/changes', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, shown('changes', req.query.scope), () =>
        reading.listChanges(req.query, user),
      ),
    );
  });

  router.get('/evidence/incidents', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, shown('incidents', req.query.scope), () =>
        reading.listIncidents(req.query, user),
      ),
    );
  });

  router.get('/evidence/deployment', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, shown('deployment', req.query.id), () =>
        reading.getDeployment(req.query.id, user),
      ),
    );
  });

  router.post('/verdicts', async (req, res) => {
    const user = await asUser(req);
    const { deployment, failed } = req.body;
    const event = {
      id: 'verdict-create',
      severity: 'medium' as const,
      meta: { deployment, failed },
    };
    res
      .status(202)
      .json(
        await recorded(req, event, () => facts.createVerdict(req.body, user)),
      );
  });

  router.post('/corrections', async (req, res) => {
    const user = await asUser(req);
    const { source, externalId, component } = req.body;
    const event = {
      id: 'incident-correct',
      severity: 'medium' as const,
      meta: { source, externalId, component },
    };
    res
      .status(202)
      .json(
        await recorded(req, event, () => facts.correctIncident(req.body, user)),
      );
  });

  router.post('/facts/deployments', async (req, res) => {
    const sender = await asSender(req);
    const items: DeploymentInput[] =
      'items' in req.body ? req.body.items : [req.body];
    const event = {
      id: 'facts-submit',
      meta: { kind: 'deployment', count: items.length },
    };
    res
      .status(202)
      .json(
        await recorded(req, event, () =>
          facts.submitDeployments(items, sender),
        ),
      );
  });

  router.post('/facts/incidents', async (req, res) => {
    const sender = await asSender(req);
    const items: IncidentInput[] =
      'items' in req.body ? req.body.items : [req.body];
    const event = {
      id: 'facts-submit',
      meta: { kind: 'incident', count: items.length },
    };
    res
      .status(202)
      .json(
        await recorded(req, event, () => facts.submitIncidents(items, sender)),
      );
  });

  router.get('/sources', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, { id: 'sources-fetch' }, () =>
        operations.listSources(user),
      ),
    );
  });

  router.get('/quarantine', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, { id: 'quarantine-fetch' }, () =>
        operations.listQuarantine(req.query, user),
      ),
    );
  });

  router.get('/quarantine/:id', async (req, res) => {
    const user = await asUser(req);
    const { id } = req.params;
    res.json(
      await recorded(req, { id: 'quarantine-fetch', meta: { id } }, () =>
        operations.getQuarantineItem(id, user),
      ),
    );
  });

  router.post('/quarantine/:id/retry', async (req, res) => {
    const user = await asUser(req);
    const { id } = req.params;
    const event = {
      id: 'quarantine-retry',
      severity: 'medium' as const,
      meta: { id },
    };
    res.json(
      await recorded(req, event, () =>
        operations.retryQuarantineItem(id, user),
      ),
    );
  });

  router.delete('/quarantine/:id', async (req, res) => {
    const user = await asUser(req);
    const { id } = req.params;
    const event = {
      id: 'quarantine-discard',
      severity: 'medium' as const,
      meta: { id },
    };
    await recorded(req, event, () =>
      operations.discardQuarantineItem(id, user),
    );
    res.status(204).end();
  });

  router.get('/status', async (req, res) => {
    const user = await asUser(req);
    res.json(
      await recorded(req, { id: 'status-fetch' }, () =>
        operations.getStatus(user),
      ),
    );
  });

  router.post('/rebuild', async (req, res) => {
    const user = await asUser(req);
    const event = { id: 'rebuild-start', severity: 'medium' as const };
    res
      .status(202)
      .json(await recorded(req, event, () => operations.startRebuild(user)));
  });

  router.post('/check', async (req, res) => {
    const user = await asUser(req);
    const event = { id: 'check-start', severity: 'medium' as const };
    res
      .status(202)
      .json(await recorded(req, event, () => operations.startCheck(user)));
  });

  return router as unknown as Router;
}
