import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  FailurePanel,
  Freshness,
  PageFrame,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import { Select } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import type { MetricName } from '../api/types';
import { rootRouteRef } from '../routes';
import { ScopeBar } from '../view/ScopeBar';
import { useDoraView } from '../view/useDoraView';
import { useScopeMetrics, type ScopeData } from '../view/useScopeMetrics';
import { windowWords } from '../view/windowWords';
import {
  changeOf,
  countedOf,
  formatValue,
  valueOf,
} from '../words/metricValue';
import { isMetricName, metricWords, reasonWords } from '../words/metricWords';
import { EvidencePanel } from './EvidencePanel';
import { MetricChart } from './MetricChart';
import { StageList } from './StageList';

/** The finding a chart is headed by. */
function findingOf(name: MetricName, { metrics }: ScopeData): string {
  const { title } = metricWords[name];
  const { current, compared } = metrics;
  const now = valueOf(current.metrics, name);
  if (now === null) {
    const { reason } = countedOf(current.metrics, name);
    return reason ? reasonWords[reason] : `${title}: no data`;
  }
  const before = compared ? valueOf(compared.metrics, name) : null;
  const change = changeOf(name, now, before);
  if (!change || before === null) return `${title}: ${formatValue(name, now)}`;
  if (change.direction === 'same') {
    return `${title} stayed at ${formatValue(name, now)}`;
  }
  const verb = now > before ? 'rose' : 'fell';
  return `${title} ${verb} from ${formatValue(name, before)} to ${formatValue(
    name,
    now,
  )}`;
}

const units = [
  { value: 'day', label: 'By day' },
  { value: 'week', label: 'By week' },
  { value: 'month', label: 'By month' },
];

function KnownMetric({ name }: { name: MetricName }) {
  const view = useDoraView();
  const live = useScopeMetrics(view.scope, view.window, view.unit);
  const rootHref = useRouteRef(rootRouteRef)?.() ?? '';
  const data = live.value;
  return (
    <PageFrame
      title={metricWords[name].title}
      sentence={
        data
          ? `${data.metrics.scope.title}, ${windowWords(view.window)}. ${
              metricWords[name].meaning
            }`
          : metricWords[name].meaning
      }
      back={{
        href: `${rootHref}${view.search()}`,
        label: 'Delivery performance',
      }}
    >
      <ScopeBar
        view={view}
        title={data?.metrics.scope.title}
        freshness={
          <Freshness
            asOf={live.asOf}
            sources={[]}
            failing={Boolean(live.error)}
          />
        }
      >
        <Select
          aria-label="Buckets"
          size="small"
          options={units}
          selectedKey={view.unit}
          onSelectionChange={key => key && view.set({ by: String(key) })}
        />
      </ScopeBar>
      {live.error && (
        <FailurePanel
          title="The numbers could not be read."
          advice={
            data ? 'What is shown is the last that was known.' : undefined
          }
          error={live.error}
          onRetry={live.reload}
        />
      )}
      {!data && !live.error && (
        <SkeletonRows rows={1} height={340} label="Loading the chart" />
      )}
      {data && (
        <MetricChart
          name={name}
          title={findingOf(name, data)}
          series={data.series}
          unit={view.unit}
        />
      )}
      {data && name === 'changeLeadTime' && (
        <StageList metrics={data.metrics.current.metrics} />
      )}
      {view.scope && (
        <EvidencePanel
          name={name}
          scope={view.scope}
          window={view.window}
          windowKey={view.windowKey}
        />
      )}
    </PageFrame>
  );
}

/** One metric: its way, and every single thing that was counted. */
export function MetricPage() {
  const { metric } = useParams();
  const rootHref = useRouteRef(rootRouteRef)?.() ?? '';
  if (isMetricName(metric)) return <KnownMetric name={metric} />;
  return (
    <PageFrame
      title="No such metric"
      back={{ href: rootHref, label: 'Delivery performance' }}
    >
      <EmptyState title={`There is no metric called ${metric ?? ''}.`}>
        The five are on the page above.
      </EmptyState>
    </PageFrame>
  );
}
