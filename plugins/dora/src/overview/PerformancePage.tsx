import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  EmptyState,
  FailurePanel,
  Freshness,
  PageFrame,
  SkeletonRows,
  countOf,
} from '@cairn/plugin-platform-react';
import type { ScopeMetrics } from '../api/types';
import { metricRouteRef, sourcesRouteRef } from '../routes';
import { ScopeBar } from '../view/ScopeBar';
import { useDoraView } from '../view/useDoraView';
import { useScopeMetrics } from '../view/useScopeMetrics';
import { windowWords } from '../view/windowWords';
import { changeOf, valueOf } from '../words/metricValue';
import { metricNames, metricWords } from '../words/metricWords';
import { ComponentTable } from './ComponentTable';
import { MetricRows } from './MetricRows';
import styles from './PerformancePage.module.css';

/** Which metrics became better and which worse, in a sentence. */
function answerOf({ current, compared, spread, comparedSpread }: ScopeMetrics) {
  const became = (direction: 'better' | 'worse') =>
    metricNames
      .filter(name => {
        const now = spread ? spread[name].p50 : valueOf(current.metrics, name);
        const before = comparedSpread
          ? comparedSpread[name].p50
          : compared && valueOf(compared.metrics, name);
        return changeOf(name, now, before ?? null)?.direction === direction;
      })
      .map(name => metricWords[name].title.toLocaleLowerCase('en-GB'));
  const better = became('better');
  const worse = became('worse');
  if (better.length + worse.length === 0)
    return 'much as in the window before.';
  return [
    better.length > 0 && `better: ${better.join(', ')}`,
    worse.length > 0 && `worse: ${worse.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ')
    .concat('.');
}

/** How a team, a system or everybody delivers. */
export function PerformancePage() {
  const view = useDoraView();
  const live = useScopeMetrics(view.scope, view.window, view.unit);
  const metricHref = useRouteRef(metricRouteRef);
  const sourcesHref = useRouteRef(sourcesRouteRef)?.() ?? '';
  const { metrics, series } = live.value ?? {};

  const sentence = () => {
    if (!metrics) {
      return live.error ? 'The numbers could not be read.' : 'Counting…';
    }
    return `${metrics.scope.title}, ${windowWords(view.window)}: ${answerOf(
      metrics,
    )}`;
  };
  const nothing =
    metrics &&
    metrics.current.metrics.deploymentFrequency.value === 0 &&
    metrics.current.metrics.deploymentFrequency.reason !== null;

  return (
    <PageFrame
      title="Delivery performance"
      sentence={sentence()}
      action={
        <Link href={sourcesHref} standalone>
          Where the numbers come from
        </Link>
      }
    >
      <ScopeBar
        view={view}
        title={metrics?.scope.title}
        freshness={
          <Freshness
            asOf={live.asOf}
            sources={[]}
            failing={Boolean(live.error)}
          />
        }
      />
      {live.error && (
        <FailurePanel
          title="The numbers could not be read."
          advice={
            live.value
              ? 'What is shown is the last that was known.'
              : 'What is delivered is not affected; only this page is.'
          }
          error={live.error}
          onRetry={live.reload}
        />
      )}
      {metrics && metrics.freshness.pending > 0 && (
        <p className={styles.note} role="status">
          {countOf(metrics.freshness.pending, 'event is', 'events are')} stored
          and not yet in these numbers.
        </p>
      )}
      {!metrics && !live.error && (
        <SkeletonRows rows={5} height={76} label="Loading the metrics" />
      )}
      {metrics && nothing && (
        <EmptyState
          title={`Nothing of ${metrics.scope.title} was deployed to production in this window.`}
          action={
            <Link href={sourcesHref} standalone>
              See what arrives
            </Link>
          }
        >
          Deployments come from Argo CD by itself, and from the forge or CI by
          webhook. Where they do come, a component is found by its repository or
          its name in the catalog.
        </EmptyState>
      )}
      {metrics && series && !nothing && (
        <MetricRows
          data={metrics}
          series={series}
          hrefOf={metric =>
            `${metricHref?.({ metric }) ?? ''}${view.search({
              scope: view.scope,
            })}`
          }
        />
      )}
      {metrics?.pooled && view.scope && (
        <ComponentTable scope={view.scope} view={view} />
      )}
    </PageFrame>
  );
}
