import type { Change, MainEntry, ServiceHistory } from '../history/types';
import { deployer } from '../organisation/organisation';
import { CommitLog } from './CommitLog';
import { firstFiles } from './firstFiles';
import { topicFiles, type Rule } from './languages';
import { versionFile } from './manifests';
import type { Signature } from './objectIds';
import type { Commit, MainMove, PullCommits, ServiceRepository } from './types';
import { slugOf } from '../history/topics';

/** Rules of a topic's file beyond which the oldest gives way. */
const MAX_RULES = 6;

class Builder {
  private readonly log = new CommitLog();
  private readonly rules = new Map<string, readonly Rule[]>();
  private readonly moves: MainMove[] = [];
  private readonly pulls: PullCommits[] = [];
  private readonly versions = new Map<string, string>();
  /** Main, with the time it became so. */
  private readonly main: { at: number; commit: Commit }[] = [];
  private readonly refs = new Map<string, string>();
  private readonly mergedAs = new Map<Change, string>();

  constructor(private readonly history: ServiceHistory) {}

  build(): ServiceRepository {
    const { service, startedAt, firstVersion, main, changes } = this.history;
    const founder = { person: this.person(0), at: startedAt };
    const first = this.log.commit({
      parents: [],
      author: founder,
      message: `Begin ${service.title}`,
      changes: firstFiles(service, firstVersion),
    });
    this.main.push({ at: startedAt, commit: first });
    this.versions.set(firstVersion, first.sha);
    for (const entry of main) this.move(entry);
    for (const change of changes) {
      const isOpen = change.mergedAt === undefined;
      if (change.number === undefined || !isOpen) continue;
      const pull = this.branch(change);
      if (change.closedAt === undefined) {
        this.refs.set(`refs/heads/${change.branch}`, pull.headSha);
      }
    }
    const tip = this.tip();
    this.refs.set('refs/heads/main', tip.sha);
    this.keepHeads();
    for (const { environment, version } of this.history.deployments) {
      const sha = this.versions.get(version);
      if (environment === 'prod' && sha) {
        this.refs.set(`refs/tags/v${version}`, sha);
      }
    }
    return {
      owner: service.owner,
      name: service.name,
      description: service.description,
      commits: this.log.commits,
      refs: this.refs,
      history: this.history,
      first,
      moves: this.moves,
      pulls: this.pulls,
      versions: this.versions,
    };
  }

  /** Below one commit, the commits of pull requests that no branch leads to. */
  private keepHeads(): void {
    const { service } = this.history;
    const heads = this.pulls
      .filter(
        ({ change }) =>
          service.delivery.mergeStyle !== 'merge' ||
          change.closedAt !== undefined,
      )
      .map(({ commits }) => commits.at(-1))
      .filter(commit => commit !== undefined);
    if (heads.length === 0) return;
    const { at } = this.main.at(-1) ?? { at: this.history.startedAt };
    const kept = this.log.commit({
      parents: heads,
      author: { person: deployer, at },
      message: 'Heads of pull requests',
      changes: [],
    });
    this.refs.set('refs/import/pulls', kept.sha);
  }

  private person(index: number) {
    const { people } = this.history.service;
    const person = people[index % people.length];
    if (!person) throw new Error('A service has at least one person.');
    return person;
  }

  private tip(): Commit {
    const last = this.main.at(-1);
    if (!last) throw new Error('Main begins with a commit.');
    return last.commit;
  }

  /** Main as somebody saw it at a time. */
  private mainAt(at: number): Commit {
    return this.main.findLast(entry => entry.at <= at)?.commit ?? this.tip();
  }

  private move(entry: MainEntry): void {
    const before = this.tip();
    const count = this.log.commits.length;
    const after =
      entry.kind === 'bump'
        ? this.bump(entry, before)
        : this.merge(entry.change, entry.at, before);
    if (entry.kind === 'change') this.versions.set(entry.version, after.sha);
    this.main.push({ at: entry.at, commit: after });
    this.moves.push({
      entry,
      before: before.sha,
      after: after.sha,
      commits: leadingTo(after, this.log.commits.slice(count)),
    });
  }

  private bump(
    entry: Extract<MainEntry, { kind: 'bump' }>,
    before: Commit,
  ): Commit {
    const { environment, version, previous } = entry;
    const place = environment === 'prod' ? 'production' : 'dev';
    const message = entry.isRollback
      ? `Roll ${place} back to ${version}\n\n${previous} does not work as it should.`
      : `${
          environment === 'prod' ? 'Promote' : 'Deploy'
        } ${version} to ${place}`;
    return this.log.commit({
      parents: [before],
      author: { person: entry.author, at: entry.at },
      message,
      changes: [versionFile(this.history.service, environment, version)],
    });
  }

  private merge(change: Change, at: number, before: Commit): Commit {
    const { mergeStyle } = this.history.service.delivery;
    const merger: Signature = { person: change.reviewer, at };
    if (change.number === undefined) {
      const [only] = this.effects(change);
      return this.log.commit({
        parents: [before],
        author: { person: change.author, at: change.commits[0]?.at ?? at },
        committer: { person: change.author, at },
        message: change.title,
        changes: only ?? [],
      });
    }
    const effects = this.effects(change);
    const pull = this.branch(change, effects);
    const merged = this.mergeBranch(pull, {
      before,
      merger,
      style: mergeStyle,
    });
    this.mergedAs.set(change, merged.sha);
    return merged;
  }

  private mergeBranch(
    { change, commits }: PullCommits,
    how: { before: Commit; merger: Signature; style: string },
  ): Commit {
    const { before, merger, style } = how;
    const touched = new Map(commits.flatMap(({ changed }) => [...changed]));
    const head = commits.at(-1);
    if (!head) throw new Error('A pull request has at least one commit.');
    if (style === 'merge') {
      return this.log.commit({
        parents: [before, head],
        author: merger,
        message: `Merge pull request '${change.title}' (#${change.number}) from ${change.branch} into main`,
        changes: touched,
      });
    }
    if (style === 'squash') {
      return this.log.commit({
        parents: [before],
        author: { person: change.author, at: merger.at },
        committer: merger,
        message: `${change.title} (#${change.number})${this.body(change)}`,
        changes: touched,
      });
    }
    let tip = before;
    for (const commit of commits) {
      tip = this.log.commit({
        parents: [tip],
        author: commit.author,
        committer: merger,
        message: commit.message,
        changes: commit.changed,
      });
    }
    return tip;
  }

  /** Makes a pull request's commits, on main as it was then. */
  private branch(change: Change, effects = this.effects(change)): PullCommits {
    const base = this.mainAt(change.commits[0]?.at ?? change.openedAt);
    let head = base;
    const commits = change.commits.map(({ at, message }, index) => {
      head = this.log.commit({
        parents: [head],
        author: { person: change.author, at },
        message: index === 0 ? `${message}${this.body(change)}` : message,
        changes: effects[index] ?? [],
      });
      return head;
    });
    const pull = { change, baseSha: base.sha, headSha: head.sha, commits };
    this.pulls.push(pull);
    return pull;
  }

  private body(change: Change): string {
    const reverted = change.reverts && this.mergedAs.get(change.reverts);
    return reverted ? `\n\nThis reverts commit ${reverted}.` : '';
  }

  /**
   * What each commit of a change writes. No other change in flight touches its
   * topic, so it is the same on the branch and on main.
   */
  private effects(change: Change): [string, string | undefined][][] {
    const { language } = this.history.service;
    if (change.kind === 'dependency') {
      const version = change.title.split(' ').at(-1) ?? '';
      return [[[`versions/${slugOf(change.topic)}`, `${version}\n`]]];
    }
    const before = this.rules.get(change.topic) ?? [];
    const states: (readonly Rule[])[] = change.reverts
      ? [before.filter(({ key }) => key !== change.reverts?.key)]
      : change.commits.map((_, step) => [
          ...before.slice(1 - MAX_RULES),
          { key: change.key, title: change.title, step },
        ]);
    if (change.mergedAt !== undefined) {
      this.rules.set(change.topic, states.at(-1) ?? before);
    }
    let known = new Map(topicFiles(language, change.topic, before));
    return states.map(rules => {
      const files = new Map(topicFiles(language, change.topic, rules));
      const gone = [...known.keys()].filter(path => !files.has(path));
      known = files;
      return [
        ...files,
        ...gone.map((path): [string, undefined] => [path, undefined]),
      ];
    });
  }
}

/** Those of the commits that one of them has among its ancestors, and itself. */
function leadingTo(last: Commit, commits: readonly Commit[]): Commit[] {
  const wanted = new Set([last.sha]);
  return commits
    .toReversed()
    .filter(({ sha, parents }) => {
      if (!wanted.has(sha)) return false;
      for (const parent of parents) wanted.add(parent);
      return true;
    })
    .reverse();
}

/** Makes the repository that a service's year leaves behind. */
export function buildServiceRepository(
  history: ServiceHistory,
): ServiceRepository {
  return new Builder(history).build();
}
