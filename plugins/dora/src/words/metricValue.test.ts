import { changeOf, formatValue } from './metricValue';

const DAY = 86_400_000;

describe('how values are read', () => {
  it.each([
    ['deploymentFrequency', 3.25, '3.3 a day'],
    ['deploymentFrequency', 0.5, '3.5 a week'],
    ['deploymentFrequency', 0.05, '1.5 a month'],
    ['deploymentFrequency', 0, 'none'],
    ['changeLeadTime', 3 * DAY, '3 d'],
    ['changeLeadTime', 0, '0 s'],
    ['changeFailRate', 0.125, '12.5 %'],
    ['changeFailRate', 0, '0 %'],
    ['failedDeploymentRecoveryTime', null, '–'],
  ] as const)('%s of %s is %s', (name, value, text) => {
    expect(formatValue(name, value)).toBe(text);
  });
});

describe('what became of a value', () => {
  it.each([
    ['deploymentFrequency', 2, 1, 'better'],
    ['deploymentFrequency', 1, 2, 'worse'],
    ['changeLeadTime', DAY, 2 * DAY, 'better'],
    ['changeFailRate', 0.2, 0.1, 'worse'],
    ['changeFailRate', 0, 0.1, 'better'],
    // Less than a twentieth is chance.
    ['changeLeadTime', 100, 104, 'same'],
    ['changeFailRate', 0, 0, 'same'],
  ] as const)('%s, %s after %s, is %s', (name, now, before, direction) => {
    expect(changeOf(name, now, before)?.direction).toBe(direction);
  });

  it('is not said where one of the two is not known', () => {
    expect(changeOf('changeFailRate', null, 0.1)).toBeUndefined();
    expect(changeOf('changeFailRate', 0.1, null)).toBeUndefined();
  });
});
