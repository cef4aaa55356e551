import type { ClaimSummary } from '@cairn/plugin-claims-common';
import {
  Cell,
  Table,
  useBreakpoint,
  type ColumnConfig,
  type SortDescriptor,
} from '@backstage/ui';
import {
  EntityName,
  MiddleEllipsis,
  RelativeTime,
  StateBadge,
} from '@cairn/plugin-platform-react';
import type { ReactNode } from 'react';
import { engineName, specText } from '../format/claimWords';
import { rowId } from './databaseRows';
import styles from './DatabaseTable.module.css';

/** More rows than this are virtual. */
const virtualAbove = 200;

type Row = ClaimSummary & { id: string };

interface DatabaseTableProps {
  claims: ClaimSummary[];
  sort: SortDescriptor;
  onSortChange: (sort: SortDescriptor) => void;
  hrefOf: (claim: ClaimSummary) => string;
  empty: ReactNode;
}

function textColumn(
  id: string,
  label: string,
  textOf: (claim: ClaimSummary) => string,
  width: ColumnConfig<Row>['width'],
): ColumnConfig<Row> {
  return {
    id,
    label,
    isSortable: true,
    width,
    cell: claim => (
      <Cell>
        <MiddleEllipsis text={textOf(claim)} />
      </Cell>
    ),
  };
}

const nameColumn: ColumnConfig<Row> = {
  id: 'name',
  label: 'Name',
  isRowHeader: true,
  isSortable: true,
  width: '2fr',
  minWidth: 140,
  cell: claim => (
    <Cell>
      <span className={styles.name}>
        <MiddleEllipsis text={claim.name} />
      </span>
    </Cell>
  ),
};

const stateColumn: ColumnConfig<Row> = {
  id: 'state',
  label: 'State',
  isSortable: true,
  width: 160,
  cell: claim => (
    <Cell>
      <span title={claim.state.sentence}>
        <StateBadge state={claim.state.state} />
      </span>
    </Cell>
  ),
};

const environmentColumn = textColumn(
  'environment',
  'Environment',
  claim => claim.environment ?? '–',
  150,
);

const wideColumns: ColumnConfig<Row>[] = [
  nameColumn,
  stateColumn,
  textColumn(
    'engine',
    'Engine',
    claim =>
      `${engineName(claim.spec.engine)} ${specText(claim.spec.version)}`.trim(),
    '1fr',
  ),
  {
    id: 'owner',
    label: 'Team',
    isSortable: true,
    width: '1fr',
    cell: claim => (
      <Cell>
        <span className={styles.team}>
          <EntityName entityRef={claim.owner} />
        </span>
      </Cell>
    ),
  },
  environmentColumn,
  textColumn('namespace', 'Namespace', claim => claim.namespace, '1fr'),
  {
    id: 'createdAt',
    label: 'Requested',
    isSortable: true,
    width: 140,
    cell: claim => (
      <Cell>
        <RelativeTime instant={claim.createdAt} />
      </Cell>
    ),
  },
];

const narrowColumns = [nameColumn, stateColumn, environmentColumn];
const phoneColumns = [nameColumn, stateColumn];

/** The databases; fixed columns, so that nothing moves when rows change. */
export function DatabaseTable(props: DatabaseTableProps) {
  const { up } = useBreakpoint();
  const columns = () => {
    if (up('lg')) return wideColumns;
    return up('sm') ? narrowColumns : phoneColumns;
  };
  const rows = props.claims.map(claim => ({ ...claim, id: rowId(claim) }));
  return (
    <div className={styles.table}>
      <Table<Row>
        columnConfig={columns()}
        data={rows}
        pagination={{ type: 'none' }}
        sort={{ descriptor: props.sort, onSortChange: props.onSortChange }}
        rowConfig={{ getHref: props.hrefOf }}
        emptyState={props.empty}
        virtualized={rows.length > virtualAbove ? { rowHeight: 44 } : false}
        style={
          rows.length > virtualAbove
            ? { height: 'calc(100vh - 220px)' }
            : undefined
        }
      />
    </div>
  );
}
