/** A git host whose pages the portal can lead to. @public */
export interface GitHost {
  /** With the port, where there is one. */
  host: string;
  type: 'github' | 'gitlab' | 'gitea' | 'bitbucket';
  /** Where people reach it, for example `https://git.example.org`. */
  baseUrl?: string;
}

const wellKnown: GitHost[] = [
  { host: 'github.com', type: 'github' },
  { host: 'gitlab.com', type: 'gitlab' },
  { host: 'bitbucket.org', type: 'bitbucket' },
];

const commitPaths: Record<GitHost['type'], string> = {
  github: 'commit',
  gitlab: '-/commit',
  gitea: 'commit',
  bitbucket: 'commits',
};

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const SCP = /^(?:[\w.-]+@)?([\w.-]+):(?!\/)(.+)$/;

interface Place {
  host: string;
  hostname: string;
  path: string;
  protocol: string;
}

function placeOf(repoUrl: string): Place | undefined {
  const scp = repoUrl.includes('://') ? undefined : SCP.exec(repoUrl);
  const text = scp ? `ssh://${scp[1]}/${scp[2]}` : repoUrl;
  if (!URL.canParse(text)) {
    return undefined;
  }
  const { protocol, host, hostname, pathname } = new URL(text);
  return ['http:', 'https:', 'ssh:'].includes(protocol)
    ? { host, hostname, path: pathname, protocol }
    : undefined;
}

/** Whether a revision is a commit. @public */
export function isCommit(revision: string): boolean {
  return COMMIT.test(revision);
}

/** The first seven characters of a commit; anything else as it is. @public */
export function shortRevision(revision: string): string {
  return isCommit(revision) ? revision.slice(0, 7) : revision;
}

/**
 * The page of a commit on its git host.
 *
 * @param options - `hosts` are those of the portal's `integrations`; the well-known ones come by themselves
 * @returns undefined for what is no commit, or lies on a host nobody has named: a link must never be a guess
 * @public
 */
export function commitUrl(options: {
  repoUrl: string;
  revision: string;
  hosts?: GitHost[];
}): string | undefined {
  const place = placeOf(options.repoUrl);
  if (!place || !isCommit(options.revision)) {
    return undefined;
  }
  const host = [...(options.hosts ?? []), ...wellKnown].find(
    // By ssh a host has another port, or none.
    ({ host: name }) =>
      name === place.host ||
      (place.protocol === 'ssh:' && name.split(':')[0] === place.hostname),
  );
  const protocol = place.protocol === 'ssh:' ? 'https:' : place.protocol;
  const base = host?.baseUrl ?? `${protocol}//${host?.host}`;
  if (!host || !/^https?:\/\//.test(base)) {
    return undefined;
  }
  const repository = place.path.replace(/\/+$/, '').replace(/\.git$/, '');
  return `${base.replace(/\/+$/, '')}${repository}/${commitPaths[host.type]}/${
    options.revision
  }`;
}
