import { deployer, type Service } from '../organisation/organisation';
import type { Environment } from '../organisation/profiles';
import type { Random } from '../organisation/Random';
import { Agenda } from './Agenda';
import { HOUR, isFreeze, MINUTE, toWorkingTime, wholeSecond } from './calendar';
import type { Desk } from './Desk';
import { mishapsOf, openIncidentOf } from './incidents';
import { Repairs } from './Repairs';
import type {
  Change,
  Deployment,
  Incident,
  MainEntry,
  PipelineRun,
  ServiceHistory,
} from './types';
import { asOfNow } from './asOfNow';
import { runsOf } from './runsOf';
import { bump } from './versions';
import type { Weather } from './Weather';

/** What may happen next. */
type Step =
  | { kind: 'merge'; change: Change; mends?: Deployment }
  | { kind: 'built'; version: string; mends?: Deployment }
  | { kind: 'train' }
  | { kind: 'release'; mends?: Deployment }
  | { kind: 'rollback'; failed: Deployment };

/** Plays a service's year, one step after the other. */
export class ServiceSimulation {
  private readonly agenda = new Agenda<Step>();
  private readonly main: MainEntry[] = [];
  private readonly deployments: Deployment[] = [];
  private readonly runs: PipelineRun[] = [];
  private readonly changes: Change[] = [];
  private readonly repairs: Repairs;
  private readonly firstVersion: string;
  /** The newest version on main. */
  private version: string;
  /** The newest version that is built. */
  private built: string;
  private readonly running: Partial<Record<Environment, string>> = {};
  private readonly written: Partial<Record<Environment, string>> = {};
  private prodFreeAt = 0;
  private broken: Deployment | undefined;
  private waiting = false;

  constructor(
    private readonly options: {
      service: Service;
      anchor: number;
      startedAt: number;
      weather: Weather;
      desk: Desk;
      random: Random;
    },
  ) {
    this.firstVersion = `1.${options.random.whole(0, 24)}.0`;
    this.version = this.firstVersion;
    this.built = this.firstVersion;
    this.repairs = new Repairs(options);
  }

  /** A change that is made of the team's own accord. */
  plan(change: Change): void {
    this.changes.push(change);
    if (change.mergedAt !== undefined) {
      this.agenda.add(change.mergedAt, { kind: 'merge', change });
    }
  }

  /** A release train leaves, with or without anything on it. */
  planTrain(at: number): void {
    this.agenda.add(at, { kind: 'train' });
  }

  /** Plays everything up to the anchor. */
  run(): ServiceHistory {
    const { service, anchor, startedAt, random } = this.options;
    // The repository begins with a version that is deployed at once: the
    // bootstrap deployment, which no change belongs to.
    for (const environment of ['dev', 'prod'] as const) {
      this.written[environment] = this.firstVersion;
    }
    this.deploy('dev', this.firstVersion, startedAt + 15 * MINUTE);
    this.deploy('prod', this.firstVersion, startedAt + HOUR);
    for (let due = this.agenda.next(); due; due = this.agenda.next()) {
      if (due.at > anchor) continue;
      this.take(due.what, due.at);
    }
    this.tryMissingImage();
    const incidents: Incident[] = [
      ...this.repairs.incidents,
      ...mishapsOf({ ...this.options, random: random.fork('mishaps') }),
    ];
    const open = openIncidentOf(service, anchor, this.deployments);
    if (open) incidents.push(open);
    const { firstVersion, changes, main, deployments, runs } = this;
    const made = { service, startedAt, firstVersion, changes, main };
    return asOfNow({ ...made, deployments, incidents, runs }, anchor);
  }

  /** Somebody is trying something in dev, and it does not work yet. */
  private tryMissingImage(): void {
    const { service, anchor, random } = this.options;
    if (service.shape.devQuirk !== 'missing-image') return;
    const at = wholeSecond(anchor - random.whole(30, 50) * MINUTE);
    const version = `${this.built}-missing`;
    if ((this.main.at(-1)?.at ?? 0) > at) return;
    this.write('dev', version, at);
    this.deploy('dev', version, at + 30_000, { result: 'failure' });
  }

  private take(step: Step, at: number): void {
    switch (step.kind) {
      case 'merge':
        return this.merge(step.change, at, step.mends);
      case 'built':
        return this.afterBuild(step.version, at, step.mends);
      case 'train':
        return this.options.weather.shipsEach(at)
          ? undefined
          : this.release(at, undefined);
      case 'rollback':
        return this.rollBack(step.failed, at);
      default:
        return this.release(at, step.mends);
    }
  }

  private merge(change: Change, at: number, mends: Deployment | undefined) {
    const { random } = this.options;
    this.version = bump(this.version, change.kind);
    const { version } = this;
    this.main.push({ kind: 'change', at, change, version });
    const runs = runsOf({ version, at, isUrgent: Boolean(mends), random });
    this.runs.push(...runs);
    const builtAt = runs.at(-1)?.finishedAt ?? at;
    this.agenda.add(builtAt, { kind: 'built', version, mends });
  }

  private afterBuild(version: string, at: number, mends?: Deployment) {
    const { random, weather, service } = this.options;
    if (isNewer(version, this.built)) this.built = version;
    this.write('dev', version, at);
    this.deploy('dev', version, at + random.whole(10, 40) * 1000);
    if (mends) {
      const wait = random.whole(2, 9) * MINUTE;
      this.agenda.add(wholeSecond(at + wait), { kind: 'release', mends });
    } else if (weather.shipsEach(at)) {
      const wait = random.around(service.delivery.deployHours) * HOUR;
      const due = toWorkingTime(at + wait, random);
      this.agenda.add(due, { kind: 'release' });
    }
  }

  private release(at: number, mends: Deployment | undefined): void {
    const { random, weather, service } = this.options;
    if (!mends && (isFreeze(at) || this.broken)) {
      // One release after the freeze, or the repair, takes all that waits.
      if (this.broken) this.waiting = true;
      else this.agenda.add(toWorkingTime(at, random), { kind: 'release' });
      return;
    }
    if (at < this.prodFreeAt) {
      this.agenda.add(this.prodFreeAt, { kind: 'release', mends });
      return;
    }
    const isSame = this.built === this.running.prod;
    const isRestart = isSame && !mends && random.chance(0.04);
    if (isSame && !mends && !isRestart) return;
    this.write('prod', this.built, at);
    const share = service.delivery.failShare * weather.of(at).trouble;
    const fails = !mends && !isSame && random.chance(Math.min(0.8, share));
    const kind = fails ? random.pick(this.repairs.kinds) : undefined;
    const made = this.deploy('prod', this.built, at + 45_000, {
      result: kind === 'failed' ? 'failure' : 'success',
      task: isRestart ? 'redeploy' : 'deploy',
    });
    if (mends) this.mended(made);
    if (kind) this.breakDown(made, kind);
  }

  private breakDown(failed: Deployment, kind: Repairs['kinds'][number]): void {
    this.broken = failed;
    const blamed = this.main.findLast(
      entry => entry.kind === 'change' && entry.version === failed.version,
    );
    const repair = this.repairs.begin({
      failed,
      kind,
      blamed: blamed?.kind === 'change' ? blamed.change : undefined,
      number: this.changes.length + 1,
    });
    if (repair.change) {
      this.changes.push(repair.change);
      this.agenda.add(repair.at, {
        kind: 'merge',
        change: repair.change,
        mends: failed,
      });
    } else if (repair.rollback) {
      this.agenda.add(repair.at, { kind: 'rollback', failed });
    } else {
      this.agenda.add(repair.at, { kind: 'release', mends: failed });
    }
  }

  private rollBack(failed: Deployment, at: number): void {
    const to = failed.previous;
    if (to === undefined) return;
    this.write('prod', to, at, true);
    this.mended(this.deploy('prod', to, at + 20_000, { task: 'rollback' }));
    // What was bad about it is mended before anything is shipped again.
    const { random } = this.options;
    const fix = this.repairs.followUp(failed, this.changes.length + 1);
    if (fix?.mergedAt !== undefined) {
      this.changes.push(fix);
      this.broken = failed;
      const { mergedAt } = fix;
      this.agenda.add(mergedAt, { kind: 'merge', change: fix });
      this.agenda.add(toWorkingTime(mergedAt + HOUR, random), {
        kind: 'release',
        mends: failed,
      });
    }
  }

  private mended(by: Deployment): void {
    const { random } = this.options;
    if (this.broken) this.repairs.end(this.broken, by);
    this.broken = undefined;
    if (!this.waiting) return;
    this.waiting = false;
    const due = toWorkingTime(by.finishedAt + 30 * MINUTE, random);
    this.agenda.add(due, { kind: 'release' });
  }

  /** Writes into git which version an environment is to run. */
  private write(
    environment: Environment,
    version: string,
    at: number,
    isRollback = false,
  ): void {
    const previous = this.written[environment];
    if (previous === version) return;
    this.written[environment] = version;
    const author = isRollback
      ? this.options.random.pick(this.options.service.people)
      : deployer;
    this.main.push({
      kind: 'bump',
      at,
      environment,
      version,
      previous,
      author,
      isRollback,
    });
  }

  private deploy(
    environment: Environment,
    version: string,
    at: number,
    how: Partial<Pick<Deployment, 'result' | 'task'>> = {},
  ): Deployment {
    const { random } = this.options;
    const { result = 'success', task = 'deploy' } = how;
    const createdAt = wholeSecond(at);
    const minutes = random.around(environment === 'prod' ? 3 : 1.2, 0.3);
    const deployment: Deployment = {
      key: `d${this.deployments.length + 1}`,
      environment,
      version,
      previous: this.running[environment],
      task,
      createdAt,
      finishedAt: wholeSecond(createdAt + minutes * MINUTE),
      result,
      touched: result === 'success' || random.chance(0.75),
      by: deployer,
    };
    this.deployments.push(deployment);
    if (result === 'success') this.running[environment] = version;
    if (environment === 'prod') {
      this.prodFreeAt = deployment.finishedAt + 2 * MINUTE;
    }
    return deployment;
  }
}

function isNewer(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) > 0;
}
