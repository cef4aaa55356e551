import type { Ledger } from '@cairn/plugin-dora-common';

/** The tag of an image: `registry:5000/a/b:v1@sha256...` has `v1`. */
function tagOf(image: string): string | undefined {
  const [name] = image.split('@');
  return /:(?<tag>[\w][\w.-]{0,127})$/.exec(name)?.groups?.tag;
}

/** A commit's id alone, or behind a word: `sha-0123abc`, `main-0123abc`. */
const COMMIT = /(?:^|[-_.])(?<sha>[0-9a-f]{7,40})$/;

/**
 * The commit that the tags of images name: whole, or shortened where only one known commit begins so.
 * Undefined when they name none or several, and for a number that only looks like one.
 */
export function tagRevision(
  images: readonly string[],
  commits: Ledger['commits'],
): string | undefined {
  const named = images.flatMap(image => {
    const sha = COMMIT.exec(tagOf(image) ?? '')?.groups?.sha;
    if (sha === undefined) return [];
    const known = [...commits.values()].filter(commit =>
      commit.sha.startsWith(sha),
    );
    if (known.length === 1) return [known[0].sha];
    return sha.length === 40 ? [sha] : [];
  });
  const different = new Set(named);
  return different.size === 1 ? named[0] : undefined;
}
