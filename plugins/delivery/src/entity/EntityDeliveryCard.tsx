import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef, useEntity } from '@backstage/plugin-catalog-react';
import type { DeliveryDetail } from '@cairn/plugin-delivery-common';
import {
  Card,
  CardRow,
  CardRows,
  FailurePanel,
  RelativeTime,
  SkeletonRows,
  SourceNotes,
  StateBadge,
} from '@cairn/plugin-platform-react';
import { applicationRouteRef } from '../routes';
import { NoApplications } from './NoApplications';
import { useEntityDelivery } from './useEntityDelivery';

function ApplicationRow({ detail }: { detail: DeliveryDetail }) {
  const hrefOf = useRouteRef(applicationRouteRef);
  const { cluster, namespace, name, state, stale, deployed } = detail;
  return (
    <CardRow
      href={hrefOf?.({ cluster, namespace, name }) ?? ''}
      title={detail.environment ?? name}
      text={
        <>
          {deployed.length > 0
            ? `version ${deployed.map(({ short }) => short).join(', ')}`
            : 'nothing deployed'}
          {detail.deployedAt && (
            <>
              {', '}
              <RelativeTime instant={detail.deployedAt} />
            </>
          )}
          {state.state !== 'ready' && ` · ${state.sentence.replace(/\.$/, '')}`}
          {stale && (
            <>
              {' · stale, last certain '}
              <RelativeTime instant={stale.since} />
            </>
          )}
        </>
      }
      aside={<StateBadge state={state.state} />}
    />
  );
}

/** What of a component runs where, in a line each. */
export function EntityDeliveryCard() {
  const { entity } = useEntity();
  const { value, error, loading, reload } = useEntityDelivery();
  const entityHref = useRouteRef(entityRouteRef)?.({
    kind: entity.kind.toLocaleLowerCase('en-US'),
    namespace: entity.metadata.namespace ?? 'default',
    name: entity.metadata.name,
  });
  return (
    <Card
      title="Delivery"
      count={value?.items.length}
      more={{ href: `${entityHref}/delivery`, label: 'History and details' }}
    >
      {loading && (
        <SkeletonRows rows={2} height={64} label="Loading what runs where" />
      )}
      {error && !value && (
        <FailurePanel
          title="What runs could not be read."
          error={error}
          onRetry={reload}
        />
      )}
      <SourceNotes sources={value?.sources ?? []} />
      {value && value.items.length === 0 && <NoApplications delivery={value} />}
      {value && value.items.length > 0 && (
        <CardRows label="Applications">
          {value.items.map(detail => (
            <ApplicationRow
              key={`${detail.cluster}/${detail.namespace}/${detail.name}`}
              detail={detail}
            />
          ))}
        </CardRows>
      )}
    </Card>
  );
}
