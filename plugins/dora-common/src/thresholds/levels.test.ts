import fc from 'fast-check';
import { RUNS } from '../__testUtils__/arbitraries';
import { DAY, HOUR } from '../__testUtils__/facts';
import { frequencyBand, levelOf } from './levelOf';
import { DISTRIBUTION_2025, LEVEL_PROFILES } from './profiles';
import type { LevelledMetric } from './schemas';

const METRICS: LevelledMetric[] = [
  'deploymentFrequency',
  'changeLeadTime',
  'failedDeploymentRecoveryTime',
  'changeFailRate',
];

it.each<[string, LevelledMetric, number, string]>([
  ['2018', 'deploymentFrequency', 1.01, 'elite'],
  ['2018', 'deploymentFrequency', 1, 'medium'],
  ['2018', 'changeLeadTime', HOUR, 'high'],
  ['2018', 'failedDeploymentRecoveryTime', DAY, 'low'],
  ['2018', 'changeFailRate', 0.16, 'low'],
  ['2022', 'deploymentFrequency', 1.01, 'high'],
  ['2022', 'deploymentFrequency', 1 / 30, 'low'],
  ['2022', 'changeLeadTime', HOUR, 'high'],
  ['2022', 'failedDeploymentRecoveryTime', DAY, 'medium'],
  ['2022', 'changeFailRate', 0.3, 'medium'],
  ['2019', 'deploymentFrequency', 1.01, 'elite'],
  ['2019', 'deploymentFrequency', 1, 'high'],
  ['2019', 'deploymentFrequency', 1 / 7, 'medium'],
  ['2019', 'deploymentFrequency', 1 / 30, 'low'],
  ['2019', 'changeLeadTime', DAY - 1, 'elite'],
  ['2019', 'changeLeadTime', DAY, 'high'],
  ['2019', 'failedDeploymentRecoveryTime', 3 * DAY, 'low'],
  ['2019', 'changeFailRate', 0.15, 'elite'],
  ['2019', 'changeFailRate', 0.16, 'low'],
  ['2021', 'deploymentFrequency', 1, 'high'],
  ['2021', 'deploymentFrequency', 1 / 30, 'medium'],
  ['2021', 'deploymentFrequency', 1 / 182, 'low'],
  ['2021', 'changeLeadTime', HOUR, 'high'],
  ['2021', 'changeLeadTime', 8 * DAY, 'medium'],
  ['2021', 'failedDeploymentRecoveryTime', 2 * DAY, 'medium'],
  ['2021', 'changeFailRate', 0.3, 'high'],
  ['2021', 'changeFailRate', 0.31, 'low'],
  ['2023', 'changeFailRate', 0.05, 'elite'],
  ['2023', 'changeFailRate', 0.1, 'high'],
  ['2023', 'changeFailRate', 0.15, 'medium'],
  ['2023', 'changeFailRate', 0.64, 'low'],
  ['2024', 'changeFailRate', 0.1, 'medium'],
  ['2024', 'changeFailRate', 0.2, 'high'],
  ['2024', 'changeFailRate', 0.4, 'low'],
  ['house', 'failedDeploymentRecoveryTime', 3 * DAY, 'medium'],
  ['house', 'changeFailRate', 0.2, 'low'],
])('by %s the %s of %d is %s', (version, metric, value, level) => {
  expect(levelOf(LEVEL_PROFILES[version], metric, value)).toBe(level);
});

it('defect 1: without a value there is no level', () => {
  for (const profile of Object.values(LEVEL_PROFILES)) {
    for (const metric of METRICS) {
      expect(levelOf(profile, metric, null)).toBeNull();
    }
  }
});

it('every value has a level, in each profile', () => {
  const value = fc.double({ min: 0, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(value, fc.constantFrom(...METRICS), (number, metric) => {
      for (const profile of Object.values(LEVEL_PROFILES)) {
        expect(levelOf(profile, metric, number)).not.toBeNull();
      }
    }),
    RUNS,
  );
});

it.each([
  [1.1, 'on_demand'],
  [1, 'daily_to_weekly'],
  [1 / 7, 'weekly_to_monthly'],
  [1 / 30, 'monthly_to_half_yearly'],
  [1 / 182, 'less'],
  [0, 'less'],
])('A.5: %d a day is %s', (perDay, band) => {
  expect(frequencyBand(perDay)).toBe(band);
});

it('each profile says where it is from; 2025 is a distribution without levels', () => {
  expect(Object.keys(LEVEL_PROFILES).sort()).toEqual([
    '2018',
    '2019',
    '2021',
    '2022',
    '2023',
    '2024',
    'house',
  ]);
  expect(DISTRIBUTION_2025.scores.changeLeadTime).toMatchObject({
    mean: 5.5,
    sd: 2.4,
  });
  for (const answers of Object.values(DISTRIBUTION_2025.shares)) {
    const total = answers.reduce((sum, { percent }) => sum + percent, 0);
    expect(Math.abs(total - 100)).toBeLessThan(0.2);
  }
});
