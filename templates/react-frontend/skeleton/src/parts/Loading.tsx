import type { ReactNode } from 'react';
import type { Loaded } from '../api/useLoad.js';

/** What a page shows until its content is there, and when it cannot be had. */
export function Loading<T>(props: {
  loaded: Loaded<T>;
  again: () => void;
  children: (value: T) => ReactNode;
}) {
  const { loaded, again, children } = props;
  if (loaded.state === 'loading') return <p role="status">Loading …</p>;
  if (loaded.state === 'failed') {
    return (
      <div role="alert">
        <p>{loaded.message}</p>
        <button type="button" onClick={again}>
          Try again
        </button>
      </div>
    );
  }
  return children(loaded.value);
}
