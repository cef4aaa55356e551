import fc from 'fast-check';
import {
  factsArbitrary,
  RUNS,
  shuffledFactsArbitrary,
} from '../__testUtils__/arbitraries';
import {
  alarmed,
  committed,
  deployed,
  hour,
  HOUR,
  MARCH,
  SHOP,
} from '../__testUtils__/facts';
import { analyse, analyseComponents } from '../engine';
import type { Fact } from '../facts';
import { measure } from '../metrics';
import { dayCells, DayFinder } from './DayCell';
import { DeliveryRollup } from './DeliveryRollup';

const COMPONENTS = [SHOP, { ...SHOP, uid: 'cart' }];
const ZONE = 'Europe/Berlin';

/** The days, from all facts at once. */
function batch(facts: readonly Fact[]) {
  return analyseComponents(COMPONENTS, facts).map(history =>
    [...dayCells(history, new DayFinder(ZONE)).values()].sort((a, b) =>
      a.date < b.date ? -1 : 1,
    ),
  );
}

const cellsOf = (rollup: DeliveryRollup) =>
  COMPONENTS.map(({ uid }) => rollup.cells(uid));

it('defect 8: kept up to date fact by fact it is the same as all at once', () => {
  fc.assert(
    fc.property(
      shuffledFactsArbitrary,
      fc.integer({ min: 1, max: 9 }),
      ({ facts, shuffled }, size) => {
        const rollup = DeliveryRollup.create({
          components: COMPONENTS,
          zone: ZONE,
        });
        for (let start = 0; start < shuffled.length; start += size) {
          rollup.ingest(shuffled.slice(start, start + size));
        }
        expect(cellsOf(rollup)).toEqual(batch(facts));
        expect(rollup.ingest(shuffled)).toEqual([]);
      },
    ),
    RUNS,
  );
});

it('what it reports as changed leads from the old days to the new ones', () => {
  fc.assert(
    fc.property(factsArbitrary, factsArbitrary, (first, second) => {
      const rollup = DeliveryRollup.create({ components: COMPONENTS });
      rollup.ingest(first);
      const days = COMPONENTS.map(
        ({ uid }) => new Map(rollup.cells(uid).map(cell => [cell.date, cell])),
      );
      for (const { component, date, before, after } of rollup.ingest(second)) {
        const cells = days[component === 'shop' ? 0 : 1];
        expect(cells.get(date)).toEqual(before);
        if (after) cells.set(date, after);
        else cells.delete(date);
      }
      const patched = days.map(cells =>
        [...cells.values()].sort((a, b) => (a.date < b.date ? -1 : 1)),
      );
      expect(patched).toEqual(cellsOf(rollup));
    }),
    RUNS,
  );
});

it('sums of days are the exact counts, and quantiles are within 1 %', () => {
  fc.assert(
    fc.property(factsArbitrary, facts => {
      const rollup = DeliveryRollup.create({ components: COMPONENTS });
      rollup.ingest(facts);
      const rolled = rollup.summarise('shop', '2026-03-02', '2026-03-30');
      const exact = measure(analyse(SHOP, facts), MARCH);
      const { changeLeadTime, failedDeploymentRecoveryTime } = exact;
      expect(rolled).toMatchObject({
        deploymentFrequency: { value: exact.deploymentFrequency.value },
        changeFailRate: {
          value: exact.changeFailRate.value,
          reason: exact.changeFailRate.reason,
        },
        deploymentReworkRate: { value: exact.deploymentReworkRate.value },
        changeLeadTime: {
          n: changeLeadTime.n,
          coverage: changeLeadTime.coverage,
          reason: changeLeadTime.reason,
        },
        failedDeploymentRecoveryTime: {
          n: failedDeploymentRecoveryTime.n,
          reason: failedDeploymentRecoveryTime.reason,
          open: failedDeploymentRecoveryTime.open.length,
        },
      });
      for (const name of [
        'changeLeadTime',
        'failedDeploymentRecoveryTime',
      ] as const) {
        for (const p of ['p50', 'p75', 'p90'] as const) {
          const [is, should] = [rolled[name][p], exact[name][p]];
          expect(is === null).toBe(should === null);
          expect(Math.abs((is ?? 0) - (should ?? 0))).toBeLessThanOrEqual(
            (should ?? 0) * 0.01,
          );
        }
      }
    }),
    RUNS,
  );
});

it('edge case late incident: only its day changes, and what it was is told', () => {
  const facts = Array.from({ length: 20 }, (_, n) => [
    committed(`c${n + 1}`, n * 24),
    deployed(`${n}`, n * 24 + 5, { revision: `c${n + 1}` }),
  ]).flat();
  const rollup = DeliveryRollup.create({ components: [SHOP] });
  expect(rollup.ingest(facts)).toHaveLength(20);
  const late = alarmed('late', 4 * 24 + 6, { resolvedAt: hour(4 * 24 + 8) });
  expect(rollup.ingest([late])).toMatchObject([
    {
      component: 'shop',
      date: '2026-03-06',
      before: { failed: 0 },
      after: { failed: 1 },
    },
  ]);
  const { changeFailRate, failedDeploymentRecoveryTime } = rollup.summarise(
    'shop',
    '2026-03-06',
    '2026-03-07',
  );
  expect(changeFailRate).toMatchObject({ value: 1, denominator: 1 });
  expect(
    Math.abs((failedDeploymentRecoveryTime.p50 ?? 0) / HOUR - 3),
  ).toBeLessThan(0.03);
  expect(rollup.ingest([late])).toEqual([]);
});

it('a component that nobody knows has no days and no numbers', () => {
  const rollup = DeliveryRollup.create({ components: [] });
  expect(rollup.ingest([deployed('1', 1)])).toEqual([]);
  expect(
    rollup.summarise('shop', '2026-03-02', '2026-03-30').changeFailRate,
  ).toMatchObject({
    value: null,
    numerator: 0,
    denominator: 0,
    reason: 'no_deployments',
  });
});
