import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  Card,
  CardRow,
  CardRows,
  FailurePanel,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import { metricRouteRef, rootRouteRef } from '../routes';
import { useScopeMetrics } from '../view/useScopeMetrics';
import {
  changeOf,
  countedOf,
  formatValue,
  valueOf,
} from '../words/metricValue';
import { metricNames, metricWords, reasonWords } from '../words/metricWords';
import { NeverDeployed } from './NeverDeployed';

const window = { days: 90 };

/** How a component is delivered, in five lines. */
export function EntityPerformanceCard() {
  const { entity } = useEntity();
  const scope = stringifyEntityRef(entity);
  const { value, error, loading, reload } = useScopeMetrics(
    scope,
    window,
    'week',
  );
  const rootHref = useRouteRef(rootRouteRef)?.() ?? '';
  const metricHref = useRouteRef(metricRouteRef);
  const search = `?${new URLSearchParams({ scope })}`;
  const metrics = value?.metrics;
  const isEmpty =
    metrics?.current.metrics.deploymentFrequency.value === 0 &&
    metrics.current.metrics.deploymentFrequency.reason !== null;
  return (
    <Card
      title="Delivery performance, last 90 days"
      more={{ href: `${rootHref}${search}`, label: 'All numbers' }}
    >
      {loading && (
        <SkeletonRows rows={5} height={40} label="Loading the metrics" />
      )}
      {error && !value && (
        <FailurePanel
          title="The numbers could not be read."
          error={error}
          onRetry={reload}
        />
      )}
      {metrics && isEmpty && <NeverDeployed metrics={metrics} />}
      {metrics && !isEmpty && (
        <CardRows label="Metrics">
          {metricNames.map(name => {
            const now = valueOf(metrics.current.metrics, name);
            const before = metrics.compared
              ? valueOf(metrics.compared.metrics, name)
              : null;
            const { reason } = countedOf(metrics.current.metrics, name);
            return (
              <CardRow
                key={name}
                href={`${metricHref?.({ metric: name }) ?? ''}${search}`}
                title={metricWords[name].title}
                text={
                  reason
                    ? reasonWords[reason]
                    : changeOf(name, now, before)?.text
                }
                aside={formatValue(name, now)}
              />
            );
          })}
        </CardRows>
      )}
    </Card>
  );
}
