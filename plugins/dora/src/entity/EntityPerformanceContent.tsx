import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  EmptyState,
  FailurePanel,
  Freshness,
  SkeletonRows,
  isNotFound,
} from '@cairn/plugin-platform-react';
import { MetricRows } from '../overview/MetricRows';
import { metricRouteRef } from '../routes';
import { ScopeBar } from '../view/ScopeBar';
import { useDoraView } from '../view/useDoraView';
import { useScopeMetrics } from '../view/useScopeMetrics';
import { NeverDeployed } from './NeverDeployed';

/** How a component is delivered, against its own past. */
export function EntityPerformanceContent() {
  const { entity } = useEntity();
  const scope = stringifyEntityRef(entity);
  const view = useDoraView();
  const live = useScopeMetrics(scope, view.window, view.unit);
  const metricHref = useRouteRef(metricRouteRef);
  const isUnknown = isNotFound(live.error);
  return (
    <div>
      <ScopeBar
        view={{ ...view, scope: undefined }}
        freshness={
          <Freshness
            asOf={live.asOf}
            sources={[]}
            failing={Boolean(live.error)}
          />
        }
      />
      {isUnknown && (
        <EmptyState title="Nothing is known of this component yet.">
          It is taken up from the catalog within some minutes.
        </EmptyState>
      )}
      {live.error && !isUnknown && (
        <FailurePanel
          title="The numbers could not be read."
          error={live.error}
          onRetry={live.reload}
        />
      )}
      {live.loading && (
        <SkeletonRows rows={5} height={76} label="Loading the metrics" />
      )}
      {live.value && (
        <>
          <NeverDeployed metrics={live.value.metrics} />
          <MetricRows
            data={live.value.metrics}
            series={live.value.series}
            hrefOf={metric =>
              `${metricHref?.({ metric }) ?? ''}${view.search({ scope })}`
            }
          />
        </>
      )}
    </div>
  );
}
