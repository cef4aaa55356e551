import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  FailurePanel,
  Freshness,
  PageFrame,
  SkeletonRows,
  SourceNotes,
  StateBadge,
  isNotFound,
  useLive,
} from '@cairn/plugin-platform-react';
import { ButtonLink } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import { deliveryApiRef } from '../api/DeliveryApi';
import { rootRouteRef } from '../routes';
import { ApplicationPanel } from './ApplicationPanel';
import styles from './ApplicationPage.module.css';

/** One Application on a page of its own. */
export function ApplicationPage() {
  const { cluster = '', namespace = '', name = '' } = useParams();
  const deliveryApi = useApi(deliveryApiRef);
  const live = useLive({
    key: [cluster, namespace, name].join('/'),
    load: () => deliveryApi.getApplication({ cluster, namespace, name }),
    channel: 'delivery',
    concerns: () => true,
  });
  const listHref = useRouteRef(rootRouteRef)?.() ?? '/delivery';
  const back = { href: listHref, label: 'Delivery' };
  const detail = live.value;

  if (isNotFound(live.error)) {
    return (
      <PageFrame title={name} back={back}>
        <EmptyState
          title="There is no such Application, or you may not see it."
          action={
            <ButtonLink variant="secondary" href={listHref}>
              All my Applications
            </ButtonLink>
          }
        >
          You can see it when you belong to the owning team.
        </EmptyState>
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title={name}
      back={back}
      badge={detail && <StateBadge state={detail.state.state} />}
      sentence={
        detail ? `Application of project ${detail.project} on ${cluster}.` : ''
      }
    >
      <div className={styles.freshness}>
        <Freshness
          asOf={live.asOf}
          sources={detail?.sources ?? []}
          failing={Boolean(live.error)}
        />
      </div>
      <SourceNotes sources={detail?.sources ?? []} />
      {live.error && (
        <FailurePanel
          title="The Application could not be read."
          advice={
            detail
              ? 'What is shown is the last that was known.'
              : 'What it runs is not affected; only this page is.'
          }
          error={live.error}
          onRetry={live.reload}
        />
      )}
      {live.loading && (
        <SkeletonRows rows={4} height={72} label="Loading the Application" />
      )}
      {detail && <ApplicationPanel detail={detail} isWhole />}
    </PageFrame>
  );
}
