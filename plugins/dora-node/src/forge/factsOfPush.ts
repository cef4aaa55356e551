import type { FactInput } from '@cairn/plugin-dora-common';
import { isBot } from './isBot';

/** A commit as a push lists it. @public */
export interface PushedCommit {
  sha: string;
  message: string;
  /** ISO 8601 with an offset. */
  authoredAt: string;
  author: {
    login?: string | null;
    name?: string | null;
    email?: string | null;
  };
  /** Changed files. Left out when the forge does not say. */
  paths?: string[];
  /** Whether no earlier push had it. Unknown counts as yes. */
  isNew?: boolean;
}

/** A push, of whatever forge. @public */
export interface Push {
  repository: string;
  /** For example `refs/heads/main`. */
  ref: string;
  defaultBranch?: string;
  /** Zeros for a new branch. */
  before: string;
  /** Whether it threw away what was there. */
  forced?: boolean;
  /** Whether the forge left out the oldest. */
  truncated?: boolean;
  /** Where it led; tells which end of the list is the newest. */
  after?: string;
  commits: readonly PushedCommit[];
}

const NOTHING = /^0+$/;
const MERGE = /^Merge (?:pull request|branch|branches|tag|remote-tracking)/;
const MERGED_PULL =
  /^Merge pull request (?:#(?<github>\d+) from |'.*' \(#(?<gitea>\d+)\) from )/;
const SQUASH = /\(#(?<number>\d+)\)$/;
const REVERTED = /This reverts commit (?<sha>[0-9a-f]{7,64})\b/;
const PICKED = /\(cherry picked from commit (?<sha>[0-9a-f]{40,64})\)/;

function titleOf({ message }: PushedCommit): string {
  return message.split('\n', 1)[0].trim();
}

/**
 * Forges do not tell the parents of pushed commits. Each new one follows the one before it; the first
 * follows what was there, unless a merge brought it in from a branch, whose own push has told.
 */
function parentsOf(
  { before, forced, truncated, commits }: Push,
  index: number,
): string[] | undefined {
  const commit = commits[index];
  const last = commits[index - 1];
  const hasBase = !NOTHING.test(before) && !forced;
  const bringsBranch = commits.some(one => MERGE.test(titleOf(one)));
  if (MERGE.test(titleOf(commit))) {
    return last && hasBase && !truncated ? [before, last.sha] : undefined;
  }
  if (commit.isNew === false) return undefined;
  if (last) return last.isNew === false ? undefined : [last.sha];
  return hasBase && !truncated && !bringsBranch ? [before] : undefined;
}

/** What the titles of commits of the main branch tell of how pull requests were merged. */
function mergesOf({ repository, commits }: Push): FactInput[] {
  const squashed = commits.map(commit => SQUASH.exec(titleOf(commit)));
  // Rebased ones may all repeat one number; a squash is one commit.
  const numbers = squashed.map(match => match?.groups?.number);
  return commits.flatMap((commit, index): FactInput[] => {
    const { github, gitea } = MERGED_PULL.exec(titleOf(commit))?.groups ?? {};
    const merged = github ?? gitea;
    const number = merged ?? numbers[index];
    if (number === undefined) return [];
    if (!merged && numbers.filter(one => one === number).length > 1) return [];
    return [
      {
        type: 'pull_request',
        at: commit.authoredAt,
        repository,
        number: Number(number),
        mergeMethod: merged ? 'merge' : 'squash',
      },
    ];
  });
}

/**
 * The commits of a push as facts, and on the main branch how pull requests were merged.
 *
 * @public
 */
export function factsOfPush(told: Push): FactInput[] {
  const isNewestFirst =
    told.commits.length > 1 && told.commits[0]?.sha === told.after;
  const push = isNewestFirst
    ? { ...told, commits: [...told.commits].reverse() }
    : told;
  const { repository, commits, ref, defaultBranch } = push;
  const facts = commits.map((commit, index): FactInput => {
    const parents = parentsOf(push, index);
    const revertOf = REVERTED.exec(commit.message)?.groups?.sha;
    const cherryPickOf = PICKED.exec(commit.message)?.groups?.sha;
    return {
      type: 'commit',
      at: commit.authoredAt,
      repository,
      sha: commit.sha,
      authoredAt: commit.authoredAt,
      authorType: isBot(commit.author) ? 'bot' : 'human',
      ...(parents && { parents }),
      ...(commit.paths && { paths: commit.paths }),
      ...(revertOf && { revertOf }),
      ...(cherryPickOf && { cherryPickOf }),
    };
  });
  return ref === `refs/heads/${defaultBranch}` && !push.forced
    ? [...facts, ...mergesOf(push)]
    : facts;
}
