import { useState } from 'react';
import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { Button } from '@backstage/ui';
import { Card, CardRow, CardRows } from '@cairn/plugin-platform-react';
import Collapse from '@material-ui/core/Collapse';
import { entityTitle } from '../catalog/EntityTable';
import type { RelationGroup } from './relationGroups';
import styles from './EntityOverview.module.css';

/** More than this are folded. */
const shownAtFirst = 6;

interface RelationCardProps {
  group: RelationGroup;
  /** What is known of the related entities, by reference; undefined while it is read. */
  related: Map<string, Entity> | undefined;
}

/** One kind of relation, one line for each entity it leads to. */
export function RelationCard({ group, related }: RelationCardProps) {
  const [open, setOpen] = useState(false);
  const entityHref = useRouteRef(entityRouteRef);
  const rowOf = (ref: string) => {
    const { name } = parseEntityRef(ref);
    const entity = related?.get(ref);
    const type = entity?.spec?.type;
    const unknown = related !== undefined && !entity;
    return (
      <CardRow
        key={ref}
        href={entityHref?.(entityRouteParams(ref)) ?? ''}
        title={entity ? entityTitle(entity) : name}
        text={
          unknown
            ? 'Not in the catalog, or not visible to you.'
            : entity?.metadata.description ?? '\u00a0'
        }
        aside={typeof type === 'string' ? type : undefined}
      />
    );
  };
  const first = group.refs.slice(0, shownAtFirst);
  const rest = group.refs.slice(shownAtFirst);
  return (
    <Card title={group.title} count={group.refs.length}>
      <CardRows>{first.map(rowOf)}</CardRows>
      {rest.length > 0 && (
        <>
          <Collapse in={open} timeout={120} mountOnEnter unmountOnExit>
            <div className={styles.rest}>
              <CardRows>{rest.map(rowOf)}</CardRows>
            </div>
          </Collapse>
          <div className={styles.fold}>
            <Button
              variant="tertiary"
              size="small"
              aria-expanded={open}
              onPress={() => setOpen(!open)}
            >
              {open ? 'Show fewer' : `Show ${rest.length} more`}
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}
