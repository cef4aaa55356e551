import { KubeconfigError } from '@cairn/kubeconfig';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  addAttachCommand,
  addControllersCommand,
  serveAttached,
} from './attach';
import type { Log } from './controllers/runtime';
import { addReplayCommand, webhookAddress } from './demo';
import { jsonLog, logLevelOf } from './jsonLog';
import { serve } from './serve';

/** How long a clean end may take before the process ends anyway. */
const STOP_MS = 5000;

const log: Log = jsonLog(logLevelOf(process.env.CAIRN_LOG_LEVEL));

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65535) {
    throw new InvalidArgumentError('It must be a port from 1 to 65535.');
  }
  return value;
}

function url(text: string): string {
  if (!URL.canParse(text)) {
    throw new InvalidArgumentError(
      'It must be a URL such as http://localhost:7007.',
    );
  }
  return new URL(text).origin;
}

/** Ends cleanly on SIGTERM and SIGINT; a second signal, or too long a wait, ends at once. */
function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log('info', 'The sandbox stops', { signal });
    setTimeout(() => {
      log('warn', 'Stopping took too long; the process ends now');
      process.exit(1);
    }, STOP_MS).unref();
    stop().then(
      () => {
        log('info', 'The sandbox has stopped');
        process.exit(0);
      },
      error => fail(error),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

function fail(error: unknown): never {
  const {
    code,
    port: taken,
    address,
  } = (error ?? {}) as {
    code?: string;
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE') {
    process.stderr.write(
      `Port ${taken} on this computer is taken by another program. Stop it, or choose another port.\n`,
    );
  } else if (code === 'ECONNREFUSED') {
    process.stderr.write(
      `The PostgreSQL server at ${address}:${taken} does not answer. Start it, or correct CAIRN_SANDBOX_POSTGRES_URL.\n`,
    );
  } else if (error instanceof KubeconfigError) {
    process.stderr.write(`${error.message}\n`);
  } else {
    process.stderr.write(
      `The sandbox cannot go on: ${
        error instanceof Error ? error.message : String(error)
      }\n`,
    );
  }
  process.exit(1);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', reason => {
  log('error', 'Something failed that nobody waited for', {
    error: reason instanceof Error ? reason.stack : String(reason),
  });
});

const program = new Command('cairn-sandbox').description(
  'A platform on a laptop: a Kubernetes API, the controllers that make databases of claims, and a sign-in.',
);

program
  .command('serve')
  .description('Start the whole sandbox.')
  .requiredOption('--data-dir <folder>', 'folder for certificates and secrets')
  .requiredOption('--platform-dir <folder>', "the platform team's manifests")
  .option(
    '--kubeconfig <file>',
    'a cluster that is there already: none is served, and the portal keeps a login to that one',
  )
  .option('--context <name>', 'its context; the current one by default')
  .option('--api-port <port>', 'port of the Kubernetes API', port, 7443)
  .option('--issuer-port <port>', 'port of the sign-in', port, 7008)
  .option('--git-port <port>', 'port of the git host', port, 7030)
  .option('--argocd-port <port>', "port of Argo CD's API", port, 7080)
  .option('--voices-port <port>', 'port of metrics, costs, alerts', port, 7090)
  .option('--catalog-dir <folder>', 'the catalog the demo is made of')
  .option('--empty', 'leave the demo organisation out', false)
  .addOption(
    new Option(
      '--history-to <url>',
      "where to send the demo's year, once; {source} in it becomes github, alertmanager or cdevents",
    )
      .env('CAIRN_HISTORY_TO')
      .argParser(webhookAddress),
  )
  .addOption(
    new Option('--history-secret <secret>', 'what to sign it with').env(
      'CAIRN_HISTORY_SECRET',
    ),
  )
  .addOption(
    new Option(
      '--alerts-to <url>',
      'where to tell of alerts, as Alertmanager does',
    )
      .env('CAIRN_ALERTS_TO')
      .argParser(webhookAddress),
  )
  .addOption(
    new Option(
      '--alerts-token <token>',
      'sent with them as a bearer token',
    ).env('CAIRN_ALERTS_TOKEN'),
  )
  .addOption(
    new Option('--alerts-secret <secret>', 'what to sign them with').env(
      'CAIRN_ALERTS_SECRET',
    ),
  )
  .option('--portal-url <url>', 'the portal', url, 'http://localhost:7007')
  .option('--dev-portal-url <url>', "the front end's dev server", url)
  .addOption(
    new Option(
      '--database-url <url>',
      "its database, as the server's superuser",
    )
      .env('CAIRN_SANDBOX_POSTGRES_URL')
      .makeOptionMandatory(),
  )
  .action(async options => {
    const { catalogDir, empty, historyTo: to, historySecret: secret } = options;
    const history = to ? { to, secret: secret || undefined } : undefined;
    const demo = catalogDir ? { catalogDir, empty, history } : undefined;
    const alertsTo = options.alertsTo
      ? {
          url: options.alertsTo,
          bearer: options.alertsToken || undefined,
          secret: options.alertsSecret || undefined,
        }
      : undefined;
    const { kubeconfig, context } = options;
    const sandbox = kubeconfig
      ? await serveAttached({
          ...options,
          demo,
          cluster: { kubeconfig, context },
          log,
        })
      : await serve({ ...options, demo, alertsTo, log });
    stopOnSignals(sandbox.stop);
    await sandbox.ready;
  });

addControllersCommand(program, { log, stopOnSignals });
addAttachCommand(program);
addReplayCommand(program);

program.parseAsync().catch(fail);
