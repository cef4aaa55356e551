// Starts what was built, asks it how it is, and tells it to stop while a request is in flight.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../say.mjs';

const START_SECONDS = 60;
const STOP_SECONDS = 30;

async function statusOf(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3000) });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

/** Asks over a connection of its own. */
function askAnew(port) {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path: '/healthz', agent: false })
      .once('error', reject)
      .once('response', response => {
        response.resume();
        response.once('end', resolve);
      });
  });
}

/** A request of which the body comes in two halves. */
function beginRequest(port, { method, path, body, type = 'application/json' }) {
  const bytes = Buffer.from(body);
  const request = http.request({
    ...{ host: '127.0.0.1', port, method, path },
    // Without an agent that keeps the connection: it has to close by itself.
    agent: false,
    headers: { 'content-type': type, 'content-length': bytes.length },
  });
  const answer = new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', response => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
      response.once('error', reject);
    });
  });
  // It is looked at when it is awaited.
  answer.catch(() => {});
  const middle = Math.floor(bytes.length / 2);
  request.flushHeaders();
  const sent = new Promise(resolve => {
    request.write(bytes.subarray(0, middle), resolve);
  });
  return { sent, answer, finish: () => request.end(bytes.subarray(middle)) };
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** The processes that a process has started. */
function childrenOf(parent) {
  const rows = fs.existsSync('/proc/self/stat')
    ? fs
        .readdirSync('/proc')
        .filter(name => /^\d+$/.test(name))
        .map(readStat)
    : spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
        .stdout.split('\n')
        .map(row => row.trim().split(/\s+/).map(Number));
  return rows.filter(([, ppid]) => ppid === parent).map(([pid]) => pid);
}

function readStat(pid) {
  try {
    // After the name, which may hold anything: state and parent.
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, ppid] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return [Number(pid), Number(ppid)];
  } catch {
    return [];
  }
}

/** `make start`, in a group of processes of its own. */
function launch(folder, env) {
  const child = spawn('make', ['--no-print-directory', 'start'], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const state = { output: '', code: undefined };
  const read = chunk => {
    state.output = (state.output + chunk.toString('utf8')).slice(-20_000);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  child.once('error', error => {
    state.output += error.message;
    state.code = 1;
  });
  child.once('close', code => {
    state.code = code ?? 1;
  });
  /** As a cluster does: the program is told, and `make` sees how it ends. */
  const stop = () => childrenOf(child.pid).forEach(pid => send(pid, 'SIGTERM'));
  const end = () => send(-child.pid, 'SIGKILL');
  return { state, stop, end };
}

function expectStatus(what, found, wanted) {
  if (found !== wanted) {
    throw new Failure(`${what} answered ${found || 'nothing'}, not ${wanted}.`);
  }
}

async function drain({ url, port, probe, state, stop }) {
  const request = probe && beginRequest(port, probe);
  if (request) {
    await request.sent;
    // What came over a later connection has been answered: the half request has been read by then.
    for (let count = 0; count < 3; count += 1) await askAnew(port);
  }
  stop();
  if (request) {
    const end = Date.now() + STOP_SECONDS * 500;
    while ((await statusOf(`${url}/readyz`)).status === 200) {
      if (Date.now() > end) {
        throw new Failure('/readyz still answers 200 after SIGTERM.');
      }
      await wait(50);
    }
    request.finish();
    let status;
    try {
      status = await request.answer;
    } catch (error) {
      throw new Failure(
        `the request in flight broke off when the service was told to stop: ${error.message}`,
      );
    }
    expectStatus('the request in flight', status, probe.expect);
  }
  const end = Date.now() + STOP_SECONDS * 1000;
  while (state.code === undefined) {
    if (Date.now() > end) {
      throw new Failure(`it still runs ${STOP_SECONDS} s after SIGTERM.`);
    }
    await wait(100);
  }
  if (state.code !== 0) {
    throw new Failure(`it ended with ${state.code} after SIGTERM, not with 0.`);
  }
}

/**
 * Runs what `make start` starts: it gets ready, tells its metrics, and ends as it should.
 *
 * @param {{ folder: string, env: NodeJS.ProcessEnv, port: number, probe?: import('./paths.mjs').Probe }} options
 * @returns {Promise<void>} rejects with a Failure that says what was wrong, and what it logged
 */
export async function runService({ folder, env, port, probe }) {
  const {
    state,
    stop,
    end: kill,
  } = launch(folder, { ...env, PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  try {
    const end = Date.now() + START_SECONDS * 1000;
    while ((await statusOf(`${url}/readyz`)).status !== 200) {
      if (state.code !== undefined) {
        throw new Failure(`it ended with ${state.code} before it was ready.`);
      }
      if (Date.now() > end) {
        throw new Failure(`/readyz is not 200 after ${START_SECONDS} s.`);
      }
      await wait(200);
    }
    expectStatus('/healthz', (await statusOf(`${url}/healthz`)).status, 200);
    const metrics = await statusOf(`${url}/metrics`);
    expectStatus('/metrics', metrics.status, 200);
    if (!/^# TYPE \S+ (counter|gauge|histogram)$/m.test(metrics.text)) {
      throw new Failure('/metrics answers, but not with metrics.');
    }
    await drain({ url, port, probe, state, stop });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.message, { detail: state.output.slice(-4000) });
  } finally {
    kill();
  }
}
