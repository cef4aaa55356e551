// The process that keeps a platform: started by `up`, spoken to through its door, ended by `down`.
import fs from 'node:fs';
import path from 'node:path';
import { RunFile } from '../runFile.mjs';
import { duration, line } from '../say.mjs';
import { Supervisor } from '../supervisor.mjs';
import { boot } from './boot.mjs';
import { makeContext } from './context.mjs';
import { openDoor } from './control.mjs';
import { endLeftovers, forgetRun } from './leftovers.mjs';
import { memoryOf } from './memory.mjs';
import { partNamed } from './parts.mjs';
import { ensurePki } from './pki.mjs';

const tell = message => {
  if (process.connected) process.send(message);
};

/** Tells and logs each step with its time. */
async function step(name, work) {
  const started = Date.now();
  tell({ begun: name });
  await work();
  const took = Date.now() - started;
  line(`${new Date().toISOString()} ${name} after ${duration(took)}`);
  tell({ done: name, took });
}

/** What `status` shows. */
function describe({ facts, supervisor, began, ready }) {
  const states = supervisor.states();
  const memory = memoryOf([
    process.pid,
    ...states.filter(state => state.running).map(state => state.pid),
  ]);
  const partOf = new Map(states.map(state => [state.name, state]));
  const parts = facts.parts.map(name => {
    const state = partOf.get(name);
    return {
      ...(state ?? { name, running: false, stopped: false, restarts: 0 }),
      port: facts.ports[partNamed(name).port],
      memory: state?.running ? memory.get(state.pid) : undefined,
    };
  });
  return {
    ...facts,
    ready,
    began,
    parts,
    supervisor: { pid: process.pid, memory: memory.get(process.pid) },
  };
}

async function keep(facts) {
  const { dataDir, attached } = facts;
  const began = new Date().toISOString();
  const supervisor = new Supervisor({
    logDir: path.join(dataDir, 'logs'),
    onStart: (name, pid) => runFile.note(name, pid),
  });
  const runFile = new RunFile(dataDir, {
    url: facts.addresses.api,
    addresses: facts.addresses,
    ports: facts.ports,
    parts: facts.parts,
    leftOut: facts.leftOut,
    netns: facts.netns,
  });
  const state = { facts, supervisor, began, ready: false };
  let ending;
  const end = exitCode => {
    ending ??= (async () => {
      await supervisor.stop();
      await endLeftovers(dataDir);
      forgetRun(dataDir);
      line(`${new Date().toISOString()} stopped`);
      // The answer to whoever asked must leave first.
      setTimeout(() => process.exit(exitCode), 50);
    })();
    return ending;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => void end(0));
  // Whoever started it is gone: before it was up nobody would know of it; after, only if it is theirs.
  process.on('disconnect', () => {
    if (!state.ready || attached) void end(0);
  });

  const actions = {
    status: async () => describe(state),
    down: () => end(0),
    stop: part => supervisor.stopOne(part),
    start: part => supervisor.startOne(part),
    restart: part => supervisor.restart(part),
  };
  await openDoor(dataDir, async ({ action, part }) => actions[action](part));
  try {
    const pki = await ensurePki(path.join(dataDir, 'pki'));
    const context = makeContext({ ...facts, pki });
    await boot(context, { parts: facts.parts, supervisor, step });
    state.ready = true;
    tell({ ready: describe(state) });
  } catch (error) {
    line(`${new Date().toISOString()} ${error.stack}`);
    if (!ending)
      tell({ failed: { message: error.message, detail: error.detail } });
    await end(1);
  }
}

process.on('unhandledRejection', error => line(`${error?.stack ?? error}`));
process.once('message', facts => {
  fs.mkdirSync(path.join(facts.dataDir, 'logs'), {
    recursive: true,
    mode: 0o700,
  });
  keep(facts).catch(error => {
    line(`${error.stack}`);
    tell({ failed: { message: error.message } });
    setTimeout(() => process.exit(1), 50);
  });
});
