import type { DeliverySummary } from '@cairn/plugin-delivery-common';
import {
  EntityName,
  MiddleEllipsis,
  RelativeTime,
  StateBadge,
} from '@cairn/plugin-platform-react';
import { Cell, Table, useBreakpoint, type ColumnConfig } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './DeliveryTable.module.css';

/** More rows than this are virtual. */
const virtualAbove = 100;

type Row = DeliverySummary & { id: string };

function column(
  id: string,
  label: string,
  width: ColumnConfig<Row>['width'],
  contentOf: (item: Row) => ReactNode,
  isRowHeader = false,
): ColumnConfig<Row> {
  return {
    id,
    label,
    width,
    isRowHeader,
    cell: item => (
      <Cell>
        <span className={styles.cell}>{contentOf(item)}</span>
      </Cell>
    ),
  };
}

const columns = {
  name: column(
    'name',
    'Application',
    '2fr',
    item => (
      <span className={styles.name}>
        <MiddleEllipsis text={item.name} />
      </span>
    ),
    true,
  ),
  state: column('state', 'State', 160, item => (
    <StateBadge state={item.state.state} />
  )),
  owner: column('owner', 'Team', 120, item =>
    item.owner ? <EntityName entityRef={item.owner} /> : '–',
  ),
  environment: column(
    'environment',
    'Environment',
    130,
    item => item.environment ?? '–',
  ),
  version: column(
    'version',
    'Version',
    '1fr',
    item => item.deployed.map(({ short }) => short).join(', ') || '–',
  ),
  since: column('since', 'Deployed', 120, item => (
    <RelativeTime instant={item.deployedAt} />
  )),
  sync: column(
    'sync',
    'Sync and health',
    '2fr',
    item => `${item.sync}, ${item.health}`,
  ),
};

const wide = [
  columns.name,
  columns.state,
  columns.owner,
  columns.environment,
  columns.version,
  columns.since,
  columns.sync,
];
const narrow = [columns.name, columns.state, columns.version];
const phone = [columns.name, columns.state];

interface DeliveryTableProps {
  items: DeliverySummary[];
  hrefOf: (item: DeliverySummary) => string;
  empty: ReactNode;
}

/** Applications, one a row; a row leads to its Application. */
export function DeliveryTable(props: DeliveryTableProps) {
  const { up } = useBreakpoint();
  const rows: Row[] = props.items.map(item => ({
    ...item,
    id: `${item.cluster}/${item.namespace}/${item.name}`,
  }));
  const columnsOf = () => {
    if (up('lg')) return wide;
    return up('sm') ? narrow : phone;
  };
  const isLong = rows.length > virtualAbove;
  return (
    <div className={styles.table}>
      <Table
        aria-label="Applications"
        columnConfig={columnsOf()}
        data={rows}
        pagination={{ type: 'none' }}
        rowConfig={{ getHref: props.hrefOf }}
        emptyState={props.empty}
        virtualized={isLong ? { rowHeight: 44 } : false}
        style={isLong ? { height: 'calc(100vh - 220px)' } : undefined}
      />
    </div>
  );
}
