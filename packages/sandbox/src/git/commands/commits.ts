import { gitText, runGit } from './runGit';

/** Who did something, and when. */
export interface Signature {
  name: string;
  email: string;
  /** ISO 8601 with the offset of where it was done. */
  date: string;
}

/** A commit as git keeps it. */
export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

/** A file that a commit or a pull request changes. */
export interface FileChange {
  path: string;
  previousPath?: string;
  status: 'added' | 'modified' | 'removed' | 'renamed';
  /** Undefined for binary files. */
  additions: number | undefined;
  deletions: number | undefined;
}

const FIELD = '\u001f';
const FORMAT = ['H', 'T', 'P', 'an', 'ae', 'aI', 'cn', 'ce', 'cI', 'B']
  .map(each => `%${each}`)
  .join('%x1f');

/** RFC 3339 writes no offset at all as `Z`. */
const inUtc = (date = '') => date.replace(/\+00:00$/, 'Z');

function parseCommit(record: string): Commit {
  const [sha, tree, parents, an, ae, aI, cn, ce, cI, ...message] = record.split(
    FIELD,
  ) as [string, ...string[]];
  return {
    sha,
    tree: tree ?? '',
    parents: (parents ?? '').split(' ').filter(Boolean),
    author: { name: an ?? '', email: ae ?? '', date: inUtc(aI) },
    committer: { name: cn ?? '', email: ce ?? '', date: inUtc(cI) },
    message: message.join(FIELD),
  };
}

/**
 * Commits, newest first.
 *
 * @param range - Object ids, each of which may be excluded by `^`.
 */
export async function listCommits(
  dir: string,
  range: string[],
  options: { path?: string; skip?: number; limit?: number } = {},
): Promise<Commit[]> {
  const { path, skip = 0, limit } = options;
  const out = await gitText(
    [
      'log',
      '-z',
      `--format=${FORMAT}`,
      `--skip=${skip}`,
      ...(limit === undefined ? [] : [`--max-count=${limit}`]),
      ...range,
      '--',
      ...(path ? [path] : []),
    ],
    { dir, env: { GIT_LITERAL_PATHSPECS: '1' } },
  );
  return out.split('\u0000').filter(Boolean).map(parseCommit);
}

/** One commit by the id of an existing one. */
export async function readCommit(dir: string, sha: string): Promise<Commit> {
  const [commit] = await listCommits(dir, [sha], { limit: 1 });
  if (!commit) throw new Error(`There is no commit ${sha}`);
  return commit;
}

/** How many commits {@link listCommits} would answer without a limit. */
export async function countCommits(
  dir: string,
  range: string[],
  path?: string,
): Promise<number> {
  const out = await gitText(
    ['rev-list', '--count', ...range, '--', ...(path ? [path] : [])],
    { dir, env: { GIT_LITERAL_PATHSPECS: '1' } },
  );
  return Number(out);
}

/** What to compare: two commits, or a commit with its first parent (or nothing). */
export type DiffRange = { from: string; to: string } | { commit: Commit };

/** The tree of a repository without any file; every git knows it. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

function ends(range: DiffRange): [string, string] {
  if ('from' in range) return [range.from, range.to];
  return [range.commit.parents[0] ?? EMPTY_TREE, range.commit.sha];
}

/** The files that differ, with the number of lines. */
export async function listChanges(
  dir: string,
  range: DiffRange,
): Promise<FileChange[]> {
  const [from, to] = ends(range);
  const diff = (what: string) =>
    gitText(['diff-tree', '-r', '-M', '-z', what, from, to], { dir });
  const [states, numbers] = await Promise.all([
    diff('--name-status'),
    diff('--numstat'),
  ]);
  const words = states.split('\u0000');
  const changes: FileChange[] = [];
  for (let at = 0; at < words.length - 1; ) {
    const letter = words[at++]?.[0] ?? '';
    const renamed = letter === 'R' || letter === 'C';
    const previousPath = renamed ? words[at++] : undefined;
    changes.push({
      path: words[at++] ?? '',
      ...(previousPath !== undefined && { previousPath }),
      status: renamed
        ? 'renamed'
        : ({ A: 'added', D: 'removed' } as const)[letter as 'A' | 'D'] ??
          'modified',
      additions: undefined,
      deletions: undefined,
    });
  }
  // A renamed file's counts are followed by both names, each a word of its own.
  const counts = numbers.split('\u0000').filter(word => word.includes('\t'));
  counts.forEach((word, index) => {
    const [additions = '-', deletions = '-'] = word.split('\t');
    const change = changes[index];
    if (!change || additions === '-') return;
    change.additions = Number(additions);
    change.deletions = Number(deletions);
  });
  return changes;
}

/** The difference as `git diff` shows it. */
export async function readDiff(dir: string, range: DiffRange): Promise<Buffer> {
  const [from, to] = ends(range);
  return runGit(['diff-tree', '-r', '-M', '-p', from, to], { dir });
}

/** The commits as a series of mails that `git am` takes. */
export async function readPatch(
  dir: string,
  range: DiffRange,
): Promise<Buffer> {
  const what =
    'from' in range ? [`${range.from}..${range.to}`] : ['-1', range.commit.sha];
  return runGit(['format-patch', '--stdout', '--root', ...what], { dir });
}
