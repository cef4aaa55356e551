import { stringifyEntityRef } from '@backstage/catalog-model';
import { bucketAt } from '@cairn/plugin-dora-common';
import type { ComponentIndex } from '@cairn/plugin-dora-node';
import type { Knex } from 'knex';
import { addDays, FIRST_DATE, LAST_DATE } from '../database/dates';
import type { Membership, RosterComponent } from '../engine/Roster';
import { ownersOf, titleOf, type CatalogView } from './readCatalog';

/** A component as the catalog has it now. */
interface Wanted {
  row: Omit<RosterComponent, 'removed'>;
  scopes: string[];
}

function wantedOf(
  view: CatalogView,
  index: ComponentIndex,
  zones: { zone: string; zones: ReadonlyMap<string, string> },
): Map<string, Wanted> {
  const entities = new Map(
    view.components.map(entity => [stringifyEntityRef(entity), entity]),
  );
  const wanted = new Map<string, Wanted>();
  for (const { definition, entityRef } of index.all()) {
    const entity = entities.get(entityRef);
    if (!entity) continue;
    const [owner = null] = ownersOf(entity);
    wanted.set(definition.uid, {
      row: {
        uid: definition.uid,
        entity_ref: entityRef,
        title: titleOf(entity),
        owner,
        zone: zones.zones.get(owner ?? '') ?? zones.zone,
        definition,
      },
      scopes: view.scopesOf(entity),
    });
  }
  return wanted;
}

/** What must change so that a component belongs where the catalog says. */
async function moveComponent(
  tx: Knex,
  options: {
    component: string;
    known: readonly Membership[];
    scopes: readonly string[];
    /** The first day on which a change counts. */
    from: string;
  },
): Promise<boolean> {
  const { component, known, scopes, from } = options;
  const open = known.filter(({ until_date }) => until_date === LAST_DATE);
  const left = open.filter(({ scope }) => !scopes.includes(scope));
  const joined = scopes.filter(
    scope => !open.some(membership => membership.scope === scope),
  );
  for (const { scope, from_date } of left) {
    const row = tx('memberships').where({ component, scope, from_date });
    // What began and ended between two days never counted.
    if (from_date >= from) await row.delete();
    else await row.update({ until_date: from });
  }
  for (const scope of joined) {
    const again = known.find(
      one => one.scope === scope && one.until_date === from,
    );
    if (again) {
      await tx('memberships')
        .where({ component, scope, from_date: again.from_date })
        .update({ until_date: LAST_DATE });
    } else {
      await tx('memberships').insert({
        component,
        scope,
        // Of what is met for the first time the past belongs to who has it now.
        from_date: known.length ? from : FIRST_DATE,
        until_date: LAST_DATE,
      });
    }
  }
  return left.length + joined.length > 0;
}

/**
 * Brings components and memberships to what the catalog says. A move counts from the next local day
 * on, so that no day has two owners and what is past stays as it was.
 *
 * @returns whether anything changed
 */
export async function syncRoster(
  db: Knex,
  options: {
    view: CatalogView;
    index: ComponentIndex;
    zone: string;
    zones: ReadonlyMap<string, string>;
    now: number;
  },
): Promise<boolean> {
  const { view, index, now } = options;
  const wanted = wantedOf(view, index, options);
  return db.transaction(async tx => {
    await tx.raw('select 1 from processor where id = 1 for update');
    const components = await tx<RosterComponent>('components').select();
    const memberships = await tx<Membership>('memberships').select();
    const byComponent = new Map<string, Membership[]>();
    for (const one of memberships) {
      const others = byComponent.get(one.component) ?? [];
      byComponent.set(one.component, [...others, one]);
    }
    const known = new Map(components.map(one => [one.uid, one]));
    let changed = false;
    const again: string[] = [];
    for (const [uid, { row, scopes }] of wanted) {
      const last = known.get(uid);
      const next = { ...row, removed: false };
      const definition = JSON.stringify(row.definition);
      const isOther =
        JSON.stringify(last?.definition) !== definition ||
        last?.zone !== row.zone;
      if (
        isOther ||
        last?.removed ||
        last?.title !== row.title ||
        last?.owner !== row.owner ||
        last?.entity_ref !== row.entity_ref
      ) {
        await tx('components')
          .insert({ ...next, definition })
          .onConflict('uid')
          .merge();
        changed = true;
      }
      if (isOther) again.push(uid);
      const from = addDays(bucketAt(now, 'day', row.zone).date, 1);
      const moved = await moveComponent(tx, {
        component: uid,
        known: byComponent.get(uid) ?? [],
        scopes,
        from,
      });
      changed ||= moved;
    }
    for (const { uid, removed, zone } of components) {
      if (removed || wanted.has(uid)) continue;
      const from = addDays(bucketAt(now, 'day', zone).date, 1);
      await tx('components').where({ uid }).update({ removed: true });
      await moveComponent(tx, {
        component: uid,
        known: byComponent.get(uid) ?? [],
        scopes: [],
        from,
      });
      changed = true;
    }
    if (again.length) {
      await tx('pending').insert(
        again.map(uid => ({ scope: `c:${uid}`, fact_id: null })),
      );
    }
    if (changed) {
      await tx.raw('update processor set roster = roster + 1 where id = 1');
    }
    return changed;
  });
}
