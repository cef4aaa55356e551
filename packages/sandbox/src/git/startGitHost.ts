import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { Log } from '../controllers/runtime';
import { accountRoutes } from './api/accountRoutes';
import { branchRoutes } from './api/branchRoutes';
import { contentRoutes } from './api/contentRoutes';
import { historyRoutes } from './api/historyRoutes';
import { hookRoutes } from './api/hookRoutes';
import { pullRoutes } from './api/pullRoutes';
import { rawRoutes } from './api/rawRoutes';
import { repositoryRoutes } from './api/repositoryRoutes';
import { statusRoutes } from './api/statusRoutes';
import { tagRoutes } from './api/tagRoutes';
import { requestHandler } from './http/handleRequest';
import { smartHttpRoutes } from './http/smartHttp';
import { avatarPages } from './pages/avatarPages';
import { pullPages } from './pages/pullPages';
import { repositoryPages } from './pages/repositoryPages';
import { sessionRoutes, type SignIn } from './pages/sessions';
import { ensureAccounts } from './services/ensureAccounts';
import { HookSender } from './services/HookSender';
import { Housekeeping } from './services/Housekeeping';
import type { HostContext } from './services/HostContext';
import { type ImportedPull, importPulls } from './services/importPulls';
import { Locks } from './services/Locks';
import { AccountStore } from './stores/AccountStore';
import { HookStore } from './stores/HookStore';
import { migrateGit } from './stores/migrateGit';
import { PullStore } from './stores/PullStore';
import { RepositoryStore } from './stores/RepositoryStore';
import { type Listening, listenOnLoopback } from '../listenOnLoopback';

/** What {@link startGitHost} needs. */
export interface GitHostOptions {
  /** The sandbox's data folder: repositories go to `git/`, tokens to `people/`. */
  dir: string;
  /** The sandbox's database; the host keeps to the schema `git`. */
  databaseUrl: string;
  /** Port on the loopback addresses; 0 for any free one. */
  port: number;
  /** Address that people and programs use, when it is not the port's own. */
  publicUrl?: string;
  /** The issuer's client for the pages; without it they are for reading only. */
  signIn?: SignIn;
  log: Log;
}

/** A running git host. */
export interface GitHost {
  url: string;
  /** Brings in pull requests of another time; see `importPulls`. */
  importPulls(
    owner: string,
    repository: string,
    pulls: readonly ImportedPull[],
  ): Promise<void>;
  stop(): Promise<void>;
}

/** Git runs this with the references that a push changed; it only notes them. */
const POST_RECEIVE = '#!/bin/sh\nexec cat >"$CAIRN_PUSH_REPORT"\n';

/**
 * Starts the git host on loopback: repositories over smart HTTP, Gitea's API
 * and hooks.
 *
 * @throws Error with the code `EADDRINUSE` when the port is taken.
 */
export async function startGitHost(options: GitHostOptions): Promise<GitHost> {
  const { dir, log } = options;
  const pool = new Pool({ connectionString: options.databaseUrl, max: 6 });
  pool.on('error', error =>
    log('warn', 'A database connection broke', { error: error.message }),
  );
  let listening: Listening | undefined;
  try {
    const repositoriesDir = join(dir, 'git');
    const workDir = join(dir, 'git-work');
    const hooksDir = join(dir, 'git-hooks');
    // Worktrees and reports of a start that was cut off are of no use.
    await rm(workDir, { recursive: true, force: true });
    for (const folder of [repositoriesDir, workDir, hooksDir]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
    await writeFile(join(hooksDir, 'post-receive'), POST_RECEIVE, {
      mode: 0o700,
    });
    await migrateGit(pool);
    const accounts = new AccountStore(pool);
    await ensureAccounts(accounts, dir);
    const hooks = new HookStore(pool);
    const sender = new HookSender(hooks, log);
    const host: HostContext = {
      publicUrl: '',
      repositoriesDir,
      workDir,
      hooksDir,
      accounts,
      repositories: new RepositoryStore(pool),
      pulls: new PullStore(pool),
      hooks,
      sender,
      housekeeping: new Housekeeping(log),
      locks: new Locks(),
      log,
    };
    let answer: RequestListener = (_request, response) => {
      response.writeHead(503).end();
    };
    const listener: RequestListener = (request, response) =>
      answer(request, response);
    listening = await listenOnLoopback(listener, options.port, {
      requestTimeout: 0,
    });
    const { port } = listening;
    const url = (options.publicUrl ?? `http://localhost:${port}`).replace(
      /\/$/,
      '',
    );
    host.publicUrl = url;
    const handle = requestHandler(host, {
      api: [
        ...accountRoutes(host),
        ...repositoryRoutes(host),
        ...contentRoutes(host),
        ...rawRoutes(host),
        ...statusRoutes(host),
        ...branchRoutes(host),
        ...tagRoutes(host),
        ...historyRoutes(host),
        ...pullRoutes(host),
        ...hookRoutes(host),
      ],
      git: smartHttpRoutes(host),
      pages: [
        ...(options.signIn ? sessionRoutes(host, options.signIn) : []),
        ...avatarPages(host),
        ...repositoryPages(host),
        ...pullPages(host),
      ],
    });
    answer = (request, response) => {
      void handle(request, response);
    };
    sender.wake();
    return {
      url,
      importPulls: (owner, name, pulls) =>
        importPulls(host, owner, name, pulls),
      stop: async () => {
        await listening?.stop();
        await sender.stop();
        await host.housekeeping.stop();
        await pool.end();
      },
    };
  } catch (error) {
    await listening?.stop();
    await pool.end();
    throw error;
  }
}
