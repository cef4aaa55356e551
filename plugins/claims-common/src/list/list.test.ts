import fc from 'fast-check';
import type { ClaimSort, ClaimSummary } from '../types';
import { decodeCursor, encodeCursor } from './cursor';
import { filterClaims } from './filterClaims';
import { pageClaims } from './pageClaims';
import { sortClaims } from './sortClaims';

function claim(change: Partial<ClaimSummary> = {}): ClaimSummary {
  return {
    cluster: 'sandbox',
    offering: 'databases.platform.cairn.dev',
    namespace: 'payments-dev',
    name: 'orders',
    uid: 'u',
    kind: 'Database',
    owner: 'group:default/payments',
    state: { state: 'ready', sentence: '' },
    createdAt: '2026-03-02T09:00:00Z',
    spec: {},
    ...change,
  };
}

const sorts = fc.constantFrom<ClaimSort>(
  'name',
  '-name',
  'namespace',
  'owner',
  '-environment',
  'state',
  '-createdAt',
);

const claims = fc
  .uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-c]{1,2}$/),
      namespace: fc.constantFrom('n1', 'n2', 'n3'),
      environment: fc.constantFrom('dev', 'prod', undefined),
      state: fc
        .constantFrom('ready' as const, 'failed' as const, 'working' as const)
        .map(state => ({ state, sentence: '' })),
    }),
    {
      selector: ({ name, namespace }) => `${namespace}/${name}`,
      maxLength: 30,
    },
  )
  .map(parts => parts.map(part => claim(part)));

function place({ namespace, name }: ClaimSummary): string {
  return `${namespace}/${name}`;
}

describe('pages of claims', () => {
  it('hold every claim exactly once, in order, whatever the page size', () => {
    fc.assert(
      fc.property(
        claims,
        sorts,
        fc.integer({ min: 1, max: 10 }),
        (all, sort, limit) => {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = pageClaims(all, { sort, limit, cursor });
            expect(page?.totalItems).toBe(all.length);
            expect(page?.items.length).toBeLessThanOrEqual(limit);
            seen.push(...(page?.items ?? []).map(place));
            cursor = page?.nextCursor;
          } while (cursor !== undefined);
          expect(seen).toEqual(sortClaims(all, sort).map(place));
        },
      ),
    );
  });

  it('neither repeat nor skip others when one goes between two pages', () => {
    fc.assert(
      fc.property(claims, sorts, fc.nat(), (all, sort, index) => {
        fc.pre(all.length > 3);
        const first = pageClaims(all, { sort, limit: 2 });
        const gone = all[index % all.length];
        const rest = all.filter(item => item !== gone);
        const second = pageClaims(rest, {
          sort,
          limit: 100,
          cursor: first?.nextCursor,
        });
        const shown = [...(first?.items ?? []), ...(second?.items ?? [])].map(
          place,
        );
        expect(new Set(shown).size).toBe(shown.length);
        expect(new Set([...shown, place(gone)])).toEqual(
          new Set(all.map(place)),
        );
      }),
    );
  });

  it('refuse a cursor that belongs to another order or is no cursor', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(decodeCursor(text, 'name')).toBeUndefined();
      }),
    );
    const cursor = {
      sort: 'name' as const,
      after: { value: 'Ü/"', place: 'a/b' },
    };
    expect(decodeCursor(encodeCursor(cursor), 'name')).toEqual(cursor);
    expect(decodeCursor(encodeCursor(cursor), '-name')).toBeUndefined();
    expect(encodeCursor(cursor)).toMatch(/^[A-Za-z0-9_-]+$/);
  });
});

describe('filterClaims', () => {
  const all = [
    claim({ spec: { size: 'large', storageGB: 20 } }),
    claim({
      name: 'routes',
      namespace: 'logistics-prod',
      owner: 'group:default/logistics',
      environment: 'prod',
    }),
  ];
  it.each([
    [{}, ['orders', 'routes']],
    [{ owner: [] }, ['orders', 'routes']],
    [{ owner: ['group:default/logistics'] }, ['routes']],
    [{ namespace: ['payments-dev', 'logistics-prod'] }, ['orders', 'routes']],
    [{ environment: ['prod'], cluster: ['sandbox'] }, ['routes']],
    [{ offering: ['moons.example.org'] }, []],
    [{ q: 'LARGE  order' }, ['orders']],
    [{ q: '20' }, ['orders']],
    [{ q: 'database nowhere' }, []],
  ])('%j', (filter, names) => {
    expect(filterClaims(all, filter).map(({ name }) => name)).toEqual(names);
  });
});
