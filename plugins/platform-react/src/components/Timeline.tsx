import type { ReactNode } from 'react';
import {
  RiCheckLine,
  RiCloseLine,
  RiLoader4Line,
  RiSubtractLine,
} from '@remixicon/react';
import { useNow } from '../hooks/useNow';
import { formatDuration, formatInstant } from '../words/time';
import styles from './Timeline.module.css';

/** One thing of several that happen one after the other. */
export interface TimelineEntry {
  id: string;
  title: string;
  status: 'done' | 'current' | 'pending' | 'failed' | 'skipped';
  /** RFC 3339. */
  startedAt?: string;
  finishedAt?: string;
  /** More about it, below its title. */
  detail?: ReactNode;
}

const statusWords: Record<TimelineEntry['status'], string> = {
  done: 'Done',
  current: 'In progress',
  pending: 'Not started',
  failed: 'Failed',
  skipped: 'Not done',
};

const icons: Record<TimelineEntry['status'], JSX.Element | undefined> = {
  done: <RiCheckLine size={12} />,
  current: <RiLoader4Line size={12} />,
  pending: undefined,
  failed: <RiCloseLine size={12} />,
  skipped: <RiSubtractLine size={12} />,
};

/** How long a step took, or has been taking; undefined before it starts. */
function durationOf(step: TimelineEntry, now: number): string | undefined {
  if (!step.startedAt) return undefined;
  const end = step.finishedAt ? Date.parse(step.finishedAt) : now;
  const length = formatDuration(end - Date.parse(step.startedAt));
  if (step.status === 'done' || step.finishedAt) return length;
  return `for ${length}`;
}

/** What has happened, what is happening and who is waited for, with the time spent in each. */
export function Timeline({ steps }: { steps: TimelineEntry[] }) {
  const running = steps.some(
    step =>
      !step.finishedAt &&
      (step.status === 'current' || step.status === 'failed'),
  );
  const now = useNow(running);
  return (
    <ol className={styles.timeline}>
      {steps.map(step => {
        const duration = durationOf(step, now);
        const instant = step.finishedAt ?? step.startedAt;
        return (
          <li
            key={step.id}
            className={styles.step}
            data-status={step.status}
            aria-current={step.status === 'current' ? 'step' : undefined}
          >
            <span className={styles.marker} aria-hidden>
              {icons[step.status]}
            </span>
            <div className={styles.text}>
              <span className={styles.title}>{step.title}</span>
              <span className={styles.status}>{statusWords[step.status]}</span>
              {step.detail && (
                <div className={styles.detail}>{step.detail}</div>
              )}
            </div>
            <span
              className={styles.duration}
              title={instant ? formatInstant(instant) : undefined}
            >
              {duration}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
