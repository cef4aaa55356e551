import type {
  AuditorService,
  DatabaseService,
  DiscoveryService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { ConditionTransformer } from '@backstage/plugin-permission-node';
import type {
  RunningCollector,
  WebhookCollector,
} from '@cairn/plugin-dora-node';
import type { NamespaceOwnerQuery } from '@cairn/plugin-platform-node';
import type { Knex } from 'knex';
import { ComponentDirectory } from './catalog/ComponentDirectory';
import { readDoraOptions } from './config/readDoraOptions';
import { DatabaseFactStore } from './database/DatabaseFactStore';
import { openDatabase } from './database/openDatabase';
import { QuarantineStore } from './database/QuarantineStore';
import { SourceStats } from './database/SourceStats';
import { DriftCheck } from './engine/DriftCheck';
import { Processor } from './engine/Processor';
import { ProcessorLoop } from './engine/ProcessorLoop';
import { Rebuild } from './engine/Rebuild';
import { SnapshotRoll } from './engine/SnapshotRoll';
import { createWebhookRouter } from './http/webhookRouter';
import { FactIngest } from './ingest/FactIngest';
import { WebhookInbox } from './ingest/WebhookInbox';
import { ComponentTable } from './read/ComponentTable';
import { EvidenceReader } from './read/EvidenceReader';
import { MetricsReader } from './read/MetricsReader';
import { OverviewReader } from './read/OverviewReader';
import { createRouter } from './router';
import { DoraAccess } from './services/DoraAccess';
import { DoraFactsService } from './services/DoraFactsService';
import { DoraOperationsService } from './services/DoraOperationsService';
import { DoraReadService } from './services/DoraReadService';
import { tellOfDrift } from './tasks/tellOfDrift';

interface Deps {
  auditor: AuditorService;
  catalog: CatalogService;
  config: RootConfigService;
  database: DatabaseService;
  discovery: DiscoveryService;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  notifications: NotificationService;
  permissions: PermissionsService;
  webhooks: ReadonlyMap<string, WebhookCollector>;
  running: ReadonlyMap<string, RunningCollector>;
  /** Called once the database is there. */
  registerPermissions(db: Knex): ConditionTransformer<NamespaceOwnerQuery>;
}

/** Everything the plugin is made of, wired together. */
export type Dora = Awaited<ReturnType<typeof createDora>>;

/** Wires the plugin. */
export async function createDora(deps: Deps) {
  const { auditor, config, discovery, httpAuth, logger } = deps;
  const { webhooks, running } = deps;
  const options = readDoraOptions(config);
  const { zone, zones, secrets } = options;
  const db = await openDatabase(deps.database);
  const transformConditions = deps.registerPermissions(db);

  const facts = DatabaseFactStore.create({ db });
  const quarantine = QuarantineStore.create({ db });
  const stats = SourceStats.create({ db });
  const processor = Processor.create({
    db,
    logger,
    zone,
    zones,
    maxFacts: options.factsInMemory,
  });
  const loop = new ProcessorLoop({ db, processor, logger });
  const ingest = FactIngest.create({
    facts,
    quarantine,
    stats,
    onAdded: () => loop.wake(),
  });
  const directory = ComponentDirectory.create({
    ...deps,
    ...options,
    db,
    facts,
  });
  const inbox = WebhookInbox.create({
    collectors: webhooks,
    secrets,
    context: directory,
    ingest,
    quarantine,
    stats,
  });
  const rebuild = new Rebuild({ db, processor });
  const check = new DriftCheck({
    db,
    processor,
    logger,
    onDrift: report =>
      tellOfDrift({ ...deps, report }).catch(error =>
        logger.warn('Nobody could be told of the drift', toError(error)),
      ),
  });
  const titleOf = (scope: string) => directory.titleOf(scope);
  const metrics = MetricsReader.create({ db, zone, zones, titleOf });
  const evidence = EvidenceReader.create({ db });
  const access = new DoraAccess({
    permissions: deps.permissions,
    transformConditions,
  });
  const router = await createRouter({
    httpAuth,
    auditor,
    logger,
    reading: new DoraReadService({
      db,
      access,
      metrics,
      overview: new OverviewReader({ db, zone, zones, titleOf }),
      evidence,
      table: new ComponentTable({ db, metrics }),
      titleOf,
    }),
    facts: new DoraFactsService({
      access,
      directory,
      ingest,
      evidence,
      metrics,
    }),
    operations: new DoraOperationsService({
      db,
      access,
      quarantine,
      stats,
      inbox,
      rebuild,
      check,
      webhooks,
      running,
      secrets,
      baseUrl: () => discovery.getExternalBaseUrl('dora'),
      catalogReadAt: () => directory.readAt,
      error: () => loop.error,
    }),
  });
  return {
    options,
    db,
    quarantine,
    stats,
    loop,
    ingest,
    directory,
    inbox,
    rebuild,
    check,
    roll: new SnapshotRoll({ db, processor }),
    router,
    webhookRouter: createWebhookRouter({ inbox, auditor, logger }),
  };
}
