import { resolve } from 'node:path';
import fc from 'fast-check';
import {
  type Organisation,
  organisationOf,
  type Service,
} from '../organisation/organisation';
import { readCatalog } from '../organisation/readCatalog';
import { buildServiceRepository } from '../repository/buildServiceRepository';
import { historyEvents, serviceEvents } from '../events/historyEvents';
import { DAY, HOUR, isFreeze, isWeekend } from './calendar';
import { simulateService } from './simulateService';
import type { ServiceHistory } from './types';

const catalogDir = resolve(__dirname, '../../../../../catalog');
const gitUrl = 'http://localhost:7030';
const seed = { seed: 'fernhill', anchor: Date.UTC(2026, 10, 21, 17) };

describe('the history of the demo organisation', () => {
  let organisation: Organisation;
  const service = (name: string): Service => {
    const found = organisation.services.find(each => each.name === name);
    if (!found) throw new Error(`There is no ${name} in the catalog.`);
    return found;
  };

  beforeAll(async () => {
    organisation = organisationOf(await readCatalog(catalogDir));
  });

  it('is the same for the same seed and anchor, and another for another', () => {
    const told = (name: string, from: typeof seed) =>
      serviceEvents(service(name), { ...from, gitUrl }).map(event => [
        event.at,
        event.id,
        event.render(),
      ]);
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2032, 0) }),
        (text, at) => {
          const from = { seed: text, anchor: Math.floor(at / 1000) * 1000 };
          const first = told('log-shipper', from);
          expect(told('log-shipper', from)).toEqual(first);
          const later = { ...from, anchor: from.anchor + DAY };
          expect(told('log-shipper', later)).not.toEqual(first);
        },
      ),
      { numRuns: 5 },
    );
  });

  it('holds together whenever it ends', () => {
    const names = ['legacy-dispatch', 'loyalty-service', 'image-builder'];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2032, 0) }),
        (name, at) => {
          const anchor = Math.floor(at / 1000) * 1000;
          const history = simulateService(service(name), {
            seed: 'any',
            anchor,
          });
          expect(oddities(history, anchor)).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('tells events in order, once each, of commits that are in the repository', () => {
    const events = historyEvents(organisation, {
      ...seed,
      gitUrl,
      component: 'order-service',
    });
    const repository = buildServiceRepository(
      simulateService(service('order-service'), seed),
    );
    const known = new Set(repository.commits.map(({ sha }) => sha));
    expect(events.length).toBeGreaterThan(500);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    let main = '0'.repeat(40);
    let last = 0;
    const kinds: Record<string, number> = {};
    const unknown: string[] = [];
    const torn: string[] = [];
    for (const event of events) {
      expect(event.at).toBeGreaterThanOrEqual(last);
      last = event.at;
      const { headers, body } = event.render();
      const kind = headers['x-github-event'] ?? event.source;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      const said = JSON.parse(body);
      const sha =
        said.deployment?.sha ??
        said.workflow_run?.head_sha ??
        said.pull_request?.head.sha ??
        said.after;
      if (event.source === 'github' && !known.has(sha)) unknown.push(sha);
      if (kind === 'push' && said.ref === 'refs/heads/main') {
        if (said.before !== main) torn.push(said.before);
        main = said.after;
      }
    }
    expect({ unknown, torn }).toEqual({ unknown: [], torn: [] });
    expect(main).toBe(repository.refs.get('refs/heads/main'));
    expect(Object.keys(kinds).sort()).toEqual([
      'alertmanager',
      'deployment',
      'deployment_status',
      'pull_request',
      'pull_request_review',
      'push',
      'workflow_run',
    ]);
  });

  it('has teams of every kind, good weeks and bad', () => {
    const histories = organisation.services.map(each =>
      simulateService(each, seed),
    );
    const prod = (name: string) =>
      histories
        .find(history => history.service.name === name)
        ?.deployments.filter(({ environment }) => environment === 'prod') ?? [];
    const failed = (name: string) =>
      histories
        .find(history => history.service.name === name)
        ?.incidents.filter(({ cause }) => cause).length ?? 0;
    // More than one a day, about one a week, about one a month.
    expect(prod('web-shop').length).toBeGreaterThan(365);
    expect(prod('ledger-service').length).toBeLessThan(80);
    expect(prod('invoice-renderer').length).toBeLessThan(25);
    expect(
      failed('search-service') / prod('search-service').length,
    ).toBeGreaterThan(2 * (failed('web-shop') / prod('web-shop').length));
    const all = histories.flatMap(({ deployments }) => deployments);
    const changes = histories.flatMap(history => history.changes);
    const incidents = histories.flatMap(history => history.incidents);
    const count = <T>(items: T[], test: (item: T) => boolean) =>
      items.filter(test).length;
    expect(count(all, ({ task }) => task === 'rollback')).toBeGreaterThan(20);
    expect(count(all, ({ task }) => task === 'redeploy')).toBeGreaterThan(0);
    expect(count(all, ({ result }) => result === 'failure')).toBeGreaterThan(
      20,
    );
    for (const kind of ['hotfix', 'revert', 'dependency', 'fix'] as const) {
      expect(count(changes, change => change.kind === kind)).toBeGreaterThan(5);
    }
    expect(
      count(changes, change => change.number === undefined),
    ).toBeGreaterThan(20);
    expect(
      count(changes, change => change.closedAt !== undefined),
    ).toBeGreaterThan(5);
    expect(count(incidents, ({ cause }) => !cause)).toBeGreaterThan(10);
    expect(count(incidents, ({ resolvedAt }) => !resolvedAt)).toBeGreaterThan(
      0,
    );
    const weekends = count(
      all,
      ({ createdAt, environment }) =>
        environment === 'prod' && isWeekend(createdAt),
    );
    expect(weekends / all.length).toBeLessThan(0.05);
  });
});

/** What cannot be in a history that happened. */
function oddities(history: ServiceHistory, anchor: number): string[] {
  const odd: string[] = [];
  const check = (isFine: boolean, what: string) => {
    if (!isFine) odd.push(what);
  };
  const repository = buildServiceRepository(history);
  const builtAt = new Map([[history.firstVersion, history.startedAt]]);
  for (const { entry } of repository.moves) {
    if (entry.kind === 'change') builtAt.set(entry.version, entry.at);
    check(entry.at <= anchor, 'main moves after the end');
  }
  for (const change of history.changes) {
    const { commits, openedAt, reviewedAt, mergedAt, closedAt } = change;
    const times = [...commits.map(({ at }) => at), openedAt, reviewedAt];
    const past = [...times, mergedAt ?? closedAt].filter(
      time => time !== undefined,
    );
    check(
      past.every((time, index) => time >= (past[index - 1] ?? 0)),
      `${change.key} is not in order`,
    );
    check((past.at(-1) ?? 0) <= anchor, `${change.key} ends after the end`);
  }
  let running: string | undefined;
  for (const deployment of history.deployments) {
    const { key, version, createdAt, finishedAt, environment } = deployment;
    const merged = builtAt.get(version);
    check(repository.versions.has(version), `${key} has no commit`);
    check(merged !== undefined && merged < createdAt, `${key} came too early`);
    check(finishedAt > createdAt && finishedAt <= anchor, `${key} is too late`);
    if (environment !== 'prod') continue;
    check(deployment.previous === running, `${key} follows another one`);
    if (deployment.result === 'success') running = version;
    const isRepair = history.deployments.some(
      other =>
        other.environment === 'prod' &&
        other.createdAt < createdAt &&
        createdAt - other.createdAt < 5 * DAY,
    );
    check(!isFreeze(createdAt) || isRepair, `${key} is in the freeze`);
  }
  for (const { key, cause, startedAt, resolvedAt } of history.incidents) {
    check((resolvedAt ?? anchor) >= startedAt, `${key} ends before it begins`);
    if (!cause) continue;
    check(history.deployments.includes(cause), `${key} has a cause of its own`);
    check(startedAt >= cause.finishedAt, `${key} comes before its cause`);
    check(
      key === 'open' || startedAt - cause.finishedAt < 24 * HOUR,
      `${key} comes long after its cause`,
    );
  }
  return odd;
}
