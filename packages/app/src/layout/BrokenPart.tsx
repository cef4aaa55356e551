import type { ErrorDisplayProps } from '@backstage/frontend-plugin-api';
import { FailurePanel } from '@cairn/plugin-platform-react';
import styles from './BrokenPart.module.css';

/** A part of the portal that threw: the rest goes on. */
export function BrokenPart({ plugin, error, resetError }: ErrorDisplayProps) {
  return (
    <div className={styles.part}>
      <FailurePanel
        title={
          plugin
            ? `The part "${plugin.pluginId}" of this page failed.`
            : 'A part of this page failed.'
        }
        advice="The rest of the portal still works. Try again; if it stays like this, send the detail to the platform team."
        error={error}
        onRetry={resetError}
      />
    </div>
  );
}
