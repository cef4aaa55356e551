import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesClient, Log } from '../../controllers/runtime';
import type { GitHost } from '../../git';
import { buildGitopsRepository } from '../gitops/buildGitopsRepository';
import { simulateService } from '../history/simulateService';
import {
  type Organisation,
  organisationOf,
} from '../organisation/organisation';
import { readCatalog } from '../organisation/readCatalog';
import { buildServiceRepository } from '../repository/buildServiceRepository';
import {
  beginDemoState,
  type DemoProgress,
  reportProgress,
  saveDemoState,
} from './DemoState';
import { editLive } from './editLive';
import { giveArgoAccess } from './giveArgoAccess';
import { GitDoor } from './GitDoor';
import { loadRepositories, type WantedRepository } from './loadRepositories';
import { pullsOf } from './pullsOf';
import { refreshRoot } from './refreshRoot';
import { type HistoryReceiver, sendHistory } from './sendHistory';
import { syncByHand } from './syncByHand';

/** What {@link loadDemo} needs. */
export interface DemoOptions {
  dataDir: string;
  /** Folder of the catalog that the organisation is made of. */
  catalogDir: string;
  /** Leave the organisation out: only an empty GitOps repository is made. */
  empty: boolean;
  gitHost: Pick<GitHost, 'url' | 'importPulls'>;
  /** Where Argo CD wants to hear of pushes; without it, it looks every few minutes. */
  argoHook?: string;
  /** Where to send the year's events, once. */
  history?: HistoryReceiver;
  /** The cluster, as somebody who may do everything; without it, only the git host is filled. */
  client?: KubernetesClient;
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
  if (client) await giveArgoAccess({ dataDir, client, gitUrl: gitHost.url });
  const organisation = options.empty
    ? undefined
    : organisationOf(await readCatalog(options.catalogDir));
  const wanted = wantedRepositories(organisation, gitHost.url, state);
  const missing = wanted.filter(({ owner, name, empty }) => {
    const main = state.repositories[`${owner}/${name}`];
    // One that was made without the organisation is filled now.
    return main === undefined || (!options.empty && main === empty);
  });
  const report = (progress: DemoProgress) => {
    log('info', progress.message, {
      done: progress.done,
      total: progress.total,
    });
    return reportProgress(dataDir, progress);
  };
  const token = await readFile(
    join(dataDir, 'people', 'cairn-portal.git-token'),
    'utf8',
  );
  const door = new GitDoor(gitHost.url, {
    name: 'cairn-portal',
    token: token.trim(),
  });
  if (missing.length > 0) {
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
      door,
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
    if (client) await refreshRoot(client);
  }
  if (organisation && options.history) {
    const { history: receiver } = options;
    await sendHistory({ ...options, receiver, organisation, state, report });
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
  for (const [step, work] of [
    ...webhooks(wanted, door, options.argoHook),
    ...handiwork(organisation, options),
  ]) {
    if (state.steps.includes(step)) continue;
    await work();
    state.steps.push(step);
    await saveDemoState(dataDir, state);
  }
}

type Step = [step: string, work: () => Promise<void>];

/** Set up after the load: Argo CD need not hear of each of a year's pushes. */
function webhooks(
  wanted: readonly WantedRepository[],
  door: GitDoor,
  address: string | undefined,
): Step[] {
  if (address === undefined) return [];
  return wanted.map(({ owner, name }) => [
    `webhook/${owner}/${name}/${address}`,
    () => door.tellOf(owner, name, address),
  ]);
}

/** What people have done in the cluster by hand; done once, and never again. */
function handiwork(
  organisation: Organisation | undefined,
  { client, gitHost, signal }: DemoOptions,
): Step[] {
  if (!client) return [];
  const gitUrl = gitHost.url;
  const services = organisation?.services ?? [];
  return [
    ...services
      .filter(({ shape }) => shape.manualSync)
      .map(
        (service): Step => [
          `sync-by-hand/${service.name}`,
          () => syncByHand(service, { client, gitUrl, signal }),
        ],
      ),
    ...services
      .filter(({ shape }) => shape.liveEdit)
      .map(
        (service): Step => [
          `live-edit/${service.name}`,
          () => editLive(service, { client, signal }),
        ],
      ),
  ];
}

function wantedRepositories(
  organisation: Organisation | undefined,
  gitUrl: string,
  state: { seed: string; anchor: string },
): WantedRepository[] {
  const seed = { seed: state.seed, anchor: Date.parse(state.anchor) };
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
      empty: buildGitopsRepository(undefined, seed, gitUrl).refs.get(
        'refs/heads/main',
      ),
      owner: 'platform',
      name: 'gitops',
      build: () => ({
        repository: buildGitopsRepository(organisation, seed, gitUrl),
        pulls: [],
      }),
    },
  ];
}
