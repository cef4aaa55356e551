import type { PreflightCheck } from '@cairn/plugin-claims-common';
import { CodeBlock } from '@cairn/plugin-platform-react';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiIndeterminateCircleLine,
} from '@remixicon/react';
import type { PreflightState } from './usePreflight';
import styles from './WhatWillHappen.module.css';

const verdicts = {
  passed: { word: 'Passed', icon: <RiCheckboxCircleLine size={16} /> },
  failed: { word: 'Failed', icon: <RiCloseCircleLine size={16} /> },
  'not-run': {
    word: 'Not run',
    icon: <RiIndeterminateCircleLine size={16} />,
  },
};

function Check({ check }: { check: PreflightCheck }) {
  const verdict = verdicts[check.verdict];
  return (
    <li className={styles.check} data-verdict={check.verdict}>
      <span className={styles.icon} aria-hidden>
        {verdict.icon}
      </span>
      <span className={styles.checkText}>
        {check.title}
        {check.message && (
          <span className={styles.message}>{check.message}</span>
        )}
      </span>
      <span className={styles.verdict}>{verdict.word}</span>
    </li>
  );
}

function summaryOf({ answer, pending, error }: PreflightState): string {
  if (error)
    return 'The cluster could not be asked; you can still send the request.';
  if (!answer) return pending ? 'Checking…' : '';
  if (pending) return 'Checking again…';
  const failed = answer.checks.filter(
    check => check.verdict === 'failed',
  ).length;
  if (failed > 0) return `${failed} of ${answer.checks.length} checks failed.`;
  return answer.ok ? 'All checks passed. Nothing has been created yet.' : '';
}

interface WhatWillHappenProps {
  preflight: PreflightState;
  /** It is known where the database will be, so that there is something to check. */
  placed: boolean;
}

/** Beside the form: what would be submitted and what the cluster says to it. */
export function WhatWillHappen({ preflight, placed }: WhatWillHappenProps) {
  const { answer } = preflight;
  return (
    <section className={styles.panel} aria-label="What will happen">
      <h2 className={styles.title}>What will happen</h2>
      <p className={styles.summary} role="status">
        {placed
          ? summaryOf(preflight)
          : 'Choose a namespace to see the manifest and the checks.'}
      </p>
      {answer && (
        <div data-pending={preflight.pending} className={styles.answer}>
          <ul className={styles.checks} aria-label="Checks">
            {answer.checks.map(check => (
              <Check key={check.id} check={check} />
            ))}
          </ul>
          {answer.warnings.map(warning => (
            <p key={warning} className={styles.warning}>
              The cluster warns: {warning}
            </p>
          ))}
          <h3 className={styles.subtitle}>Manifest</h3>
          <CodeBlock text={answer.manifest} label="manifest" maxHeight={360} />
        </div>
      )}
      <p className={styles.note}>
        The platform creates the database and a login of its own, and writes the
        credentials to a Secret in your namespace. You can leave the page
        meanwhile.
      </p>
    </section>
  );
}
