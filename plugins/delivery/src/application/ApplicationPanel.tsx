import { useId } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { DeliveryDetail } from '@cairn/plugin-delivery-common';
import {
  RelativeTime,
  StateBadge,
  countOf,
} from '@cairn/plugin-platform-react';
import { Link } from '@backstage/ui';
import { applicationRouteRef } from '../routes';
import { ApplicationFacts } from './ApplicationFacts';
import { HistoryTable } from './HistoryTable';
import { ResourceTable } from './ResourceTable';
import { StaleNote } from './StaleNote';
import styles from './ApplicationPanel.module.css';

interface ApplicationPanelProps {
  detail: DeliveryDetail;
  /** On the Application's own page its name is the page's title, and the story is open. */
  isWhole?: boolean;
}

/** One Application: how it is and why, what runs, what complains, what was deployed. */
export function ApplicationPanel({ detail, isWhole }: ApplicationPanelProps) {
  const id = useId();
  const hrefOf = useRouteRef(applicationRouteRef);
  const { name, state, stale, resources, conditions, history } = detail;
  const upstream = [
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
    ...(detail.operation?.message
      ? [`${detail.operation.phase}: ${detail.operation.message}`]
      : []),
    ...(state.detail ? [state.detail] : []),
  ];
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {isWhole ? 'How it is' : detail.environment ?? name}
        </h2>
        <StateBadge state={state.state} />
        {!isWhole && (
          <Link
            href={
              hrefOf?.({
                cluster: detail.cluster,
                namespace: detail.namespace,
                name,
              }) ?? ''
            }
            className={styles.name}
          >
            {name}
          </Link>
        )}
      </header>
      <p className={styles.sentence}>
        {state.sentence}
        {state.since && (
          <span className={styles.since}>
            {' · '}
            <RelativeTime instant={state.since} />
          </span>
        )}
      </p>
      {stale && <StaleNote stale={stale} />}
      <ApplicationFacts detail={detail} />
      {resources.length > 0 && (
        <details className={styles.part} open>
          <summary>
            {countOf(resources.length, 'resource needs', 'resources need')}{' '}
            attention, of {detail.resourceCount.toLocaleString('en-GB')}
          </summary>
          <ResourceTable
            resources={resources}
            label={`Resources of ${name} that need attention`}
          />
        </details>
      )}
      {history.length > 0 && (
        <details className={styles.part} open={isWhole}>
          <summary>
            {countOf(history.length, 'deployment', 'deployments')} remembered
          </summary>
          <HistoryTable history={history} label={`Deployments of ${name}`} />
        </details>
      )}
      {upstream.length > 0 && (
        <details className={styles.part}>
          <summary>What Argo CD says</summary>
          <ul className={styles.upstream}>
            {[...new Set(upstream)].map(text => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
