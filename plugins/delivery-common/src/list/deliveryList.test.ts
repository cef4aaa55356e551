import type { DeliverySummary } from '../types';
import { filterDeliveries, pageDeliveries } from './deliveryList';

function item(change: Partial<DeliverySummary>): DeliverySummary {
  return {
    cluster: 'sandbox',
    namespace: 'argocd',
    name: 'web-dev',
    uid: 'u',
    project: 'payments',
    destination: { server: 'in-cluster', namespace: 'payments-dev' },
    owner: 'group:default/payments',
    environment: 'dev',
    component: 'web',
    state: { state: 'ready', sentence: '' },
    sync: 'Synced',
    health: 'Healthy',
    deployed: [],
    ...change,
  };
}

const all = [
  item({}),
  item({ name: 'web-prod', environment: 'prod', sync: 'OutOfSync' }),
  item({ name: 'api-dev', health: 'Degraded', component: 'api' }),
  item({ cluster: 'spoke', owner: undefined }),
];

const names = (items: DeliverySummary[]) =>
  items.map(({ name, cluster }) => `${cluster}/${name}`);

it.each([
  [{}, 4],
  [{ environment: ['prod'] }, 1],
  [{ owner: ['group:default/payments'] }, 3],
  [{ sync: ['OutOfSync'], environment: ['dev'] }, 0],
  [{ health: ['Degraded', 'Healthy'] }, 4],
  [{ component: ['api'] }, 1],
  [{ state: ['failed' as const] }, 0],
  [{ q: 'PROD payments' }, 1],
  [{ q: 'nowhere' }, 0],
])('filters by %j', (filter, count) => {
  expect(filterDeliveries(all, filter)).toHaveLength(count);
});

it('gives every Application on exactly one page, in the order of names', () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = pageDeliveries(all, { limit: 1, cursor });
    expect(page?.totalItems).toBe(4);
    seen.push(...names(page?.items ?? []));
    cursor = page?.nextCursor;
  } while (cursor);
  expect(seen).toEqual([
    'sandbox/api-dev',
    'sandbox/web-dev',
    'spoke/web-dev',
    'sandbox/web-prod',
  ]);
  expect(pageDeliveries(all, { limit: 1, cursor: 'not one' })).toBeUndefined();
});
