/** A repository, and the folder of it that is meant. @public */
export interface RepositoryPlace {
  /** Path of the repository on its host, in lower case: `acme/shop`. */
  repository: string;
  /** Without slashes at its ends. Left out for the whole repository. */
  folder?: string;
}

/** What forges write between a repository and a folder of one of its branches. */
const TREE =
  /^(?<repository>.+?)\/(?:-\/(?:tree|blob)|tree|blob|src\/(?:branch|tag|commit)|src)\/[^/]+(?:\/(?<folder>.*))?$/;

function trimSlashes(text: string): string {
  return text.replace(/^\/+|\/+$/g, '');
}

/**
 * Which repository an address names: of a browser, of `git clone` over HTTP or SSH, with or without the
 * `url:` of the catalog. Undefined for what names none.
 *
 * @public
 */
export function repositoryOf(address: string): RepositoryPlace | undefined {
  const text = address.trim().replace(/^url:/, '');
  const scp = /^[\w.-]+@[\w.-]+:(?!\/)(?<path>.+)$/.exec(text);
  let path = scp?.groups?.path;
  if (path === undefined) {
    if (!URL.canParse(text)) return undefined;
    const url = new URL(text);
    if (!['http:', 'https:', 'ssh:', 'git:'].includes(url.protocol)) {
      return undefined;
    }
    path = decodeURI(url.pathname);
  }
  const whole = trimSlashes(path);
  const { repository = whole, folder = '' } = TREE.exec(whole)?.groups ?? {};
  const name = trimSlashes(repository)
    .replace(/\.git$/, '')
    .toLowerCase();
  if (name === '' || !name.includes('/')) return undefined;
  const inside = trimSlashes(folder);
  return { repository: name, ...(inside && { folder: inside }) };
}
