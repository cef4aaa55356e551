import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../../../..');
/** A run of other tests than the browser's beside them names a state of its own. */
const runName = process.env.CAIRN_E2E_RUN ?? 'cairn-under-test';
const stateFile = path.join(root, 'test-output', `${runName}.json`);

/** The Cairn the tests talk to. */
export interface CairnUnderTest {
  url: string;
  dataDir: string;
  ports: {
    portal: number;
    postgres: number;
    api: number;
    issuer: number;
    git: number;
    argocd: number;
    voices: number;
  };
  /** Absent when the tests were pointed at a Cairn that runs already. */
  pid?: number;
}

/** Reads what the global set-up has written. */
export function cairn(): CairnUnderTest {
  return JSON.parse(readFileSync(stateFile, 'utf8')) as CairnUnderTest;
}

/** A port of loopback that nobody uses. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/.backstage/health/v1/readiness`);
    return response.ok;
  } catch {
    return false;
  }
}

async function waitUntil(
  what: string,
  done: () => Promise<boolean>,
  seconds: number,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await done())) {
    if (Date.now() > end) {
      throw new Error(
        `${what} within ${seconds} s; see test-output/${runName}.log`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}

/** Starts Cairn by its own launcher and waits until the portal answers. */
export async function startCairn(
  options: Partial<CairnUnderTest> & {
    env?: Record<string, string>;
    /** More for the launcher's command line. */
    args?: string[];
  } = {},
): Promise<CairnUnderTest> {
  const ports = options.ports ?? {
    portal: await freePort(),
    postgres: await freePort(),
    api: await freePort(),
    issuer: await freePort(),
    git: await freePort(),
    argocd: await freePort(),
    voices: await freePort(),
  };
  const dataDir =
    options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'cairn-browser-'));
  const log = openSync(path.join(root, 'test-output', `${runName}.log`), 'a');
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'scripts', 'start.mjs'),
      ...['--port', String(ports.portal)],
      ...['--postgres-port', String(ports.postgres)],
      ...['--api-port', String(ports.api)],
      ...['--issuer-port', String(ports.issuer)],
      ...['--git-port', String(ports.git)],
      ...['--argocd-port', String(ports.argocd)],
      ...['--voices-port', String(ports.voices)],
      ...['--data-dir', dataDir],
      ...(options.args ?? []),
    ],
    {
      cwd: root,
      // The year of webhooks would take minutes beside every test.
      env: { CAIRN_DEMO_HISTORY: 'none', ...process.env, ...options.env },
      stdio: ['ignore', log, log],
    },
  );
  let exited: string | undefined;
  child.once('exit', (code, signal) => {
    exited = `the launcher ended early (${signal ?? code})`;
  });
  const state: CairnUnderTest = {
    url: `http://localhost:${ports.portal}`,
    dataDir,
    ports,
    pid: child.pid,
  };
  await waitUntil(
    'the portal did not answer',
    async () => {
      if (exited) {
        throw new Error(`${exited}; see test-output/${runName}.log`);
      }
      return await answers(state.url);
    },
    600,
  );
  writeFileSync(stateFile, JSON.stringify(state, undefined, 2));
  return state;
}

/** Stops it as a person would, and waits until it is gone. */
export async function stopCairn(state: CairnUnderTest): Promise<void> {
  const { pid } = state;
  if (!pid) {
    return;
  }
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    return;
  }
  await waitUntil(
    'Cairn did not stop',
    async () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    },
    30,
  );
}

/** Points the tests at a Cairn that runs already (`CAIRN_E2E_URL`, `CAIRN_E2E_DATA_DIR`). */
export function pointToRunningCairn(url: string, dataDir: string): void {
  const state: CairnUnderTest = {
    url,
    dataDir,
    ports: {
      portal: Number(new URL(url).port),
      postgres: Number(process.env.CAIRN_E2E_POSTGRES_PORT ?? 7432),
      api: Number(process.env.CAIRN_E2E_API_PORT ?? 7443),
      issuer: Number(process.env.CAIRN_E2E_ISSUER_PORT ?? 7008),
      git: Number(process.env.CAIRN_E2E_GIT_PORT ?? 7030),
      argocd: Number(process.env.CAIRN_E2E_ARGOCD_PORT ?? 7080),
      voices: Number(process.env.CAIRN_E2E_VOICES_PORT ?? 7090),
    },
  };
  writeFileSync(stateFile, JSON.stringify(state, undefined, 2));
}
