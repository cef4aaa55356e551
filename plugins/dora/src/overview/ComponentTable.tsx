import {
  Button,
  Cell,
  SearchField,
  Table,
  useBreakpoint,
  type ColumnConfig,
  type SortDescriptor,
} from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  EntityName,
  FailurePanel,
  MiddleEllipsis,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import { useDeferredValue } from 'react';
import { doraApiRef } from '../api/DoraApi';
import type { ComponentRow, MetricName } from '../api/types';
import { rootRouteRef } from '../routes';
import type { DoraView } from '../view/useDoraView';
import { usePages } from '../view/usePages';
import { formatValue, valueOf } from '../words/metricValue';
import { isMetricName, metricNames } from '../words/metricWords';
import styles from './ComponentTable.module.css';

type Row = ComponentRow & { id: string };

const shortTitles: Record<MetricName, string> = {
  deploymentFrequency: 'Frequency',
  changeLeadTime: 'Lead time',
  changeFailRate: 'Fail rate',
  failedDeploymentRecoveryTime: 'Recovery',
  deploymentReworkRate: 'Rework',
};

const nameColumn: ColumnConfig<Row> = {
  id: 'title',
  label: 'Component',
  width: '2fr',
  isRowHeader: true,
  isSortable: true,
  cell: row => (
    <Cell>
      <span className={styles.cell}>
        <MiddleEllipsis text={row.title} />
      </span>
    </Cell>
  ),
};

const ownerColumn: ColumnConfig<Row> = {
  id: 'owner',
  label: 'Team',
  width: '1fr',
  cell: row => (
    <Cell>
      <span className={styles.cell}>
        {row.owner ? <EntityName entityRef={row.owner} /> : '–'}
      </span>
    </Cell>
  ),
};

const metricColumns: ColumnConfig<Row>[] = metricNames.map(name => ({
  id: name,
  label: shortTitles[name],
  width: '1fr',
  isSortable: true,
  cell: row => (
    <Cell>
      <span className={styles.cell}>
        {formatValue(name, valueOf(row.metrics, name))}
      </span>
    </Cell>
  ),
}));

const wide = [nameColumn, ownerColumn, ...metricColumns];
const narrow = [nameColumn, ...metricColumns.slice(0, 2)];
const phone = [nameColumn, metricColumns[0]];

function sortOf(view: DoraView): SortDescriptor {
  const text = view.params.get('sort') ?? 'title';
  return {
    column: text.replace(/^-/, ''),
    direction: text.startsWith('-') ? 'descending' : 'ascending',
  };
}

/** The components of a scope, in the order the reader chooses; by name unless told otherwise. */
export function ComponentTable(props: { scope: string; view: DoraView }) {
  const { scope, view } = props;
  const api = useApi(doraApiRef);
  const rootHref = useRouteRef(rootRouteRef)?.() ?? '';
  const { up } = useBreakpoint();
  const search = view.params.get('q') ?? '';
  const asked = useDeferredValue(search);
  const sort = sortOf(view);
  const column = String(sort.column);
  const pages = usePages<ComponentRow>({
    key: JSON.stringify([scope, view.windowKey, column, sort.direction, asked]),
    load: cursor =>
      api.listComponents({
        scope,
        window: view.window,
        sort: isMetricName(column) ? column : 'title',
        order: sort.direction === 'descending' ? 'desc' : 'asc',
        q: asked || undefined,
        cursor,
        limit: 50,
      }),
  });
  const rows: Row[] = pages.items.map(item => ({
    ...item,
    id: item.entityRef,
  }));
  const columns = () => {
    if (up('lg')) return wide;
    return up('sm') ? narrow : phone;
  };
  return (
    <section aria-label="Components">
      <div className={styles.head}>
        <h2 className={styles.title}>
          Components{pages.total !== undefined && ` (${pages.total})`}
        </h2>
        <SearchField
          aria-label="Search components"
          placeholder="Search"
          size="small"
          className={styles.search}
          value={search}
          onChange={value => view.set({ q: value })}
        />
      </div>
      {pages.error && (
        <FailurePanel
          title="The components could not be read."
          error={pages.error}
          onRetry={pages.reload}
        />
      )}
      {pages.loading && rows.length === 0 ? (
        <SkeletonRows rows={6} height={44} label="Loading components" />
      ) : (
        <Table
          aria-label="Components and their metrics"
          columnConfig={columns()}
          data={rows}
          pagination={{ type: 'none' }}
          sort={{
            descriptor: sort,
            onSortChange: next =>
              view.set({
                sort: `${next.direction === 'descending' ? '-' : ''}${
                  next.column
                }`,
              }),
          }}
          rowConfig={{
            getHref: row =>
              `${rootHref}${view.search({ scope: row.entityRef })}`,
          }}
          emptyState={<EmptyState title="No component answers this search." />}
        />
      )}
      {pages.hasMore && (
        <div className={styles.more}>
          <Button
            variant="secondary"
            onPress={pages.more}
            isDisabled={pages.loading}
          >
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}
