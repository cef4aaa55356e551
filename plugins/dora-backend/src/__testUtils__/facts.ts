import type { ComponentDefinition, FactInput } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { FIRST_DATE, LAST_DATE } from '../database/dates';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Noon of a day on which nothing special happens. */
export const NOW = Date.parse('2026-06-17T12:00:00Z');

/** The same numbers every time. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A year of a component: commits, deployments, some of which fail in one of several ways. */
export function yearOf(
  component: string,
  options: { deployments: number; random: () => number; now?: number },
): FactInput[] {
  const { deployments, random, now = NOW } = options;
  const repository = `acme/${component.replace(/^.*\//, '')}`;
  const gap = (365 * DAY) / deployments;
  const facts: FactInput[] = [];
  const shas: string[] = [];
  for (let n = 0; n < deployments; n += 1) {
    const at = Math.round(now - 365 * DAY + (n + random() / 2) * gap);
    for (let part = 0; part < 1 + Math.floor(random() * 3); part += 1) {
      const sha = `${repository}-${n}-${part}`;
      const authoredAt = Math.round(at - (1 + random() * 90) * HOUR);
      facts.push({
        type: 'commit',
        at: authoredAt,
        authoredAt,
        repository,
        sha,
        parents: shas.length ? [shas[shas.length - 1]] : [],
        authorType: random() < 0.1 ? 'bot' : 'human',
      });
      shas.push(sha);
    }
    const undone = random() < 0.05 && shas.length > 3;
    facts.push({
      type: 'deployment',
      at,
      startedAt: at - 300_000,
      finishedAt: at,
      source: 'ci',
      environment: 'production',
      tier: 'production',
      component,
      externalId: String(n),
      result: random() < 0.03 ? 'failed' : 'succeeded',
      reachedProduction: random() < 0.5,
      revision: undone ? shas[shas.length - 4] : shas[shas.length - 1],
    });
    if (random() < 0.1) {
      const openedAt = Math.round(at + random() * HOUR);
      const incident = {
        type: 'incident' as const,
        source: 'pager',
        externalId: `${component}-${n}`,
        component,
      };
      facts.push({ ...incident, at: openedAt, openedAt });
      if (random() < 0.9) {
        const resolvedAt = Math.round(openedAt + random() * 5 * HOUR);
        facts.push({ ...incident, at: resolvedAt, resolvedAt });
      }
    }
  }
  return facts;
}

export function definitionOf(uid: string): ComponentDefinition {
  return {
    uid,
    repository: `acme/${uid.replace(/^.*\//, '')}`,
    incidentSources: ['pager'],
  };
}

/** Puts components where the catalog would have put them. */
export async function seedRoster(
  db: Knex,
  components: { uid: string; owner: string; zone?: string }[],
): Promise<void> {
  await db('components').insert(
    components.map(({ uid, owner, zone = 'UTC' }) => ({
      uid,
      owner,
      zone,
      entity_ref: uid,
      title: uid,
      definition: JSON.stringify(definitionOf(uid)),
    })),
  );
  await db('memberships').insert(
    components.flatMap(({ uid, owner }) =>
      [owner, 'organisation'].map(scope => ({
        component: uid,
        scope,
        from_date: FIRST_DATE,
        until_date: LAST_DATE,
      })),
    ),
  );
  await db.raw('update processor set roster = roster + 1');
}

/** All numbers, in an order of their own, without what counts rows. */
export async function numbersOf(db: Knex): Promise<unknown> {
  const active = await db('generations').where({ state: 'active' }).first();
  const { generation } = active;
  return {
    deployments: await db('deployments')
      .where({ generation })
      .orderBy(['component', 'id'])
      .select('component', 'id', 'date', 'failed', 'rework', 'changes', 'data'),
    cells: await db('cells')
      .where({ generation })
      .orderBy(['scope', 'date'])
      .select('scope', 'date', 'sum'),
    snapshots: await db('snapshots')
      .where({ generation })
      .orderBy(['scope', 'days'])
      .select('scope', 'days', 'last_date', 'sum', 'metrics'),
  };
}
