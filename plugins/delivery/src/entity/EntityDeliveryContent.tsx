import {
  FailurePanel,
  Freshness,
  SkeletonRows,
  SourceNotes,
} from '@cairn/plugin-platform-react';
import { ApplicationPanel } from '../application/ApplicationPanel';
import { NoApplications } from './NoApplications';
import styles from './EntityDelivery.module.css';
import { useEntityDelivery } from './useEntityDelivery';

/** What of a component runs where, in full. */
export function EntityDeliveryContent() {
  const { value, error, loading, asOf, reload } = useEntityDelivery();
  const sources = value?.sources ?? [];
  return (
    <div className={styles.content}>
      <div className={styles.freshness}>
        <Freshness asOf={asOf} sources={sources} failing={Boolean(error)} />
      </div>
      <SourceNotes sources={sources} />
      {error && (
        <FailurePanel
          title="What runs could not be read."
          advice={
            value
              ? 'What is shown is the last that was known.'
              : 'What runs is not affected; only this page is.'
          }
          error={error}
          onRetry={reload}
        />
      )}
      {loading && (
        <SkeletonRows rows={2} height={220} label="Loading what runs where" />
      )}
      {value && value.items.length === 0 && <NoApplications delivery={value} />}
      {value?.items.map(detail => (
        <ApplicationPanel
          key={`${detail.cluster}/${detail.namespace}/${detail.name}`}
          detail={detail}
        />
      ))}
    </div>
  );
}
