import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  filterDeliveries,
  type DeliverySummary,
} from '@cairn/plugin-delivery-common';
import {
  EmptyState,
  FailurePanel,
  Freshness,
  PageFrame,
  SkeletonRows,
  SourceNotes,
  countOf,
  statesByUrgency,
  useMyTeams,
} from '@cairn/plugin-platform-react';
import { Button } from '@backstage/ui';
import { applicationRouteRef } from '../routes';
import { DeliveryFilterBar } from './DeliveryFilterBar';
import { DeliveryTable } from './DeliveryTable';
import { summariseDeliveries } from './summariseDeliveries';
import { useAllApplications } from './useAllApplications';
import { useDeliveryFilters } from './useDeliveryFilters';

/** What needs somebody first, then by name. */
function inOrder(items: DeliverySummary[]): DeliverySummary[] {
  const urgency = ({ state }: DeliverySummary) =>
    statesByUrgency.indexOf(state.state);
  return [...items].sort(
    (one, other) =>
      urgency(one) - urgency(other) ||
      one.name.localeCompare(other.name, 'en', { numeric: true }),
  );
}

function listOf(value: string | undefined): string[] | undefined {
  return value === undefined ? undefined : [value];
}

/** All Applications the person may see, their teams' first. */
export function DeliveryListPage() {
  const view = useDeliveryFilters();
  const teams = useMyTeams();
  const live = useAllApplications();
  const hrefOf = useRouteRef(applicationRouteRef);
  const waiting = live.loading || teams === undefined;
  const sources = live.value?.sources ?? [];
  const all = live.value?.items ?? [];
  const items = view.mine
    ? all.filter(({ owner }) => owner && teams?.includes(owner))
    : all;
  const { environment, sync, health, q } = view.filters;
  const shown = inOrder(
    filterDeliveries(items, {
      environment: listOf(environment),
      sync: listOf(sync),
      health: listOf(health),
      q,
    }),
  );

  const sentence = () => {
    if (waiting) return 'Counting…';
    if (!live.value) return 'The Applications could not be read.';
    const answer = summariseDeliveries(items);
    return view.narrowed
      ? `${answer} ${countOf(shown.length, 'is', 'are')} shown.`
      : answer;
  };
  const empty = () => {
    if (view.narrowed && items.length > 0) {
      return (
        <EmptyState
          title="No Application answers these filters."
          action={
            <Button variant="secondary" onPress={view.clear}>
              Clear filters
            </Button>
          }
        />
      );
    }
    if (sources.length > 0 && sources.every(source => source.missing)) {
      return (
        <EmptyState title="Argo CD is on none of the clusters.">
          The platform team installs it; Applications then show here by
          themselves.
        </EmptyState>
      );
    }
    return (
      <EmptyState
        title={
          view.mine
            ? 'Nothing is delivered for your teams yet.'
            : 'No Application to show.'
        }
        action={
          view.mine && (
            <Button
              variant="secondary"
              onPress={() => view.set('teams', 'all')}
            >
              Show all teams
            </Button>
          )
        }
      >
        An Application belongs to the team that owns the namespace it delivers
        into. You see what your teams own.
      </EmptyState>
    );
  };

  return (
    <PageFrame title="Delivery" sentence={sentence()}>
      <DeliveryFilterBar
        items={items}
        view={view}
        freshness={
          <Freshness
            asOf={live.asOf}
            sources={sources}
            failing={Boolean(live.error)}
          />
        }
      />
      <SourceNotes sources={sources} />
      {live.error && (
        <FailurePanel
          title="The Applications could not be read."
          advice={
            live.value
              ? 'What is shown is the last that was known.'
              : 'What runs is not affected; only this list is.'
          }
          error={live.error}
          onRetry={live.reload}
        />
      )}
      {waiting && (
        <SkeletonRows rows={8} height={44} label="Loading Applications" />
      )}
      {!waiting && live.value && (
        <DeliveryTable
          items={shown}
          hrefOf={({ cluster, namespace, name }) =>
            hrefOf?.({ cluster, namespace, name }) ?? ''
          }
          empty={empty()}
        />
      )}
    </PageFrame>
  );
}
