import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ClaimDetail } from '@cairn/plugin-claims-common';
import { parse } from 'yaml';
import { readRecording } from './__testUtils__/replay/readRecording';
import { watchPages, type Pages } from './__testUtils__/replay/watchPages';

// Virtual time passes in a replay, so only a slow machine needs patience.
jest.setTimeout(180_000);

const EXPECTED = resolve(__dirname, '__fixtures__/recorded/expected');

/** Each thing said in one line, its warnings below. */
function linesOf(pages: Pages): Record<string, Record<string, string[]>> {
  return Object.fromEntries(
    Object.entries(pages).map(([step, claims]) => [
      step,
      Object.fromEntries(
        Object.entries(claims).map(([claim, said]) => [
          claim,
          said.flatMap(({ t, state, sentence, warnings }) => [
            `${t} ${state}: ${sentence}`,
            ...warnings.map(warning => `! ${warning}`),
          ]),
        ]),
      ),
    ]),
  );
}

/** What holds of every page at every moment. */
function checkPage({ state, timeline, connection, createdAt }: ClaimDetail) {
  expect(state.sentence).toMatch(/^[A-Z].*[.]$/);
  expect(state.sentence).not.toMatch(/undefined|\[object|\.\.| {2}/);
  const statuses = timeline.map(({ status }) => status).join(' ');
  expect(statuses).toMatch(/^(done ?)*((current|failed) ?)?(pending ?)*$/);
  const isReadyStep = timeline.some(
    ({ id, status }) => id === 'ready' && status === 'done',
  );
  expect(isReadyStep || state.state !== 'ready').toBe(true);
  expect(connection?.ready ? isReadyStep : true).toBe(true);
  expect(Date.parse(state.since ?? createdAt)).not.toBeNaN();
}

/** A word that is not at once one of a person's doing stays for half a second at least. */
function flickersOf(pages: Pages): string[] {
  return Object.entries(pages).flatMap(([step, claims]) =>
    Object.entries(claims).flatMap(([claim, said]) =>
      said.flatMap(({ t, state }, index) => {
        const before = said[index - 1];
        const isAtOnce = ['deleting', 'paused', 'gone'].includes(state);
        const isFirstSight = index === 1 && before.state === 'working';
        return before && !isAtOnce && !isFirstSight && t - before.t < 0.5
          ? [`${step} ${claim} at ${t}: ${before.state}, then ${state}`]
          : [];
      }),
    ),
  );
}

describe('what was recorded, on the pages of the portal', () => {
  it.each([
    'lifecycle-namespaced',
    'lifecycle-namespaced-cases',
    'lifecycle-namespaced-function-down',
    'lifecycle-circuit-breaker',
    'lifecycle-selection',
    'lifecycle-legacy',
    'provider-sql',
    'rbac',
    'xrd-in-deletion',
    'xrd-in-deletion-cluster',
    'xrd-in-deletion-claim',
  ])('%s', async name => {
    const pages = await watchPages(readRecording(name), checkPage);
    const expected = readFileSync(resolve(EXPECTED, `${name}.yaml`), 'utf8');
    expect(linesOf(pages)).toEqual(parse(expected));
    expect(flickersOf(pages)).toEqual([]);
  });
});
