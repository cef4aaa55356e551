import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useSearchParams } from 'react-router-dom';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import type { Person } from '../layout/usePerson';

/** The largest page asked for at once. */
const pageSize = 500;

/** What the index shows: a kind, whose, and words. Kept in the address. */
export function useEntityIndex(kinds: string[], person: Person | undefined) {
  const catalogApi = useApi(catalogApiRef);
  const [params, setParams] = useSearchParams();
  // `filters[kind]` and `filters[user]` are what upstream's own links carry.
  const wanted = params.get('kind') ?? params.get('filters[kind]') ?? kinds[0];
  const kind =
    kinds.find(
      candidate =>
        candidate.toLocaleLowerCase('en-US') ===
        wanted.toLocaleLowerCase('en-US'),
    ) ?? kinds[0];
  // People and groups are owned by nobody.
  const ownable = kind !== 'Group' && kind !== 'User';
  const mine =
    ownable &&
    params.get('teams') !== 'all' &&
    params.get('filters[user]') !== 'all';
  const search = params.get('q') ?? '';
  const set = (name: string, value: string | undefined) =>
    setParams(
      before => {
        const next = new URLSearchParams(before);
        next.delete(`filters[${name}]`);
        next.delete('filters[user]');
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );

  const answer = useAsyncRetry(async (): Promise<Entity[] | undefined> => {
    if (!person) return undefined;
    const owners = [person.userRef, ...person.teams.map(team => team.ref)];
    const filter = {
      kind,
      ...(mine && { 'relations.ownedBy': owners }),
    };
    const entities: Entity[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalogApi.queryEntities(
        cursor
          ? { cursor, limit: pageSize }
          : {
              filter,
              limit: pageSize,
              orderFields: { field: 'metadata.name', order: 'asc' },
              fields: ['kind', 'metadata', 'spec', 'relations'],
            },
      );
      entities.push(...page.items);
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return entities;
  }, [catalogApi, person, kind, mine]);

  return { kind, ownable, mine, search, set, ...answer };
}
