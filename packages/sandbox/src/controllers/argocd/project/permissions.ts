import { normalizeRepoUrl } from '../git/RepositoryCredentials';
import { matchesGlob } from '../glob';
import type { Application, AppProject, Destination, GroupKind } from '../types';
import { sourcesOf } from '../applicationSources';

/** The address of the cluster that the controller itself runs against. */
export const inCluster = 'https://kubernetes.default.svc';

/**
 * What of an Application's spec its project forbids, as Argo CD words it.
 *
 * @returns no texts when everything is permitted
 */
export function specProblems(app: Application, project: AppProject): string[] {
  const name = project.metadata.name ?? '';
  const problems: string[] = [];
  for (const { repoURL } of sourcesOf(app)) {
    if (!isSourcePermitted(project, repoURL)) {
      problems.push(
        `application repo ${repoURL} is not permitted in project '${name}'`,
      );
    }
  }
  const { destination } = app.spec;
  if (!isDestinationPermitted(project, destination)) {
    problems.push(
      `application destination server '${serverOf(
        destination,
      )}' and namespace '${
        destination.namespace ?? ''
      }' do not match any of the allowed destinations in project '${name}'`,
    );
  }
  return problems;
}

/** Why a destination is no cluster that is known; `undefined` when it is. */
export function destinationProblem(
  destination: Destination,
): string | undefined {
  const { server, name } = destination;
  if (server && name) {
    return `application destination can't have both name and server defined: ${name} ${server}`;
  }
  if (name) {
    return name === 'in-cluster'
      ? undefined
      : `unable to find destination server: there are no clusters with this name: ${name}`;
  }
  if (!server) return 'Destination server missing from app spec';
  if (server.replace(/\/+$/, '') === inCluster) return undefined;
  return `error getting cluster by server "${server}": rpc error: code = NotFound desc = cluster "${server}" not found`;
}

/** The cluster's address, also when it is given by name. */
export function serverOf({ server, name }: Destination): string {
  return server || (name === 'in-cluster' ? inCluster : '');
}

/** Whether resources may go to a namespace of a cluster. */
export function isDestinationPermitted(
  project: AppProject,
  destination: Destination,
): boolean {
  const server = serverOf(destination);
  const { namespace = '' } = destination;
  let permitted = false;
  for (const one of project.spec.destinations ?? []) {
    const denies =
      one.server?.startsWith('!') || one.namespace?.startsWith('!');
    const matches =
      matchesGlob(plain(one.namespace), namespace) &&
      (one.server
        ? matchesGlob(plain(one.server), server)
        : matchesGlob(plain(one.name), 'in-cluster'));
    if (!matches) continue;
    if (denies) return false;
    permitted = true;
  }
  return permitted;
}

/** Whether manifests may come from a repository. */
export function isSourcePermitted(
  project: AppProject,
  repoURL: string,
): boolean {
  const wanted = normalizeRepoUrl(repoURL);
  let permitted = false;
  for (const pattern of project.spec.sourceRepos ?? []) {
    const matches =
      plain(pattern) === '*' ||
      matchesGlob(normalizeRepoUrl(plain(pattern)), wanted, '/') ||
      matchesGlob(plain(pattern), repoURL, '/');
    if (!matches) continue;
    if (pattern.startsWith('!')) return false;
    permitted = true;
  }
  return permitted;
}

/** Whether a kind may be managed. Cluster-wide kinds need to be allowed, the others only must not be denied. */
export function isKindPermitted(
  project: AppProject,
  kind: GroupKind,
  namespaced: boolean,
): boolean {
  const {
    clusterResourceWhitelist: allowed = [],
    clusterResourceBlacklist: denied = [],
    namespaceResourceWhitelist,
    namespaceResourceBlacklist = [],
  } = project.spec;
  const within = (list: GroupKind[]) =>
    list.some(
      one =>
        matchesGlob(one.group, kind.group) &&
        matchesGlob(one.kind, kind.kind) &&
        (!one.name || matchesGlob(one.name, kind.name ?? '')),
    );
  if (namespaced) {
    return (
      (!namespaceResourceWhitelist || within(namespaceResourceWhitelist)) &&
      !within(namespaceResourceBlacklist)
    );
  }
  return within(allowed) && !within(denied);
}

function plain(pattern: string | undefined): string {
  return (pattern ?? '').replace(/^!/, '');
}
