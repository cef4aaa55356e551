import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Select } from '@backstage/ui';
import useAsync from 'react-use/esm/useAsync';
import { COMPONENT_LABEL } from '@cairn/plugin-platform-common';
import styles from './FormText.module.css';

interface ComponentFieldProps {
  /** Entity reference of the team whose components can be chosen; undefined until it is known. */
  owner: string | undefined;
  /** What the label says; undefined for no component. */
  value: string | undefined;
  onChange: (component: string | undefined) => void;
  problem?: string;
}

/** The value a select needs for "none". */
const none = '';
const mostOffered = 500;

/** Which service the database is for: one of the team's own, or none. */
export function ComponentField(props: ComponentFieldProps) {
  const catalogApi = useApi(catalogApiRef);
  const { owner } = props;
  // Without an answer the field stays empty; it may be left out.
  const { value: components = [] } = useAsync(async () => {
    if (!owner) return [];
    const { items } = await catalogApi.queryEntities({
      filter: { kind: 'Component', 'relations.ownedBy': owner },
      fields: ['kind', 'metadata'],
      orderFields: { field: 'metadata.name', order: 'asc' },
      limit: mostOffered,
    });
    return items.map(({ metadata }) => ({
      value: metadata.annotations?.[COMPONENT_LABEL] ?? metadata.name,
      label: metadata.title ?? metadata.name,
    }));
  }, [catalogApi, owner]);
  return (
    <div className={styles.field}>
      <Select
        id="request-component"
        label="For component"
        secondaryLabel="Optional"
        size="medium"
        isInvalid={Boolean(props.problem)}
        validationBehavior="aria"
        aria-describedby="request-component-message"
        options={[{ value: none, label: 'None in particular' }, ...components]}
        selectedKey={props.value ?? none}
        onSelectionChange={key =>
          props.onChange(key === none || key === null ? undefined : String(key))
        }
      />
      <p
        id="request-component-message"
        className={styles.message}
        data-problem={Boolean(props.problem)}
      >
        {props.problem ?? 'The database is then shown on its page, too.'}
      </p>
    </div>
  );
}
