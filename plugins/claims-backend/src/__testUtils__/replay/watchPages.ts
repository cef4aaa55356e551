import type { ClaimDetail } from '@cairn/plugin-claims-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Recording } from './readRecording';
import { startReplay } from './startReplay';

/** An open page asks again this often, in milliseconds. */
const CONFIRM = 20_000;
/** So long after a write something may still come of it, in milliseconds. */
const CALM = 2_000;

/** What a page said from some moment on. `t` in seconds after the step began. */
export interface Said {
  t: number;
  state: string;
  sentence: string;
  warnings: string[];
}

/** Per step, per claim ("Kind namespace/name"), what its page said and when that changed. */
export type Pages = Record<string, Record<string, Said[]>>;

function sayingOf({ state, warnings }: ClaimDetail): Omit<Said, 't'> {
  return {
    state: state.state,
    sentence: state.sentence,
    warnings: warnings.map(({ sentence }) => sentence),
  };
}

interface Moment {
  step: string;
  /** When the step began, in milliseconds. */
  began: number;
}

/** Replays a recording to a person who has every page open, and opens them anew after every write. */
export async function watchPages(
  recording: Recording,
  check: (detail: ClaimDetail) => void,
): Promise<Pages> {
  const replay = await startReplay(recording);
  const pages: Pages = {};
  /** What each page said last, and each row of the list. */
  const last = new Map<string, string>();
  const rows = new Map<string, string>();
  const credentials = mockCredentials.user('user:default/ada');

  function note(key: string, said: Omit<Said, 't'>, at: Moment): void {
    const text = JSON.stringify(said);
    if (last.get(key) !== text) {
      last.set(key, text);
      const t = Math.round(replay.clock.now().getTime() - at.began) / 1000;
      ((pages[at.step] ??= {})[key] ??= []).push({ t, ...said });
    }
  }

  /** Loads the list, and the page of every claim whose row has changed; all pages where it is calm. */
  async function look(at: Moment, isCalm: boolean): Promise<void> {
    const { items } = await replay.claims.listClaims({}, () => true);
    const keys = new Set<string>();
    for (const row of items) {
      const key = `${row.kind} ${row.namespace}/${row.name}`;
      keys.add(key);
      const words = `${row.state.state}: ${row.state.sentence}`;
      if (isCalm || rows.get(key) !== words) {
        rows.set(key, words);
        const detail = await replay.claims.getClaim(row, {
          credentials,
          mayDelete: true,
          tenant: { ...replay.tenant, name: row.namespace },
        });
        if (`${detail.state.state}: ${detail.state.sentence}` !== words) {
          throw new Error(
            `The list says "${words}" of ${key}, its page "${detail.state.sentence}"`,
          );
        }
        check(detail);
        note(key, sayingOf(detail), at);
      }
    }
    for (const key of rows.keys()) {
      if (!keys.has(key)) {
        rows.delete(key);
        note(key, { state: 'gone', sentence: '', warnings: [] }, at);
        last.delete(key);
      }
    }
    const offerings = await replay.claims.listOfferings();
    for (const { id, reason } of offerings.items) {
      // What can be requested without reserve is nothing to tell.
      if (reason !== undefined) {
        note(
          `Offering ${id}`,
          { state: '', sentence: reason, warnings: [] },
          at,
        );
      }
    }
  }

  try {
    for (const { step, start, seconds, writes } of recording.steps) {
      const began = Date.parse(start);
      pages[step] = {};
      /** Lets time pass up to a moment; open pages ask when told to, and every now and then. */
      const passTo = async (end: number) => {
        const calm = replay.clock.now().getTime() + CALM;
        for (
          let now = replay.clock.now().getTime();
          now < end;
          now = replay.clock.now().getTime()
        ) {
          const isCalm = now >= calm;
          await replay.clock.advanceTo(
            Math.min(now + (isCalm ? CONFIRM : 50), end),
          );
          if (replay.signals.splice(0).length > 0 || isCalm) {
            await look({ step, began }, isCalm);
          }
        }
      };
      for (const write of writes) {
        await passTo(began + write.t * 1000);
        await replay.write(write);
        // Nobody loads anything because of an event.
        if (!('put' in write && write.put.kind === 'Event')) {
          await look({ step, began }, false);
        }
      }
      await passTo(began + seconds * 1000);
      await look({ step, began }, true);
    }
    return pages;
  } finally {
    await replay.stop();
  }
}
