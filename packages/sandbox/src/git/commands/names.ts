const OWNER = /^[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,38}[a-zA-Z0-9_-])?$/;
const REPOSITORY = /^[\w.-]{1,100}$/;

/** Words of the host's own URLs. */
const RESERVED = new Set([
  'api',
  'avatars',
  'login',
  'logout',
  'assets',
  'healthz',
]);

/** Whether this may name an owner (Gitea's rule, which leaves no way out of a folder). */
export function isOwnerName(name: string): boolean {
  return (
    OWNER.test(name) &&
    !name.includes('..') &&
    !RESERVED.has(name.toLowerCase())
  );
}

/** Whether this may name a repository (Gitea's rule). */
export function isRepositoryName(name: string): boolean {
  return (
    REPOSITORY.test(name) &&
    name !== '.' &&
    name !== '..' &&
    !name.startsWith('-') &&
    !/\.(git|wiki|rss|atom|lock)$/i.test(name)
  );
}

/**
 * Whether this may name a branch or a tag: the rules of git-check-ref-format,
 * so that a name can never be read as a revision expression or an option.
 */
export function isRefName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length < 250 &&
    !name.startsWith('-') &&
    !name.startsWith('/') &&
    !name.endsWith('/') &&
    !name.endsWith('.') &&
    name !== '@' &&
    name !== 'HEAD' &&
    !name.includes('//') &&
    !name.includes('..') &&
    !name.includes('@{') &&
    // eslint-disable-next-line no-control-regex
    !/[\u0000-\u0020\u007f~^:?*[\\]/.test(name) &&
    name
      .split('/')
      .every(part => !part.startsWith('.') && !part.endsWith('.lock'))
  );
}

/** Whether this is the id of an object, whole or shortened. */
export function isObjectId(text: string): boolean {
  return /^[0-9a-f]{4,40}$/i.test(text);
}

/** Whether git would take this as the path of a file in a tree. */
export function isTreePath(path: string): boolean {
  return (
    path.length > 0 &&
    path.length < 4096 &&
    !path.includes('\u0000') &&
    path
      .split('/')
      .every(
        part =>
          part !== '' &&
          part !== '.' &&
          part !== '..' &&
          part.toLowerCase() !== '.git',
      )
  );
}
