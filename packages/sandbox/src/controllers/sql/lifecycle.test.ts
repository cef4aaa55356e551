import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { comparableEvents } from '../composition/__testUtils__/SeenEvents';
import { comparableManaged } from './__testUtils__/comparableManaged';
import { ProviderReplay } from './__testUtils__/ProviderReplay';
import {
  readRecordedProvider,
  type RecordedStep,
} from './__testUtils__/RecordedProvider';

const steps = readRecordedProvider(join(__dirname, '__fixtures__'));
const PATIENCE_MS = 20_000;
const LOOK_MS = 100;
const TOUCH_MS = 1_000;
const STEP_TIMEOUT_MS = 60_000;

describe('the life of roles, databases and grants as recorded', () => {
  let replay: ProviderReplay;

  beforeAll(async () => {
    replay = await ProviderReplay.start();
  }, STEP_TIMEOUT_MS);

  afterAll(async () => {
    await replay.stop();
  });

  it.each(steps.map(it => [it.step, it] as const))(
    '%s',
    async (_, step) => {
      await replay.act(step);
      const wanted = wantedOf(step);
      let found = await look(step);
      const end = Date.now() + PATIENCE_MS;
      let touched = Date.now();
      while (!isDeepStrictEqual(found, wanted) && Date.now() < end) {
        await new Promise(resolve => setTimeout(resolve, LOOK_MS));
        if (Date.now() - touched > TOUCH_MS) {
          await replay.touchFailing();
          touched = Date.now();
        }
        found = await look(step);
      }
      expect(differing(found, wanted)).toEqual(differing(wanted, found));
    },
    STEP_TIMEOUT_MS,
  );

  // Warnings are left out: a statement may hit the provider in the middle of a pass, which then fails in its own way.
  it('notes no success but the recorded ones', async () => {
    const recorded = comparableEvents(steps.flatMap(it => it.events));
    const left = new Set(steps.flatMap(it => [...it.left]));
    const others = (await replay.events.others(recorded))
      .filter(it => it.includes(' team-sql/') && it.includes(' Normal '))
      .filter(it => !left.has(it));
    expect(others).toEqual([]);
  });

  async function look(step: RecordedStep) {
    return withoutLeft(step, {
      ...(await replay.look()),
      ...(await replay.sqlState()),
      missingEvents: await replay.events.missing(
        comparableEvents(step.events).filter(it => !step.left.has(it)),
      ),
    });
  }
});

/** What is not the same in the other: a whole step would fill pages. */
function differing(
  one: Record<string, unknown>,
  other: Record<string, unknown>,
) {
  return Object.fromEntries(
    Object.entries(one).filter(
      ([name, value]) => !isDeepStrictEqual(value, other[name]),
    ),
  );
}

function wantedOf(step: RecordedStep) {
  return withoutLeft(step, {
    ...Object.fromEntries(
      [...step.objects].map(([name, object]) => [
        name,
        comparableManaged(object),
      ]),
    ),
    ...step.sqlState,
    missingEvents: [],
  });
}

function withoutLeft(step: RecordedStep, all: Record<string, unknown>) {
  return JSON.parse(
    JSON.stringify(
      Object.fromEntries(
        Object.entries(all)
          .filter(([name]) => !step.left.has(name))
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      ),
    ),
  ) as Record<string, unknown>;
}
