import { Link } from '@backstage/ui';
import { Timeline } from '@cairn/plugin-platform-react';
import type { RunStep } from './runSteps';
import styles from './RunTimeline.module.css';

/** An address without what every address has. */
function shortUrl(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

/** What a step brought to life, and its log, folded. */
function StepDetail({ step, failure }: { step: RunStep; failure?: string }) {
  return (
    <>
      {failure && <p className={styles.failure}>{failure}</p>}
      {step.links.length > 0 && (
        <ul className={styles.links} aria-label={`Links of ${step.title}`}>
          {step.links.map(url => (
            <li key={url}>
              <Link href={url}>{shortUrl(url)}</Link>
            </li>
          ))}
        </ul>
      )}
      {step.log.length > 0 && (
        <details className={styles.log}>
          <summary>
            {step.log.length === 1
              ? 'Log, 1 line'
              : `Log, ${step.log.length} lines`}
          </summary>
          <pre
            // What scrolls has to be reachable by keyboard.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            role="region"
            aria-label={`Log of ${step.title}`}
          >
            {step.log.join('\n')}
          </pre>
        </details>
      )}
    </>
  );
}

interface RunTimelineProps {
  steps: RunStep[];
  /** Why the run failed; said at the step that did. */
  failure: string | undefined;
}

/** The steps of a run, with what each has made. */
export function RunTimeline({ steps, failure }: RunTimelineProps) {
  return (
    <Timeline
      steps={steps.map(step => ({
        ...step,
        detail: (step.log.length > 0 || step.status === 'failed') && (
          <StepDetail
            step={step}
            failure={step.status === 'failed' ? failure : undefined}
          />
        ),
      }))}
    />
  );
}
