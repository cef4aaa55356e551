import { maxSatisfying, valid, validRange } from 'semver';
import type { Refs } from './listRefs';

/**
 * The commit that a branch, a tag or a range of versions stands for, by the
 * references of the repository. Tags are peeled.
 *
 * @returns `undefined` when no reference fits
 */
export function resolveRevision(
  refs: Refs,
  revision: string,
): string | undefined {
  const range = rangeOf(revision);
  if (range) {
    const found = highestTag(refs, range);
    if (found) return found;
  }
  const names = ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'];
  for (const prefix of names) {
    const name = `${prefix}${revision || 'HEAD'}`;
    const hash = refs.get(`${name}^{}`) ?? refs.get(name);
    if (hash) return hash;
  }
  return undefined;
}

/** Whether the text is a whole commit hash. */
export function isCommitSha(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

/** Whether the text may be the beginning of a commit hash. */
export function isTruncatedSha(revision: string): boolean {
  return /^[0-9a-f]{7,39}$/.test(revision);
}

/** The range of versions a revision means; an exact version is an ordinary tag. */
function rangeOf(revision: string): string | undefined {
  if (!/[*xX^~<>=|]|\s-\s/.test(revision)) return undefined;
  const plain = revision.replace(/\bv(?=\d)/g, '').replace(/,/g, ' ');
  return validRange(plain) ?? undefined;
}

function highestTag(refs: Refs, range: string): string | undefined {
  const tags = new Map<string, string>();
  for (const name of refs.keys()) {
    const tag = /^refs\/tags\/(.+?)(\^\{\})?$/.exec(name)?.[1];
    const version = tag && valid(tag);
    if (tag && version && !tags.has(version)) tags.set(version, tag);
  }
  const best = maxSatisfying([...tags.keys()], range);
  const tag = best && tags.get(best);
  if (!tag) return undefined;
  return refs.get(`refs/tags/${tag}^{}`) ?? refs.get(`refs/tags/${tag}`);
}
