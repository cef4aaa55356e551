import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesClient, Log } from '../../controllers/runtime';
import type { GitHost } from '../../git';
import { buildGitopsRepository } from '../gitops/buildGitopsRepository';
import { simulateService } from '../history/simulateService';
import { organisationOf } from '../organisation/organisation';
import { readCatalog } from '../organisation/readCatalog';
import { buildServiceRepository } from '../repository/buildServiceRepository';
import {
  beginDemoState,
  type DemoProgress,
  reportProgress,
  saveDemoState,
} from './DemoState';
import { editLive, EDIT_LIVE } from './editLive';
import { giveArgoAccess } from './giveArgoAccess';
import { GitDoor } from './GitDoor';
import { loadRepositories, type WantedRepository } from './loadRepositories';
import { pullsOf } from './pullsOf';
import { refreshRoot } from './refreshRoot';

/** What {@link loadDemo} needs. */
export interface DemoOptions {
  dataDir: string;
  /** Folder of the catalog that the organisation is made of. */
  catalogDir: string;
  /** Leave the organisation out: only an empty GitOps repository is made. */
  empty: boolean;
  gitHost: Pick<GitHost, 'url' | 'importPulls'>;
  /** The cluster, as somebody who may do everything. */
  client: KubernetesClient;
  log: Log;
  signal: AbortSignal;
}

/**
 * Loads the demo organisation: its repositories by pushes, then what is not in
 * git. What is loaded already stays as it is, so that nothing somebody changed
 * is changed back; what an interrupted start left is finished.
 *
 * @throws Error when the git host or the cluster refuses
 */
export async function loadDemo(options: DemoOptions): Promise<void> {
  const { dataDir, gitHost, log, signal, client } = options;
  const began = Date.now();
  const state = await beginDemoState(dataDir, gitHost.url);
  if (state.gitUrl !== gitHost.url) {
    log(
      'warn',
      'The git host has another address than when the demo was loaded; its Applications still name the old one',
      { before: state.gitUrl, now: gitHost.url },
    );
  }
  await giveArgoAccess({ dataDir, client, gitUrl: gitHost.url });
  const wanted = await wantedRepositories(options, state);
  const missing = wanted.filter(
    ({ owner, name }) => !(`${owner}/${name}` in state.repositories),
  );
  const report = (progress: DemoProgress) => {
    log('info', progress.message, {
      done: progress.done,
      total: progress.total,
    });
    return reportProgress(dataDir, progress);
  };
  if (missing.length > 0) {
    const token = await readFile(
      join(dataDir, 'people', 'cairn-portal.git-token'),
      'utf8',
    );
    const total = wanted.length;
    const tell = () => {
      const done = Object.keys(state.repositories).length;
      return report({
        phase: 'repositories',
        done,
        total,
        message: `Loading the demo organisation: ${done} of ${total} repositories`,
      });
    };
    await tell();
    let kept = Promise.resolve();
    await loadRepositories({
      wanted: missing,
      dataDir,
      door: new GitDoor(gitHost.url, {
        name: 'cairn-portal',
        token: token.trim(),
      }),
      importPulls: gitHost.importPulls,
      loaded: (path, main) => {
        state.repositories[path] = main;
        // Several may be done at once; the file is written by one at a time.
        kept = kept.then(async () => {
          await saveDemoState(dataDir, state);
          await tell();
        });
        return kept;
      },
      log,
      signal,
    });
    await refreshRoot(client);
  }
  await report({
    phase: 'done',
    done: wanted.length,
    total: wanted.length,
    message: options.empty
      ? 'The demo organisation is left out'
      : 'The demo organisation is loaded',
  });
  log('info', 'Loading is done', { seconds: (Date.now() - began) / 1000 });
  if (!options.empty && !state.steps.includes(EDIT_LIVE)) {
    await editLive({ client, signal });
    state.steps.push(EDIT_LIVE);
    await saveDemoState(dataDir, state);
  }
}

async function wantedRepositories(
  { catalogDir, empty, gitHost }: DemoOptions,
  state: { seed: string; anchor: string },
): Promise<WantedRepository[]> {
  const seed = { seed: state.seed, anchor: Date.parse(state.anchor) };
  const organisation = empty
    ? undefined
    : organisationOf(await readCatalog(catalogDir));
  const services = organisation?.services ?? [];
  return [
    ...services.map(service => ({
      owner: service.owner,
      name: service.name,
      build: () => {
        const repository = buildServiceRepository(
          simulateService(service, seed),
        );
        return { repository, pulls: pullsOf(repository) };
      },
    })),
    // Last: it names the others.
    {
      owner: 'platform',
      name: 'gitops',
      build: () => ({
        repository: buildGitopsRepository(organisation, seed, gitHost.url),
        pulls: [],
      }),
    },
  ];
}
