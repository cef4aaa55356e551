import type { TimelineStep } from '@cairn/plugin-claims-common';
import {
  formatDuration,
  formatInstant,
  useNow,
} from '@cairn/plugin-platform-react';
import { RiCheckLine, RiCloseLine, RiLoader4Line } from '@remixicon/react';
import styles from './Timeline.module.css';

const statusWords: Record<TimelineStep['status'], string> = {
  done: 'Done',
  current: 'In progress',
  pending: 'Not started',
  failed: 'Failed',
};

const icons: Record<TimelineStep['status'], JSX.Element | undefined> = {
  done: <RiCheckLine size={12} />,
  current: <RiLoader4Line size={12} />,
  pending: undefined,
  failed: <RiCloseLine size={12} />,
};

/** How long a step took, or has been taking; undefined before it starts. */
function durationOf(step: TimelineStep, now: number): string | undefined {
  if (!step.startedAt) return undefined;
  const end = step.finishedAt ? Date.parse(step.finishedAt) : now;
  const length = formatDuration(end - Date.parse(step.startedAt));
  if (step.status === 'done') return length;
  return `for ${length}`;
}

/** What has happened, what is happening and who is waited for, with the time spent in each. */
export function Timeline({ steps }: { steps: TimelineStep[] }) {
  const running = steps.some(
    step => step.status === 'current' || step.status === 'failed',
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
              {step.detail && <p className={styles.detail}>{step.detail}</p>}
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
