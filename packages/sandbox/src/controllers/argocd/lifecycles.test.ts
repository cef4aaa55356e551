import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ArgoWorld } from './__testUtils__/ArgoWorld';
import type { Lifecycle } from './__testUtils__/Lifecycle';
import {
  LifecycleReplay,
  type Replayed,
} from './__testUtils__/LifecycleReplay';

const FOLDER = join(__dirname, '__fixtures__', 'lifecycles');
const AT_ONCE = 4;

const lifecycles = readdirSync(FOLDER).map(
  file => parse(readFileSync(join(FOLDER, file), 'utf8')) as Lifecycle,
);

/** Recordings of the real Argo CD, replayed: the same is done, the same must come of it. */
describe('recorded lifecycles', () => {
  let world: ArgoWorld;
  const replays = new Map<
    string,
    Promise<{ wanted: Replayed; found: Replayed }>
  >();

  beforeAll(async () => {
    world = await ArgoWorld.start();
    const waiting = lifecycles.map(lifecycle => {
      let begin: () => void = () => undefined;
      const turn = new Promise<void>(resolve => {
        begin = resolve;
      });
      const replay = turn.then(() =>
        new LifecycleReplay(world, lifecycle).run(),
      );
      replay.catch(() => undefined);
      replays.set(lifecycle.step, replay);
      return { begin, replay };
    });
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        next.begin();
        await next.replay.catch(() => undefined);
      }
    };
    for (let each = 0; each < AT_ONCE; each += 1) void work();
  }, 60_000);

  afterAll(async () => {
    await world.stop();
  }, 30_000);

  it.each(lifecycles.map(it => [it.step, it.shows]))(
    '%s: %s',
    async step => {
      const { wanted, found } = (await replays.get(step)) ?? {};
      expect(found).toEqual(wanted);
    },
    300_000,
  );
});
