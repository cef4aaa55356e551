import type { DeliverySummary } from '@cairn/plugin-delivery-common';
import { countOf } from '@cairn/plugin-platform-react';

/** The answer of the page in one sentence: "12 Applications, 2 need attention, 1 in motion." */
export function summariseDeliveries(items: DeliverySummary[]): string {
  if (items.length === 0) return 'No Applications to show.';
  const count = (...states: string[]) =>
    items.filter(({ state }) => states.includes(state.state)).length;
  const needing = count('failed', 'needs-attention');
  const moving = count('working', 'waiting', 'deleting');
  const stale = items.filter(item => item.stale).length;
  const parts = [
    needing > 0 && `${countOf(needing, 'needs', 'need')} attention`,
    moving > 0 && `${moving.toLocaleString('en-GB')} in motion or waiting`,
    stale > 0 && `${stale.toLocaleString('en-GB')} stale`,
  ].filter(Boolean);
  const start = countOf(items.length, 'Application', 'Applications');
  if (parts.length > 0) return `${start}, ${parts.join(', ')}.`;
  return count('ready') === items.length
    ? `${start}, ${items.length === 1 ? 'in order' : 'all in order'}.`
    : `${start}.`;
}
