import { isObjectId, isRefName } from './names';
import { GitCommandError, gitText, runGit } from './runGit';

/** A branch or a tag. */
export interface Ref {
  /** Without `refs/heads/` or `refs/tags/`. */
  name: string;
  /** The commit it leads to. */
  sha: string;
  /** The object it names: for an annotated tag not the commit. */
  objectSha: string;
  /** Subject of an annotated tag's message, otherwise of the commit. */
  subject: string;
  /** When the tag or the commit was made, as ISO 8601. */
  date: string;
}

/** Makes an empty bare repository whose HEAD is to be this branch. */
export async function initRepository(
  dir: string,
  branch: string,
): Promise<void> {
  await runGit(['init', '--quiet', '--bare', '--template=', '--', dir], {
    cwd: '/',
  });
  await setHead(dir, branch);
}

/** Makes a branch the one that HEAD names. */
export async function setHead(dir: string, branch: string): Promise<void> {
  await runGit(['symbolic-ref', 'HEAD', `refs/heads/${branch}`], { dir });
}

/** The commit of an exact reference or object id; `undefined` when there is none. */
export async function commitAt(
  dir: string,
  name: string,
): Promise<string | undefined> {
  try {
    return await gitText(
      ['rev-parse', '--verify', '--quiet', `${name}^{commit}`],
      { dir },
    );
  } catch (error) {
    if (error instanceof GitCommandError) return undefined;
    throw error;
  }
}

/**
 * The commit that a person's word means: a branch, a tag, a full reference or
 * an object id, in this order, never a revision expression.
 */
export async function resolveCommit(
  dir: string,
  word: string,
): Promise<string | undefined> {
  if (word === 'HEAD') return commitAt(dir, 'HEAD');
  if (isRefName(word)) {
    for (const prefix of ['refs/heads/', 'refs/tags/']) {
      const sha = await commitAt(dir, prefix + word);
      if (sha) return sha;
    }
    if (/^refs\/(heads|tags|pull)\//.test(word)) return commitAt(dir, word);
  }
  return isObjectId(word) ? commitAt(dir, word) : undefined;
}

/** All branches or tags, by name. */
export async function listRefs(
  dir: string,
  kind: 'heads' | 'tags',
): Promise<Ref[]> {
  const out = await gitText(
    [
      'for-each-ref',
      '--format=%(refname)%00%(objectname)%00%(*objectname)%00%(contents:subject)%00%(creatordate:iso-strict)',
      `refs/${kind}`,
    ],
    { dir },
  );
  if (!out) return [];
  return out.split('\n').map(line => {
    const [ref = '', object = '', peeled = '', subject = '', date = ''] =
      line.split('\u0000');
    return {
      name: ref.slice(`refs/${kind}/`.length),
      sha: peeled || object,
      objectSha: object,
      subject,
      date: date.replace(/\+00:00$/, 'Z'),
    };
  });
}

/** The id of a tree, when the word names one; `undefined` otherwise. */
export async function treeAt(
  dir: string,
  name: string,
): Promise<string | undefined> {
  try {
    return await gitText(
      ['rev-parse', '--verify', '--quiet', `${name}^{tree}`],
      { dir },
    );
  } catch (error) {
    if (error instanceof GitCommandError) return undefined;
    throw error;
  }
}

/** Makes an annotated tag's object and answers its id. No reference is moved. */
export async function makeTag(
  dir: string,
  tag: {
    name: string;
    commit: string;
    message: string;
    person: { name: string; email: string };
  },
): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000);
  const who = `${tag.person.name} <${tag.person.email}>`.replace(/\n/g, ' ');
  const input = `object ${tag.commit}\ntype commit\ntag ${tag.name}\ntagger ${who} ${seconds} +0000\n\n${tag.message}\n`;
  return gitText(['mktag'], { dir, input });
}

/**
 * Moves a reference only if it still is where it was: `before` of zeros means
 * that it must not exist, `after` of zeros deletes it.
 *
 * @returns false when somebody else was first
 */
export async function moveRef(
  dir: string,
  ref: string,
  after: string,
  before: string,
): Promise<boolean> {
  try {
    await runGit(['update-ref', ref, after, before], { dir });
    return true;
  } catch (error) {
    if (
      error instanceof GitCommandError &&
      /cannot lock ref|already exists|but expected|unable to resolve/.test(
        error.stderr,
      )
    ) {
      return false;
    }
    throw error;
  }
}

/** Whether one commit is among the other's ancestors (or the same). */
export async function isAncestor(
  dir: string,
  ancestor: string,
  of: string,
): Promise<boolean> {
  try {
    await runGit(['merge-base', '--is-ancestor', ancestor, of], { dir });
    return true;
  } catch (error) {
    if (error instanceof GitCommandError && error.exitCode === 1) return false;
    throw error;
  }
}

/** The best common ancestor; `undefined` for unrelated histories. */
export async function mergeBase(
  dir: string,
  one: string,
  other: string,
): Promise<string | undefined> {
  try {
    return await gitText(['merge-base', one, other], { dir });
  } catch (error) {
    if (error instanceof GitCommandError && error.exitCode === 1) {
      return undefined;
    }
    throw error;
  }
}
