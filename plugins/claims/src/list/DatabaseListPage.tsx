import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { ClaimSummary } from '@cairn/plugin-claims-common';
import { Button, ButtonLink } from '@backstage/ui';
import {
  countOf,
  EmptyState,
  FailurePanel,
  Freshness,
  PageFrame,
  SkeletonRows,
  SourceNotes,
  useMyTeams,
} from '@cairn/plugin-platform-react';
import { RiAddLine } from '@remixicon/react';
import { databaseOffering } from '../databaseOffering';
import { useClaimList } from '../hooks/useClaimList';
import { claimRouteRef, requestRouteRef } from '../routes';
import { DatabaseFilterBar } from './DatabaseFilterBar';
import { DatabaseTable } from './DatabaseTable';
import {
  filterDatabases,
  sortDatabases,
  summariseDatabases,
} from './databaseRows';
import { useDatabaseFilters } from './useDatabaseFilters';

/** An owner nobody has: asks for nothing while the person's teams are not known, or are none. */
const nobody = 'group:default/-';

/** All databases the person may see, theirs first. */
export function DatabaseListPage() {
  const view = useDatabaseFilters();
  const teams = useMyTeams();
  const requestHref = useRouteRef(requestRouteRef)?.() ?? '/databases/request';
  const claimHref = useRouteRef(claimRouteRef);
  const inNoTeam = view.mine && teams?.length === 0;
  const owner = view.mine && !inNoTeam ? teams ?? [nobody] : undefined;
  const list = useClaimList({ offering: [databaseOffering], owner });
  const waiting = list.loading || teams === undefined;
  const claims = (inNoTeam ? [] : list.value?.items) ?? [];
  const shown = sortDatabases(filterDatabases(claims, view.filters), view.sort);
  const sources = list.value?.sources ?? [];

  const hrefOf = (claim: ClaimSummary) =>
    claimHref?.({
      cluster: claim.cluster,
      namespace: claim.namespace,
      name: claim.name,
    }) ?? '';

  const requestButton = (
    <ButtonLink
      variant="primary"
      href={requestHref}
      iconStart={<RiAddLine size={16} />}
    >
      Request a database
    </ButtonLink>
  );
  const sentence = () => {
    if (waiting) return 'Counting…';
    if (!list.value) return 'The databases could not be read.';
    const answer = summariseDatabases(claims);
    return view.narrowed
      ? `${answer} ${countOf(shown.length, 'is', 'are')} shown.`
      : answer;
  };
  const empty = () => {
    if (inNoTeam) {
      return (
        <EmptyState
          title="You are in no team yet, so no database is yours."
          action={
            <Button
              variant="secondary"
              onPress={() => view.set('teams', 'all')}
            >
              Show all teams
            </Button>
          }
        >
          Ask your team lead to add you to the team, then sign in again.
        </EmptyState>
      );
    }
    if (view.narrowed && claims.length > 0) {
      return (
        <EmptyState
          title="No database answers these filters."
          action={
            <Button variant="secondary" onPress={view.clear}>
              Clear filters
            </Button>
          }
        />
      );
    }
    return (
      <EmptyState
        title="No databases yet."
        action={
          <ButtonLink variant="secondary" href={requestHref}>
            Request one
          </ButtonLink>
        }
      >
        Request one; it takes about a minute.
      </EmptyState>
    );
  };

  return (
    <PageFrame title="Databases" sentence={sentence()} action={requestButton}>
      <DatabaseFilterBar
        claims={claims}
        view={view}
        freshness={
          <Freshness
            asOf={list.asOf}
            sources={sources}
            failing={Boolean(list.error)}
          />
        }
      />
      <SourceNotes sources={sources} />
      {list.error && (
        <FailurePanel
          title="The databases could not be read."
          advice={
            list.value
              ? 'What is shown is the last that was known.'
              : 'Databases you have keep running; only this list is affected.'
          }
          error={list.error}
          onRetry={list.reload}
        />
      )}
      {waiting && (
        <SkeletonRows rows={6} height={44} label="Loading databases" />
      )}
      {!waiting && list.value && (
        <DatabaseTable
          claims={shown}
          sort={view.sort}
          onSortChange={sort =>
            view.set(
              'sort',
              `${sort.direction === 'descending' ? '-' : ''}${sort.column}`,
            )
          }
          hrefOf={hrefOf}
          empty={empty()}
        />
      )}
    </PageFrame>
  );
}
