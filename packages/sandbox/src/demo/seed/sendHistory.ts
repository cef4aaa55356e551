import type { Log } from '../../controllers/runtime';
import { historyEvents } from '../events/historyEvents';
import type { Organisation } from '../organisation/organisation';
import { replay } from '../replay/replay';
import { type DemoProgress, type DemoState, saveDemoState } from './DemoState';

/** Where the history is to be sent. */
export interface HistoryReceiver {
  /** An address; `{source}` in it becomes `github`, `alertmanager` or `cdevents`. */
  to: string;
  secret?: string;
}

/**
 * Sends the organisation's year to an address, once; a start that was cut off
 * goes on where it was.
 *
 * @throws UnreachableError when nobody takes the events
 */
export async function sendHistory(options: {
  receiver: HistoryReceiver;
  organisation: Organisation;
  state: DemoState;
  dataDir: string;
  report(progress: DemoProgress): Promise<void>;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  const { receiver, state, dataDir, log } = options;
  const known = state.history[receiver.to];
  if (known?.done) return;
  const events = historyEvents(options.organisation, {
    seed: state.seed,
    anchor: Date.parse(state.anchor),
    gitUrl: state.gitUrl,
  });
  let kept = Promise.resolve();
  const summary = await replay(events, {
    to: receiver.to,
    secret: receiver.secret,
    after: known?.last,
    signal: options.signal,
    progress: ({ last, taken, refused, total }) => {
      state.history[receiver.to] = { last, done: false };
      kept = kept.then(async () => {
        await saveDemoState(dataDir, state);
        await options.report({
          phase: 'history',
          done: taken + refused,
          total,
          message: `Sending the demo's history: ${
            taken + refused
          } of ${total} events`,
        });
      });
    },
  });
  await kept;
  state.history[receiver.to] = { last: summary.last, done: true };
  await saveDemoState(dataDir, state);
  const { taken, refused, refusals } = summary;
  log(refused > 0 ? 'warn' : 'info', "The demo's history is sent", {
    taken,
    refused,
    refusals,
  });
}
