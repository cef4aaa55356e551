// npm start: from a checkout to a running Cairn. Needs nothing but Node 20.19 until packages are installed.
import path from 'node:path';
import { attachCluster } from './lib/attach.mjs';
import { printBanner } from './lib/banner.mjs';
import {
  buildBackend,
  buildCli,
  buildFrontend,
  buildSandbox,
} from './lib/build.mjs';
import { prepareDataDir } from './lib/dataDir.mjs';
import { install } from './lib/install.mjs';
import { chooseNode } from './lib/node.mjs';
import { neededPorts, readOptions } from './lib/options.mjs';
import { requireFree } from './lib/ports.mjs';
import { SUPERUSER } from './lib/postgres.mjs';
import { RunFile, findRunning, stopLeftovers } from './lib/runFile.mjs';
import { Failure, dim, duration, line, reportFailure } from './lib/say.mjs';
import { readSecrets, writePassFile } from './lib/secrets.mjs';
import {
  portalUrl,
  sandboxDir,
  startBackend,
  startDevelopment,
  startPostgres,
  startSandbox,
} from './lib/stack.mjs';
import { Supervisor } from './lib/supervisor.mjs';
import { watchSandbox } from './lib/watch.mjs';

/** Stops everything in order, once, on the first signal; says so when it takes a moment. */
function stopOnSignals(supervisor, runFile, cleanUp) {
  let stopping;
  const stop = async exitCode => {
    stopping ??= (async () => {
      cleanUp();
      line(dim('\n  Stopping …'));
      await supervisor.stop();
      runFile.remove();
      line(dim('  Stopped. Nothing is lost; npm start brings it back.'));
    })();
    await stopping;
    process.exit(exitCode);
  };
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 0],
    ['SIGHUP', 0],
  ]) {
    process.on(signal, () => void stop(code));
  }
}

async function start(options) {
  const began = Date.now();
  prepareDataDir(options.dataDir);
  const running = findRunning(options.dataDir);
  if (running) {
    line(
      `Cairn is already running at ${running.url} (process ${running.launcher.pid}). Stop it with Ctrl-C there, or: kill ${running.launcher.pid}`,
    );
    return;
  }
  line();
  const leftovers = await stopLeftovers(options.dataDir);
  if (leftovers.length > 0)
    line(
      `  An earlier Cairn was killed; its ${leftovers.join(
        ', ',
      )} ended now. Nothing is lost.`,
    );
  await requireFree(neededPorts(options));

  const node = await chooseNode();
  await install(node);

  const secrets = readSecrets(options.dataDir);
  const passFile = writePassFile(
    options.dataDir,
    options.ports.postgres,
    SUPERUSER,
    secrets.postgresPassword,
  );
  const runFile = new RunFile(options.dataDir, {
    url: portalUrl(options),
    ports: options.ports,
  });
  const supervisor = new Supervisor({
    logDir: path.join(options.dataDir, 'logs'),
    onStart: (name, pid) => runFile.note(name, pid),
  });
  // A build takes a minute; nobody waits for it once the start is given up.
  const givenUp = new AbortController();
  let endWatch = () => {};
  stopOnSignals(supervisor, runFile, () => {
    givenUp.abort();
    endWatch();
  });
  try {
    if (options.kubeconfig) {
      await buildSandbox(node);
      await attachCluster(options, sandboxDir(options), node);
    }
    // PostgreSQL and the sandbox come up while the frontend, the longest part, is built.
    const frontend = options.dev
      ? Promise.resolve()
      : buildFrontend(node, givenUp.signal);
    frontend.catch(() => {});
    await startPostgres(supervisor, options, secrets);
    await buildSandbox(node);
    await startSandbox(supervisor, options, secrets, node);
    await buildCli(node);
    if (options.dev) {
      await startDevelopment(supervisor, options, secrets, node);
      endWatch = watchSandbox(supervisor, node);
    } else {
      await buildBackend(node);
      await frontend;
      await startBackend(supervisor, options, secrets, node);
    }
  } catch (error) {
    if (supervisor.stopping) return;
    givenUp.abort();
    await supervisor.stop();
    runFile.remove();
    throw error;
  }
  line(`  ${dim(`up after ${duration(Date.now() - began)}`)}`);
  printBanner(options, { passFile });
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) line(options.help);
  else await start(options);
} catch (error) {
  reportFailure(error);
  process.exitCode = error instanceof Failure ? 1 : 2;
}
