import path from 'node:path';
import {
  type ApplicationSet,
  SET_REFRESH,
} from '../../controllers/applicationset';
import {
  type Application,
  type ApplicationSource,
  argoApiVersion,
  sourcesOf,
} from '../../controllers/argocd';
import { isNotFound, refOf } from '../../controllers/runtime';
import { isEnabledNamespace } from '../applications/findApplication';
import { requestRefresh } from '../applications/refreshApplication';
import type { ServerContext } from '../ServerContext';

const PATHS = 'argocd.argoproj.io/manifest-generate-paths';

/** A push, as far as it matters here. */
export interface Push {
  /** The repository's page. */
  url: string;
  /** `refs/heads/main` */
  ref: string;
  defaultBranch: string;
  /** Paths of the files that changed. */
  changed: string[];
}

/** Has all Applications and sets compared that read what was pushed. */
export async function refreshForPush(
  context: ServerContext,
  push: Push,
): Promise<void> {
  for (const app of context.argo.applications.list()) {
    if (!isEnabledNamespace(context, app.metadata.namespace ?? '')) continue;
    const reads = sourcesOf(app).some(
      source =>
        isSameRepository(source.repoURL, push.url) &&
        followsRef(source, push) &&
        touches(app, source, push),
    );
    if (!reads) continue;
    await unlessGone(requestRefresh(context, app, 'normal'));
  }
  await refreshSets(context, set =>
    (set.spec.generators ?? []).some(
      ({ git }) => git && isSameRepository(git.repoURL, push.url),
    ),
  );
}

/** Has all sets asked again that make Applications of the repository's pull requests. */
export async function refreshForPullRequest(
  context: ServerContext,
  url: string,
): Promise<void> {
  await refreshSets(context, set =>
    (set.spec.generators ?? []).some(({ pullRequest }) => {
      const gitea = pullRequest?.gitea;
      if (!gitea) return false;
      const page = `${gitea.api.replace(/\/+$/, '')}/${gitea.owner}/${
        gitea.repo
      }`;
      return isSameRepository(page, url);
    }),
  );
}

async function refreshSets(
  { client }: ServerContext,
  concerns: (set: ApplicationSet) => boolean,
) {
  const { items } = await client.list<ApplicationSet>(
    argoApiVersion,
    'ApplicationSet',
  );
  for (const set of items.filter(concerns)) {
    await unlessGone(
      client.patch(refOf(set), {
        metadata: { annotations: { [SET_REFRESH]: 'true' } },
      }),
    );
  }
}

/** Two addresses of one repository: scheme, user, `.git` and the case of the host do not matter. */
function isSameRepository(one: string, other: string): boolean {
  return plainAddress(one) === plainAddress(other);
}

function plainAddress(url: string): string {
  return url
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^[^@/]+@/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/^([^/:]+):(?!\d)/, '$1/')
    .toLowerCase();
}

function followsRef({ targetRevision }: ApplicationSource, push: Push) {
  const name = push.ref.replace(/^refs\/(heads|tags)\//, '');
  if (!targetRevision || targetRevision === 'HEAD') {
    return name === push.defaultBranch;
  }
  // A range of versions may be met by any new tag.
  const isTag = push.ref.startsWith('refs/tags/');
  if (isTag && /[*^~<>=]/.test(targetRevision)) return true;
  return targetRevision.replace(/^refs\/(heads|tags)\//, '') === name;
}

/** Whether the files that the Application says its manifests come from were touched. */
function touches(app: Application, source: ApplicationSource, push: Push) {
  const paths = app.metadata.annotations?.[PATHS];
  if (!paths || !push.changed.length) return true;
  const roots = paths
    .split(';')
    .filter(Boolean)
    .map(each =>
      each.startsWith('/')
        ? path.posix.normalize(each).slice(1)
        : path.posix.normalize(path.posix.join(source.path ?? '', each)),
    )
    .map(root => root.replace(/\/$/, ''));
  return push.changed.some(file =>
    roots.some(
      root =>
        root === '' ||
        root === '.' ||
        file === root ||
        file.startsWith(`${root}/`) ||
        (root.includes('*') && path.posix.matchesGlob(file, root)),
    ),
  );
}

async function unlessGone(work: Promise<unknown>) {
  await work.catch(error => {
    if (!isNotFound(error)) throw error;
  });
}
