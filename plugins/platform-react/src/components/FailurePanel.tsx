import { Button } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { failureDetail } from './failureDetail';
import { CopyButton } from './CopyButton';
import styles from './FailurePanel.module.css';

interface FailurePanelProps {
  /** What failed, as a sentence. */
  title: string;
  error: Error;
  /** What still works, or what to do. */
  advice?: string;
  onRetry?: () => void;
}

/** Something failed: what, what to do, and a detail to hand on to whoever helps. */
export function FailurePanel(props: FailurePanelProps) {
  const detail = failureDetail(props.error);
  return (
    <div role="alert" className={styles.panel}>
      <RiErrorWarningLine size={20} aria-hidden className={styles.icon} />
      <div className={styles.text}>
        <strong>{props.title}</strong>
        <p>{props.advice ?? 'The rest of the portal still works.'}</p>
        <details>
          <summary>Detail</summary>
          <pre>{detail}</pre>
          <CopyButton text={detail} label="Copy detail" />
        </details>
      </div>
      {props.onRetry && (
        <Button variant="secondary" size="small" onPress={props.onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
