import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  freePort,
  startCairn,
} from '../../../packages/app/e2e-tests/support/cairn';
import { startLine } from './Line';
import { portalConfiguration } from './portalConfiguration';
import type { TargetState } from './target';

/** A Cairn that is up, the platform it is on, and what else has to be stopped with it. */
export interface Started {
  state: TargetState;
  stop(): void;
}

/** Free ports for a whole Cairn. */
export async function freePorts() {
  return {
    portal: await freePort(),
    postgres: await freePort(),
    api: await freePort(),
    issuer: await freePort(),
    git: await freePort(),
    argocd: await freePort(),
    voices: await freePort(),
  };
}

/** A Cairn with the sandbox as its platform, as `npm start` makes one. */
export async function startOnSandbox(options: {
  dataDir: string;
  run: string;
}): Promise<Started> {
  const { dataDir, run } = options;
  const ports = await freePorts();
  const sandbox = path.join(dataDir, 'sandbox');
  const line = await startLine({ host: '127.0.0.1', port: ports.api });
  const config = path.join(dataDir, 'journeys.yaml');
  writeFileSync(
    config,
    portalConfiguration({
      cluster: {
        name: 'sandbox',
        url: `https://127.0.0.1:${line.port}`,
        caFile: path.join(sandbox, 'ca.crt'),
        tokenFile: path.join(sandbox, 'portal.token'),
      },
    }),
  );
  try {
    await startCairn({ ports, dataDir, args: ['--config', config] });
  } catch (error) {
    line.close();
    throw error;
  }
  return {
    state: {
      target: 'sandbox',
      cluster: 'sandbox',
      kubeconfig: path.join(sandbox, 'admin.kubeconfig'),
      portalTokenFile: path.join(sandbox, 'portal.token'),
      apiServerLine: line.control,
      argocd: {
        url: `http://localhost:${ports.argocd}`,
        tokenFile: path.join(sandbox, 'argocd.token'),
      },
      gitHosts: [
        {
          title: "the sandbox's git host",
          url: `http://localhost:${ports.git}`,
          user: 'dev',
          tokenFile: path.join(sandbox, 'people', 'dev.git-token'),
        },
      ],
      run,
    },
    stop: () => line.close(),
  };
}
