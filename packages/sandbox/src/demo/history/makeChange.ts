import {
  renovate,
  type Person,
  type Service,
} from '../organisation/organisation';
import type { Random } from '../organisation/Random';
import { addWorkingHours, MINUTE, wholeSecond } from './calendar';
import { deeds, ends, mendings, slugOf } from './topics';
import type { Change } from './types';

/** What {@link makeChange} needs. */
export interface ChangeOptions {
  service: Service;
  key: string;
  kind: Exclude<Change['kind'], 'revert'>;
  /** Time of the first commit. */
  at: number;
  /** Takes a topic that nobody else works on in that time. */
  takeTopic(from: number, until: number): string | undefined;
  random: Random;
  /** How slow the team is at this time, 1 being usual. */
  pace: number;
  /** Somebody waits for it, whatever the hour: times in hours from the first commit. */
  urgent?: { opened: number; reviewed: number; merged: number };
}

/**
 * Makes one change from its first commit to its merge.
 *
 * @returns undefined when every topic is being worked on
 */
export function makeChange(options: ChangeOptions): Change | undefined {
  const { service, key, kind, at, random, pace, urgent } = options;
  const { delivery, people } = service;
  const author = kind === 'dependency' ? renovate : random.pick(people);
  const others = people.filter(person => person !== author);
  const reviewer: Person = others.length > 0 ? random.pick(others) : author;
  const isDirect =
    kind !== 'dependency' && !urgent && random.chance(delivery.directShare);
  const isGivenUp = !isDirect && !urgent && random.chance(0.025);

  const times = [at];
  const more =
    kind === 'feature' && !isDirect ? Math.min(4, random.times(0.8)) : 0;
  let last = at;
  for (let left = more; left > 0; left -= 1) {
    const hours = random.around((delivery.codingHours * pace) / (more + 1));
    last = addWorkingHours(last + MINUTE, hours, random);
    times.push(last);
  }
  const opened = isDirect
    ? last + MINUTE
    : last + (urgent ? urgent.opened * 60 : random.around(12)) * MINUTE;
  const openedAt = wholeSecond(opened);
  const reviewedAt = urgent
    ? wholeSecond(at + urgent.reviewed * 60 * MINUTE)
    : addWorkingHours(
        openedAt + 5 * MINUTE,
        random.around(delivery.reviewHours * pace, 0.8),
        random,
      );
  const end = urgent
    ? wholeSecond(at + urgent.merged * 60 * MINUTE)
    : addWorkingHours(reviewedAt + 3 * MINUTE, random.around(0.5, 1), random);
  const mergedAt = isDirect ? openedAt : end;

  const topic = options.takeTopic(at, mergedAt);
  if (topic === undefined) return undefined;
  const title = titleOf(kind, topic, random);
  const prefix = kind === 'dependency' ? 'renovate' : kind;
  return {
    key,
    kind,
    number: undefined,
    title,
    branch: isDirect ? 'main' : `${prefix}/${slugOf(title)}-${key}`,
    author,
    reviewer,
    topic,
    commits: times.map((time, index) => ({
      at: time,
      message: index === 0 ? title : laterMessage(topic, random),
    })),
    openedAt,
    reviewedAt: isDirect || isGivenUp ? undefined : reviewedAt,
    mergedAt: isGivenUp ? undefined : mergedAt,
    closedAt: isGivenUp ? end : undefined,
    reverts: undefined,
  };
}

/** Makes the change that takes another one back, at once. */
export function makeRevert(
  reverted: Change,
  options: { key: string; at: number; by: Person; reviewer: Person },
): Change {
  const { key, at, by, reviewer } = options;
  const title = `Revert "${reverted.title}"`;
  return {
    key,
    kind: 'revert',
    number: undefined,
    title,
    branch: `revert/${slugOf(reverted.title)}-${key}`,
    author: by,
    reviewer,
    topic: reverted.topic,
    commits: [{ at, message: title }],
    openedAt: wholeSecond(at + MINUTE),
    reviewedAt: wholeSecond(at + 5 * MINUTE),
    mergedAt: wholeSecond(at + 8 * MINUTE),
    closedAt: undefined,
    reverts: reverted,
  };
}

function laterMessage(topic: string, random: Random): string {
  return random.pick([
    `Test ${topic}`,
    `Name things in ${topic} after what they are`,
    `Cover the case without ${topic}`,
    'Do what the review asked for',
  ]);
}

function titleOf(
  kind: ChangeOptions['kind'],
  topic: string,
  random: Random,
): string {
  switch (kind) {
    case 'dependency': {
      const version = [9, 30, 9].map(most => random.whole(0, most)).join('.');
      return `Update ${topic} to ${version}`;
    }
    case 'fix':
    case 'hotfix':
      return `${random.pick(mendings)} ${topic}`;
    default:
      return `${random.pick(deeds)} ${topic}${random.pick(ends)}`;
  }
}
