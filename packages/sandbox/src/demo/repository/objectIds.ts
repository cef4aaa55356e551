import { createHash } from 'node:crypto';
import type { Person } from '../organisation/organisation';

/** Who did something to a repository, and when. */
export interface Signature {
  person: Pick<Person, 'fullName' | 'email'>;
  /** Milliseconds; written in UTC. */
  at: number;
}

/** A signature as git writes it. */
export function signed({ person, at }: Signature): string {
  return `${person.fullName} <${person.email}> ${Math.floor(at / 1000)} +0000`;
}

/** The id git gives to a file's contents. */
export function blobId(text: string): Buffer {
  return hash('blob', Buffer.from(text, 'utf8'));
}

/** The id git gives to a commit. */
export function commitId(commit: {
  tree: Tree;
  parents: readonly string[];
  author: Signature;
  committer: Signature;
  message: string;
}): string {
  const lines = [
    `tree ${commit.tree.id().toString('hex')}`,
    ...commit.parents.map(parent => `parent ${parent}`),
    `author ${signed(commit.author)}`,
    `committer ${signed(commit.committer)}`,
    '',
    commit.message,
  ];
  return hash('commit', Buffer.from(lines.join('\n'), 'utf8')).toString('hex');
}

/**
 * A folder of ordinary files as git sees it. It never changes: one with another
 * file shares all other folders, so that a commit costs what it changed.
 */
export class Tree {
  static readonly empty = new Tree(new Map());
  private known: Buffer | undefined;

  private constructor(
    private readonly entries: ReadonlyMap<string, Buffer | Tree>,
  ) {}

  /** The id git gives to it. */
  id(): Buffer {
    this.known ??= hash('tree', this.encode());
    return this.known;
  }

  /** The id of a file's contents. */
  blob(path: string): Buffer | undefined {
    const [name, rest] = split(path);
    const entry = this.entries.get(name);
    if (rest === undefined) return Buffer.isBuffer(entry) ? entry : undefined;
    return entry instanceof Tree ? entry.blob(rest) : undefined;
  }

  /** The same with another file; without it when there is no id. */
  with(path: string, blob: Buffer | undefined): Tree {
    const [name, rest] = split(path);
    const entries = new Map(this.entries);
    const entry = entries.get(name);
    const inner = entry instanceof Tree ? entry : Tree.empty;
    const made = rest === undefined ? blob : inner.with(rest, blob);
    // Git knows no empty folders.
    if (!made || (made instanceof Tree && made.entries.size === 0)) {
      entries.delete(name);
    } else {
      entries.set(name, made);
    }
    return new Tree(entries);
  }

  private encode(): Buffer {
    // Git sorts a folder as if its name ended with a slash.
    const order = ([name, entry]: readonly [string, Buffer | Tree]) =>
      entry instanceof Tree ? `${name}/` : name;
    const sorted = [...this.entries].sort((one, other) =>
      order(one) < order(other) ? -1 : 1,
    );
    return Buffer.concat(
      sorted.flatMap(([name, entry]) => {
        const isTree = entry instanceof Tree;
        return [
          Buffer.from(`${isTree ? '40000' : '100644'} ${name}\0`, 'utf8'),
          isTree ? entry.id() : entry,
        ];
      }),
    );
  }
}

function split(path: string): [first: string, rest: string | undefined] {
  const slash = path.indexOf('/');
  return slash < 0
    ? [path, undefined]
    : [path.slice(0, slash), path.slice(slash + 1)];
}

function hash(kind: string, content: Buffer): Buffer {
  return createHash('sha1')
    .update(`${kind} ${content.length}\0`)
    .update(content)
    .digest();
}
