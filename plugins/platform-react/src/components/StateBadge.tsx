import type { State } from '@cairn/plugin-platform-common';
import { stateWords } from '../words/states';
import styles from './StateBadge.module.css';

/** One shape per state, on a grid of 12, so that the state is told without colour. */
const shapes: Record<State, JSX.Element> = {
  ready: (
    <>
      <circle cx="6" cy="6" r="5.5" />
      <path className={styles.cut} d="m3.4 6.2 1.8 1.8 3.4-3.8" />
    </>
  ),
  working: (
    <path
      className={styles.line}
      d="M10.5 6a4.5 4.5 0 1 1-2.3-3.9M8 .6l.4 1.7-1.7.6"
    />
  ),
  waiting: (
    <>
      <circle className={styles.line} cx="6" cy="6" r="4.8" />
      <path className={styles.line} d="M6 3.2V6l1.8 1.2" />
    </>
  ),
  'needs-attention': (
    <>
      <path d="M6 .8 11.6 11H.4Z" />
      <path className={styles.cut} d="M6 4.3v3M6 8.9v.4" />
    </>
  ),
  failed: (
    <>
      <path d="M3.8.5h4.4L11.5 3.8v4.4L8.2 11.5H3.8L.5 8.2V3.8Z" />
      <path className={styles.cut} d="m4 4 4 4m0-4L4 8" />
    </>
  ),
  unknown: (
    <>
      <circle
        className={styles.line}
        cx="6"
        cy="6"
        r="4.8"
        strokeDasharray="2 1.8"
      />
      <circle cx="6" cy="6" r="1" />
    </>
  ),
  paused: <path d="M2.5 1.5h2.5v9H2.5zM7 1.5h2.5v9H7z" />,
  deleting: (
    <path className={styles.line} d="M2 3h8M4.5 3V1.5h3V3M3 3l.5 7.5h5L9 3" />
  ),
};

interface StateBadgeProps {
  state: State;
}

/** The state of anything: a shape, a word and a colour, always the three together. */
export function StateBadge({ state }: StateBadgeProps) {
  return (
    <span className={styles.badge} data-state={state}>
      <svg
        className={styles.shape}
        width="12"
        height="12"
        viewBox="0 0 12 12"
        aria-hidden
        focusable="false"
      >
        {shapes[state]}
      </svg>
      {stateWords[state]}
    </span>
  );
}
