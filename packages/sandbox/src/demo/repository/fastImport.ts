import { signed } from './objectIds';
import type { Repository } from './types';

/**
 * A repository as `git fast-import` reads it. The ids come out as they were
 * computed, for git makes them of the same contents.
 *
 * @param prefix - What every reference's name begins with instead of `refs/`.
 */
export function* fastImport(
  repository: Repository,
  prefix: string,
): Generator<string> {
  const marks = new Map<string, number>();
  const scratch = `${prefix}scratch`;
  yield `reset ${scratch}\n`;
  for (const commit of repository.commits) {
    const mark = marks.size + 1;
    marks.set(commit.sha, mark);
    const [from, ...merged] = commit.parents.map(parent => marks.get(parent));
    const lines = [
      `commit ${scratch}`,
      `mark :${mark}`,
      `author ${signed(commit.author)}`,
      `committer ${signed(commit.committer)}`,
      data(commit.message),
    ];
    if (from !== undefined) lines.push(`from :${from}`);
    for (const parent of merged) lines.push(`merge :${parent}`);
    for (const [path, text] of commit.changed) {
      lines.push(
        text === undefined
          ? `D ${path}`
          : `M 100644 inline ${path}\n${data(text)}`,
      );
    }
    yield `${lines.join('\n')}\n`;
  }
  for (const [name, sha] of repository.refs) {
    const ref = name.replace(/^refs\//, prefix);
    yield `reset ${ref}\nfrom :${marks.get(sha)}\n\n`;
  }
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
