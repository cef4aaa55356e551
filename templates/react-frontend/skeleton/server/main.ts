import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readConfig } from './config.js';
import { buildServer } from './server.js';
import { stopTelemetry } from './telemetry.js';

const config = readConfig(process.env);
const server = await buildServer(config, fileURLToPath(new URL('../web', import.meta.url)));

let stopping = false;

/** Says no to /readyz, waits until everybody knows, finishes what is in flight, and ends. */
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  server.log.info({ signal }, 'Stopping.');
  server.stopBeingReady();
  await wait(config.shutdownDelaySeconds * 1000);
  try {
    await server.close();
    await stopTelemetry();
    server.log.info('Stopped.');
  } catch (error) {
    server.log.error(error, 'Stopping failed.');
    process.exitCode = 1;
  }
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void stop(signal));
}

await server.listen({ port: config.port, host: '0.0.0.0' });
