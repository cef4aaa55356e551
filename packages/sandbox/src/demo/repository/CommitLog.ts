import { blobId, commitId, type Signature, Tree } from './objectIds';
import type { Commit } from './types';

/** Makes commits, each with the id git will give it. */
export class CommitLog {
  readonly commits: Commit[] = [];

  /**
   * @param parents - The first one is what the files are compared with.
   * @param changes - Files by path; `undefined` removes one.
   */
  commit(made: {
    parents: readonly Commit[];
    author: Signature;
    committer?: Signature;
    message: string;
    changes: Iterable<[path: string, text: string | undefined]>;
  }): Commit {
    const { parents, author, committer = author, message } = made;
    let tree = parents[0]?.tree ?? Tree.empty;
    const changed = new Map<string, string | undefined>();
    for (const [path, text] of made.changes) {
      const blob = text === undefined ? undefined : blobId(text);
      const before = tree.blob(path);
      if (before === blob || (blob && before?.equals(blob))) continue;
      changed.set(path, text);
      tree = tree.with(path, blob);
    }
    const text = message.endsWith('\n') ? message : `${message}\n`;
    const parentIds = parents.map(({ sha }) => sha);
    const sha = commitId({
      tree,
      parents: parentIds,
      author,
      committer,
      message: text,
    });
    const commit: Commit = {
      sha,
      parents: parentIds,
      author,
      committer,
      message: text,
      changed,
      tree,
    };
    this.commits.push(commit);
    return commit;
  }
}
