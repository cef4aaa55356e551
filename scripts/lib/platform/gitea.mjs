// A real Gitea on the embedded PostgreSQL, as an ordinary user even where root starts it.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runLines } from '../npm.mjs';
import {
  clearStaleServer,
  ensureDatabase,
  initialise,
  isServing,
  serverCommand,
  SUPERUSER,
} from '../postgres.mjs';
import { postgresHome } from '../postgresHome.mjs';
import { Failure } from '../say.mjs';
import { ask } from './kube.mjs';

const ADMIN = 'cairn-admin';
const DATABASE = 'gitea';

/** Starts the database server. */
export function postgres(context) {
  const { dataDir, ports, envFor } = context;
  const home = postgresHome(dataDir);
  const { secrets } = context;
  return {
    name: 'postgres',
    beforeStart: async () => {
      await initialise(home, secrets.postgres);
      await clearStaleServer(home);
    },
    command: () => {
      const started = serverCommand(home, ports.postgres);
      return { ...started, env: { ...envFor(), ...started.env } };
    },
    isReady: () => isServing(ports.postgres, secrets.postgres),
    // A fast shutdown: sessions are ended, everything is written.
    stopSignal: 'SIGINT',
  };
}

function mayRun(program, owner) {
  return (
    spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', program], {
      uid: owner.uid,
      gid: owner.gid,
      cwd: '/',
    }).status === 0
  );
}

function mayRead(folder, owner) {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
      uid: owner.uid,
      gid: owner.gid,
      cwd: '/',
      stdio: 'ignore',
    }).status === 0
  );
}

/** Where another user may not look, it gets a copy of the program and of what is served. */
function placeFor(owner, home, { program, moduleDir }) {
  const copies = path.join(home, 'program');
  if (!owner) return { program, moduleDir };
  fs.mkdirSync(copies, { recursive: true, mode: 0o755 });
  const placed = { program, moduleDir };
  if (!mayRun(program, owner)) {
    placed.program = path.join(copies, 'gitea');
    fs.copyFileSync(program, `${placed.program}.new`);
    fs.chmodSync(`${placed.program}.new`, 0o755);
    fs.renameSync(`${placed.program}.new`, placed.program);
  }
  if (!mayRead(path.join(moduleDir, 'templates'), owner)) {
    placed.moduleDir = path.join(copies, path.basename(moduleDir));
    if (!fs.existsSync(placed.moduleDir)) {
      for (const name of ['templates', 'options', 'public'])
        fs.cpSync(
          path.join(moduleDir, name),
          path.join(`${placed.moduleDir}.part`, name),
          { recursive: true },
        );
      // A module's files are closed to writing, its folders too, which could not be emptied again.
      spawnSync('chmod', ['-R', 'u+w,a+rX', `${placed.moduleDir}.part`]);
      fs.renameSync(`${placed.moduleDir}.part`, placed.moduleDir);
    }
  }
  return placed;
}

function settings({ ports, addresses }, { home, moduleDir, user, secrets }) {
  const sections = {
    '': {
      APP_NAME: 'Gitea',
      RUN_USER: user,
      RUN_MODE: 'prod',
      WORK_PATH: home,
    },
    server: {
      PROTOCOL: 'http',
      HTTP_ADDR: '127.0.0.1',
      HTTP_PORT: ports.gitea,
      DOMAIN: 'localhost',
      ROOT_URL: `${addresses.gitea}/`,
      DISABLE_SSH: true,
      OFFLINE_MODE: true,
      STATIC_ROOT_PATH: moduleDir,
      LFS_START_SERVER: false,
    },
    database: {
      DB_TYPE: 'postgres',
      HOST: `127.0.0.1:${ports.postgres}`,
      NAME: DATABASE,
      USER: SUPERUSER,
      PASSWD: secrets.postgres,
      SSL_MODE: 'disable',
    },
    repository: {
      ROOT: path.join(home, 'repositories'),
      DEFAULT_PRIVATE: 'public',
      DEFAULT_BRANCH: 'main',
    },
    security: {
      INSTALL_LOCK: true,
      SECRET_KEY: secrets.giteaKey,
      INTERNAL_TOKEN: secrets.giteaInternal,
    },
    oauth2: { JWT_SECRET: secrets.giteaJwt },
    service: { DISABLE_REGISTRATION: true },
    log: { LEVEL: 'Warn', MODE: 'console' },
    webhook: { ALLOWED_HOST_LIST: 'loopback', DELIVER_TIMEOUT: 5 },
    cron: { ENABLED: false },
    actions: { ENABLED: false },
    packages: { ENABLED: false },
    indexer: { ISSUE_INDEXER_TYPE: 'db' },
  };
  return Object.entries(sections)
    .map(([section, rows]) =>
      [
        ...(section ? [`[${section}]`] : []),
        ...Object.entries(rows).map(([name, value]) => `${name} = ${value}`),
      ].join('\n'),
    )
    .join('\n\n');
}

/** @param {import('./context.mjs').Context} context */
export function gitea(context) {
  const { bin, modules, dataDir, inData, ports, addresses } = context;
  const { owner, data } = postgresHome(dataDir);
  const { secrets } = context;
  // Beside the database, which lies where that user can reach it.
  const home = path.join(path.dirname(data), 'gitea');
  const config = path.join(home, 'app.ini');
  const give = file => owner && fs.chownSync(file, owner.uid, owner.gid);
  let placed;
  const prepare = async () => {
    fs.mkdirSync(home, { recursive: true, mode: 0o700 });
    give(home);
    fs.mkdirSync(path.join(home, 'tmp'), { recursive: true, mode: 0o700 });
    give(path.join(home, 'tmp'));
    placed = placeFor(owner, home, {
      program: bin.gitea,
      moduleDir: modules.gitea,
    });
    fs.writeFileSync(
      config,
      `${settings(context, {
        home,
        moduleDir: placed.moduleDir,
        user: owner?.name ?? os.userInfo().username,
        secrets,
      })}\n`,
      { mode: 0o600 },
    );
    give(config);
    await ensureDatabase(ports.postgres, secrets.postgres, DATABASE);
  };
  const run = args => ({
    command: placed.program,
    args: [...['--work-path', home, '--config', config], ...args],
    cwd: home,
    env: {
      ...context.envFor(),
      HOME: home,
      TMPDIR: path.join(home, 'tmp'),
      USER: owner?.name ?? os.userInfo().username,
    },
    ...(owner ? { uid: owner.uid, gid: owner.gid } : {}),
  });
  return {
    spec: {
      name: 'gitea',
      beforeStart: prepare,
      command: () => run(['web']),
      isReady: async () =>
        (await ask(`http://127.0.0.1:${ports.gitea}/api/healthz`))?.status ===
        200,
      farewell: 8000,
    },
    writeAccess: () =>
      writeAccess({ run, secrets, inData, url: addresses.gitea }),
  };
}

async function works(url, token) {
  const answer = await ask(`${url}/api/v1/user`, {
    headers: { authorization: `token ${token}` },
  });
  return answer?.status === 200;
}

/** Makes the administrator and its token unless they are there; writes `gitea.json`. */
async function writeAccess({ run, secrets, inData, url }) {
  const tokenFile = inData('gitea.token');
  const passwordFile = inData('gitea-admin.password');
  const password = secrets.giteaAdmin;
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const known = fs.existsSync(tokenFile)
    ? fs.readFileSync(tokenFile, 'utf8').trim()
    : '';
  if (!known || !(await works(url, known))) {
    const { command, args, ...options } = run([
      ...['admin', 'user', 'create', '--admin', '--username', ADMIN],
      ...['--email', `${ADMIN}@cairn.example`, '--password', password],
      '--must-change-password=false',
    ]);
    const made = await runLines(command, args, options);
    if (made.code !== 0 && !/already exists/.test(made.output))
      throw new Failure('Gitea did not take an administrator.', {
        detail: made.output.replaceAll(password, '…').slice(-1500),
      });
    const answer = await ask(`${url}/api/v1/users/${ADMIN}/tokens`, {
      method: 'POST',
      auth: `${ADMIN}:${password}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: `platform-${randomBytes(4).toString('hex')}`,
        scopes: ['all'],
      }),
    });
    if (answer?.status !== 201)
      throw new Failure(`Gitea gave no token (${answer?.status}).`);
    fs.writeFileSync(tokenFile, `${JSON.parse(answer.body).sha1}\n`, {
      mode: 0o600,
    });
  }
  fs.writeFileSync(
    inData('gitea.json'),
    `${JSON.stringify(
      { url, user: ADMIN, tokenFile, passwordFile },
      null,
      2,
    )}\n`,
    { mode: 0o600 },
  );
}
