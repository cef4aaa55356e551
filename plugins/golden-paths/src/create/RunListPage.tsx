import { useApi } from '@backstage/frontend-plugin-api';
import {
  scaffolderApiRef,
  type ScaffolderTask,
} from '@backstage/plugin-scaffolder-react';
import { Cell, Table, useBreakpoint, type ColumnConfig } from '@backstage/ui';
import type { State } from '@cairn/plugin-platform-common';
import {
  EmptyState,
  FailurePanel,
  FilterChoice,
  PageFrame,
  RelativeTime,
  SkeletonRows,
  StateBadge,
  countOf,
  refName,
  useAddressFilters,
} from '@cairn/plugin-platform-react';
import type { ReactNode } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { runSubject } from '../run/runSubject';
import { usePageLinks } from './pageLinks';
import styles from './RunListPage.module.css';

const mostRuns = 100;

const states: Record<ScaffolderTask['status'], State> = {
  open: 'waiting',
  processing: 'working',
  completed: 'ready',
  failed: 'failed',
  cancelled: 'paused',
  skipped: 'paused',
};

type Row = ScaffolderTask;

function column(
  id: string,
  label: string,
  width: ColumnConfig<Row>['width'],
  contentOf: (task: ScaffolderTask) => ReactNode,
): ColumnConfig<Row> {
  return {
    id,
    label,
    width,
    isRowHeader: id === 'name',
    cell: task => <Cell>{contentOf(task)}</Cell>,
  };
}

const name = column('name', 'What', '2fr', task => runSubject(task).title);
const state = column('state', 'State', 176, task => (
  <StateBadge state={states[task.status]} />
));
const path = column('path', 'Golden path', '2fr', task => {
  const { template } = runSubject(task);
  return template ?? '–';
});
const by = column('by', 'Started by', '1fr', task =>
  task.spec.user?.ref ? refName(task.spec.user.ref) : '–',
);
const started = column('started', 'Started', 136, task => (
  <RelativeTime instant={task.createdAt} />
));
const wide = [name, state, path, by, started];
const narrow = [name, state, started];

/** Runs of golden paths, the newest first: the person's own, or all they may see. */
export function RunListPage() {
  const scaffolderApi = useApi(scaffolderApiRef);
  const links = usePageLinks();
  const { up } = useBreakpoint();
  const filters = useAddressFilters<'of'>();
  const all = filters.read('of') === 'all';
  const { value, error, loading, retry } = useAsyncRetry(
    async () =>
      scaffolderApi.listTasks?.({
        filterByOwnership: all ? 'all' : 'owned',
        limit: mostRuns,
      }),
    [scaffolderApi, all],
  );
  const tasks = value?.tasks ?? [];
  const total = value?.totalTasks ?? tasks.length;
  return (
    <PageFrame
      title="Runs"
      sentence={
        value
          ? `${countOf(total, 'run', 'runs')}${
              total > tasks.length ? `, the newest ${tasks.length} shown` : ''
            }.`
          : '\u00a0'
      }
      back={{ href: links.list, label: 'Create' }}
    >
      <div className={styles.bar} role="search" aria-label="Filter runs">
        <FilterChoice
          label="Whose runs"
          all="My runs"
          value={all ? 'all' : undefined}
          options={[{ value: 'all', label: 'All I may see' }]}
          onChange={of => filters.set('of', of)}
        />
      </div>
      {error && (
        <FailurePanel
          title="The runs could not be read."
          error={error}
          onRetry={retry}
        />
      )}
      {loading && !value && (
        <SkeletonRows rows={5} height={44} label="Loading runs" />
      )}
      {value && (
        <div className={styles.table}>
          <Table
            aria-label="Runs"
            columnConfig={up('lg') ? wide : narrow}
            data={tasks}
            pagination={{ type: 'none' }}
            rowConfig={{ getHref: task => links.run(task.id) }}
            emptyState={
              <EmptyState title="No runs yet.">
                Begin with a golden path at Create.
              </EmptyState>
            }
          />
        </div>
      )}
    </PageFrame>
  );
}
