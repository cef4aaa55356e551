import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  Button,
  Cell,
  Table,
  useBreakpoint,
  type ColumnConfig,
} from '@backstage/ui';
import type { ScaffoldedService } from '@cairn/plugin-golden-paths-common';
import {
  EmptyState,
  EntityName,
  FailurePanel,
  FilterChoice,
  PageFrame,
  SkeletonRows,
  StateBadge,
  countOf,
  isNotFound,
  refName,
  useAddressFilters,
} from '@cairn/plugin-platform-react';
import { useParams } from 'react-router-dom';
import { originState } from '../entity/originWords';
import { usePaths } from '../create/usePaths';
import { adoptionRouteRef } from '../routes';
import { usePathServices } from './usePathServices';
import styles from './AdoptionPage.module.css';

type Row = ScaffoldedService & { id: string };

const states: Array<{ value: ScaffoldedService['state']; label: string }> = [
  { value: 'behind', label: 'Behind' },
  { value: 'current', label: 'Current' },
  { value: 'ahead', label: 'Ahead' },
  { value: 'unknown', label: 'Unknown' },
];

const columns: Record<
  'name' | 'state' | 'owner' | 'version',
  ColumnConfig<Row>
> = {
  name: {
    id: 'name',
    label: 'Service',
    width: '2fr',
    isRowHeader: true,
    cell: item => (
      <Cell>
        <span className={styles.cell}>{item.title ?? refName(item.ref)}</span>
      </Cell>
    ),
  },
  state: {
    id: 'state',
    label: 'State',
    width: 176,
    cell: item => (
      <Cell>
        <StateBadge state={originState(item.state)} />
      </Cell>
    ),
  },
  owner: {
    id: 'owner',
    label: 'Team',
    width: '1fr',
    cell: item => (
      <Cell>{item.owner ? <EntityName entityRef={item.owner} /> : '–'}</Cell>
    ),
  },
  version: {
    id: 'version',
    label: 'Version',
    width: '1fr',
    cell: item => (
      <Cell>
        {item.state === 'behind'
          ? `${item.version}, ${item.newest} is out`
          : item.version ?? '–'}
      </Cell>
    ),
  },
};

const wide = [columns.name, columns.state, columns.owner, columns.version];
const narrow = [columns.name, columns.state, columns.version];

/** The services of one path, and how each stands to it. */
export function PathServicesPage() {
  const { namespace = 'default', name = '' } = useParams();
  const { up } = useBreakpoint();
  const back = useRouteRef(adoptionRouteRef)?.() ?? '/golden-paths';
  const entityHref = useRouteRef(entityRouteRef);
  const filters = useAddressFilters<'state'>();
  const state = states.find(
    ({ value }) => value === filters.read('state'),
  )?.value;
  const paths = usePaths();
  const path = paths.value?.items.find(
    item => item.namespace === namespace && item.name === name,
  );
  const { items, total, error, loading, loadMore, hasMore, reload } =
    usePathServices({ namespace, name, state });
  const title = path?.title ?? name;
  return (
    <PageFrame
      title={title}
      sentence={
        total === undefined
          ? '\u00a0'
          : `${countOf(total, 'service', 'services')} made from it${
              state ? `, ${state} only` : ''
            }. The newest version is ${path?.version ?? 'not known'}.`
      }
      back={{ href: back, label: 'Golden paths' }}
    >
      <div className={styles.bar} role="search" aria-label="Filter services">
        <FilterChoice
          label="State"
          all="All states"
          value={state}
          options={states}
          onChange={value => filters.set('state', value)}
        />
      </div>
      {error && (
        <FailurePanel
          title={
            isNotFound(error)
              ? 'There is no such golden path.'
              : 'Its services could not be read.'
          }
          error={error}
          onRetry={reload}
        />
      )}
      {loading && items.length === 0 && !error && (
        <SkeletonRows rows={5} height={44} label="Loading services" />
      )}
      {total !== undefined && (
        <div className={styles.table}>
          <Table
            aria-label="Services"
            columnConfig={up('lg') ? wide : narrow}
            data={items.map(item => ({ ...item, id: item.ref }))}
            pagination={{ type: 'none' }}
            rowConfig={{
              getHref: item => entityHref?.(entityRouteParams(item.ref)) ?? '',
            }}
            emptyState={
              <EmptyState title="No service to show.">
                {state
                  ? 'None is in this state.'
                  : 'Nobody has made one from this path yet.'}
              </EmptyState>
            }
          />
        </div>
      )}
      {hasMore && (
        <div className={styles.more}>
          <Button variant="secondary" isPending={loading} onPress={loadMore}>
            Show more
          </Button>
        </div>
      )}
    </PageFrame>
  );
}
