import {
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  Cell,
  CellText,
  Table,
  useBreakpoint,
  type ColumnConfig,
} from '@backstage/ui';
import { EntityName } from '@cairn/plugin-platform-react';
import { Fragment, type ReactNode } from 'react';
import styles from './EntityTable.module.css';

/** More rows than this are virtual. */
const virtualAbove = 200;

type Row = { id: string; entity: Entity };

export function entityTitle(entity: Entity): string {
  const { profile } = (entity.spec ?? {}) as {
    profile?: { displayName?: string };
  };
  return entity.metadata.title ?? profile?.displayName ?? entity.metadata.name;
}

function specText(entity: Entity, field: string): string {
  const value = entity.spec?.[field];
  return typeof value === 'string' ? value : '–';
}

/** The entities a relation leads to, for example the owners, by the names people use. */
function RelationNames({ entity, type }: { entity: Entity; type: string }) {
  const refs = (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef);
  if (refs.length === 0) return <>–</>;
  return (
    <span className={styles.names}>
      {refs.map((ref, index) => (
        <Fragment key={ref}>
          {index > 0 && ', '}
          <EntityName entityRef={ref} />
        </Fragment>
      ))}
    </span>
  );
}

function relationColumn(
  id: string,
  label: string,
  type: string,
): ColumnConfig<Row> {
  return {
    id,
    label,
    width: '1fr',
    cell: row => (
      <Cell>
        <RelationNames entity={row.entity} type={type} />
      </Cell>
    ),
  };
}

function column(
  id: string,
  label: string,
  textOf: (entity: Entity) => string,
  width: ColumnConfig<Row>['width'],
): ColumnConfig<Row> {
  return {
    id,
    label,
    width,
    cell: row => <CellText title={textOf(row.entity)} />,
  };
}

const nameColumn: ColumnConfig<Row> = {
  id: 'name',
  label: 'Name',
  isRowHeader: true,
  width: '3fr',
  cell: row => (
    <Cell>
      <span className={styles.name}>{entityTitle(row.entity)}</span>
      {row.entity.metadata.description && (
        <span
          className={styles.description}
          title={row.entity.metadata.description}
        >
          {row.entity.metadata.description}
        </span>
      )}
    </Cell>
  ),
};

const typeColumn = column(
  'type',
  'Type',
  entity => specText(entity, 'type'),
  '1fr',
);
const ownerColumn = relationColumn('owner', 'Owner', RELATION_OWNED_BY);
const ownedColumns = [
  nameColumn,
  typeColumn,
  ownerColumn,
  relationColumn('system', 'System', RELATION_PART_OF),
  column(
    'lifecycle',
    'Lifecycle',
    entity => specText(entity, 'lifecycle'),
    '1fr',
  ),
];

interface EntityTableProps {
  entities: Entity[];
  /** Whether entities of this kind have owners. */
  ownable: boolean;
  hrefOf: (entity: Entity) => string;
  empty: ReactNode;
}

/** Entities of one kind, one line each. */
export function EntityTable(props: EntityTableProps) {
  const { up } = useBreakpoint();
  const rows = props.entities.map(entity => ({
    id: stringifyEntityRef(entity),
    entity,
  }));
  const columns = () => {
    if (!props.ownable) return [nameColumn, typeColumn];
    return up('lg') ? ownedColumns : [nameColumn, ownerColumn];
  };
  const virtual = rows.length > virtualAbove;
  return (
    <div className={styles.table}>
      <Table<Row>
        columnConfig={columns()}
        data={rows}
        pagination={{ type: 'none' }}
        rowConfig={{ getHref: row => props.hrefOf(row.entity) }}
        emptyState={props.empty}
        virtualized={virtual ? { rowHeight: 60 } : false}
        style={virtual ? { height: 'calc(100vh - 220px)' } : undefined}
      />
    </div>
  );
}
