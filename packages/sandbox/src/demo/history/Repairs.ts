import type { Service } from '../organisation/organisation';
import type { Random } from '../organisation/Random';
import { addWorkingHours, HOUR, MINUTE, wholeSecond } from './calendar';
import type { Desk } from './Desk';
import { makeChange, makeRevert } from './makeChange';
import { symptoms, topicsFor } from './topics';
import type { Change, Deployment, Incident } from './types';
import type { Weather } from './Weather';

/** How a deployment that went wrong is put right. */
interface Repair {
  at: number;
  /** The change to be merged at that time. */
  change?: Change;
  /** Otherwise the version before is brought back, or the same one tried again. */
  rollback?: boolean;
}

/** What breaks after a deployment, and how it is mended. */
export class Repairs {
  readonly incidents: Incident[] = [];
  /** Ways in which a deployment goes wrong, the usual ones more often. */
  readonly kinds = [
    'failed',
    'failed',
    'rollback',
    'rollback',
    'rollback',
    'hotfix',
    'hotfix',
    'hotfix',
    'revert',
  ] as const;

  private readonly byDeployment = new Map<Deployment, Incident>();

  constructor(
    private readonly options: {
      service: Service;
      weather: Weather;
      desk: Desk;
      random: Random;
    },
  ) {}

  /** Something is wrong with a deployment: users notice, and the team begins to mend it. */
  begin(broken: {
    failed: Deployment;
    kind: Repairs['kinds'][number];
    blamed: Change | undefined;
    number: number;
  }): Repair {
    const { random, service, weather } = this.options;
    const { failed, kind } = broken;
    const noticedAt = this.notice(failed, kind);
    const hours =
      random.around(service.delivery.recoveryHours) *
      Math.min(2.5, weather.of(failed.createdAt).pace);
    const at = wholeSecond(
      Math.max(noticedAt + 4 * MINUTE, failed.finishedAt + hours * HOUR),
    );
    if (kind === 'rollback' && failed.previous !== undefined) {
      return { at, rollback: true };
    }
    if (kind === 'revert' && broken.blamed) {
      const [by, reviewer] = [
        random.pick(service.people),
        random.pick(service.people),
      ];
      const began = wholeSecond(at - 10 * MINUTE);
      if (began > noticedAt) {
        const revert = makeRevert(broken.blamed, {
          key: `v${broken.number}`,
          at: began,
          by,
          reviewer,
        });
        const topic = this.options.desk.take(
          [revert.topic],
          began - HOUR,
          (revert.mergedAt ?? began) + HOUR,
          random,
        );
        // Reverting touches the file of the change; it may be in other hands.
        if (topic !== undefined) {
          return { at: revert.mergedAt ?? at, change: revert };
        }
      }
    }
    if (kind === 'hotfix' || kind === 'revert') {
      const span = Math.max(0.2, (at - noticedAt) / HOUR);
      const change = makeChange({
        service,
        key: `h${broken.number}`,
        kind: 'hotfix',
        at: wholeSecond(noticedAt + 2 * MINUTE),
        takeTopic: (from, until) =>
          this.options.desk.take(
            topicsFor('hotfix', service),
            from - HOUR,
            until + HOUR,
            random,
          ),
        random,
        pace: 1,
        urgent: {
          opened: span * 0.6,
          reviewed: span * 0.8,
          merged: span * 0.95,
        },
      });
      if (change?.mergedAt !== undefined) {
        return { at: change.mergedAt, change };
      }
    }
    return { at };
  }

  /** The change that mends in peace what was rolled back. */
  followUp(failed: Deployment, number: number): Change | undefined {
    const { service, desk, random } = this.options;
    return makeChange({
      service: {
        ...service,
        delivery: { ...service.delivery, directShare: 0 },
      },
      key: `f${number}`,
      kind: 'fix',
      at: addWorkingHours(failed.finishedAt + HOUR, 2, random),
      takeTopic: (from, until) =>
        desk.take(topicsFor('fix', service), from - HOUR, until + HOUR, random),
      random,
      pace: 0.6,
    });
  }

  /** A deployment has put right what another one broke. */
  end(failed: Deployment, by: Deployment): void {
    const incident = this.byDeployment.get(failed);
    if (!incident || incident.resolvedAt !== undefined) return;
    const calm = this.options.random.around(6) * MINUTE;
    incident.resolvedAt = wholeSecond(
      Math.max(by.finishedAt, incident.startedAt) + calm,
    );
  }

  /** @returns when somebody knows of it */
  private notice(failed: Deployment, kind: Repairs['kinds'][number]): number {
    const { random } = this.options;
    // A failed rollout is seen by who deploys; a third of rollbacks come before an alert.
    const isSilent =
      kind === 'failed'
        ? !failed.touched || random.chance(0.6)
        : random.chance(0.25);
    const isLate = kind === 'hotfix' && random.chance(0.15);
    const minutes = isLate ? random.whole(70, 900) : random.around(14, 0.8);
    const at = wholeSecond(failed.finishedAt + Math.max(1, minutes) * MINUTE);
    if (!isSilent) {
      const incident: Incident = {
        key: `i${this.incidents.length + 1}`,
        title: random.pick(symptoms),
        severity: random.chance(0.4) ? 'critical' : 'warning',
        startedAt: at,
        resolvedAt: undefined,
        cause: failed,
      };
      this.incidents.push(incident);
      this.byDeployment.set(failed, incident);
    }
    return at;
  }
}
