import { alarmed, deployed, hour, judged } from '../__testUtils__/facts';
import { foldFacts } from './foldFacts';
import {
  commitKey,
  deploymentKey,
  incidentKey,
  naturalKey,
} from './naturalKey';
import { parseFact } from './schemas';

const whole = {
  type: 'deployment',
  at: '2026-03-02T01:00:00+01:00',
  source: 'ci',
  environment: 'prod',
  component: 'shop',
  externalId: '1',
};

it('reads instants with their offset, and sets without order or repetition', () => {
  expect(parseFact({ ...whole, labels: ['b', 'a', 'b'] })).toEqual({
    ...whole,
    at: hour(0),
    labels: ['a', 'b'],
  });
});

it.each<[string, object]>([
  ['an instant without an offset', { at: '2026-03-02T01:00:00' }],
  ['an instant that is none', { at: 'yesterday' }],
  ['no key', { externalId: '' }],
  ['a result that is none', { result: 'cancelled' }],
  ['more than all traffic', { trafficPercent: 101 }],
  ['another type', { type: 'opinion' }],
])('refuses %s', (_, change) => {
  expect(() => parseFact({ ...whole, ...change })).toThrow(/invalid|too/i);
});

it('natural keys cannot run into each other', () => {
  const target = { source: 'ci', environment: 'a', component: 'b' };
  expect(deploymentKey({ ...target, externalId: 'c/d' })).toBe('ci/a/b/c%2Fd');
  expect(deploymentKey({ ...target, component: 'b/c', externalId: 'd' })).toBe(
    'ci/a/b%2Fc/d',
  );
  expect(commitKey('acme/shop', 'c1')).toBe('acme%2Fshop/c1');
  expect(incidentKey({ source: 'pager', externalId: '1' })).toBe('pager/1');
  expect(naturalKey(judged('ci/prod/shop/1', true))).toBe('ci/prod/shop/1');
});

it('edge case: the same event from a webhook and a poll is one', () => {
  const { deployments } = foldFacts([
    deployed('1', 5, { labels: ['old'] }),
    deployed('1', 5, { labels: ['new'], revision: 'c1', at: hour(6) }),
    deployed('1', 5, { at: hour(7) }),
  ]);
  expect([...deployments.values()]).toMatchObject([
    { labels: ['new'], revision: 'c1', finishedAt: hour(5), at: hour(7) },
  ]);
});

it('A.5.1 rule 19: said at the same instant, the greater content wins in either order', () => {
  const [a, b] = ['a', 'b'].map(component =>
    alarmed('1', 1, { component, at: hour(1) }),
  );
  for (const facts of [
    [a, b],
    [b, a],
  ]) {
    expect([...foldFacts(facts).incidents.values()]).toMatchObject([
      { component: 'b' },
    ]);
  }
});
