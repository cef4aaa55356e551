import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { urlReaderServiceFactory } from '@backstage/backend-defaults/urlReader';
import {
  coreServices,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import {
  personServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';

/** What the process is told by its environment, as JSON in `PORTAL_OPTIONS`. */
export interface PortalOptions {
  config: JsonObject;
  /** What must be logged for the process to end itself at once, as regular expressions. */
  killAt: string[];
}

const options: PortalOptions = JSON.parse(process.env.PORTAL_OPTIONS ?? '');

// The scaffolder looks for runs that were cut off every ten seconds; nobody has to wait for it here.
const wait = globalThis.setTimeout;
globalThis.setTimeout = Object.assign(
  (callback: () => void, delay?: number, ...rest: []) =>
    wait(callback, delay === 10_000 ? 300 : delay, ...rest),
  wait,
);

const patterns = options.killAt.map(text => new RegExp(text));

function log(message: string): void {
  if (patterns.some(pattern => pattern.test(message))) {
    process.kill(process.pid, 'SIGKILL');
  }
}

const logger: LoggerService = {
  error: message => {
    process.stderr.write(`${message}\n`);
    log(message);
  },
  warn: log,
  info: log,
  debug: () => {},
  child: () => logger,
};

async function main(): Promise<void> {
  const { server } = await startTestBackend({
    features: [
      import('@backstage/plugin-catalog-backend'),
      import(
        '@backstage/plugin-catalog-backend-module-scaffolder-entity-model'
      ),
      import('@backstage/plugin-scaffolder-backend'),
      import('@backstage/plugin-scaffolder-backend-module-workspace-database'),
      import('../module').then(it => ({
        default: it.scaffolderModuleGoldenPath,
      })),
      databaseServiceFactory,
      urlReaderServiceFactory,
      mockServices.rootConfig.factory({ data: options.config }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
      createServiceFactory({
        service: personServiceRef,
        deps: {},
        factory: () => ({
          getPerson: async credentials => ({
            userRef: credentials.principal.userEntityRef,
            groupRefs: ['group:default/payments'],
          }),
        }),
      }),
      createServiceFactory({
        service: watchCacheServiceRef,
        deps: {},
        factory: () => ({
          list: async () => ({ items: [], sources: [] }),
          subscribe: () => () => {},
          health: () => [],
        }),
      }),
    ],
  });
  process.send?.({ port: server.port() });
}

void main();
