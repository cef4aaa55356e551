import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import useAsync from 'react-use/esm/useAsync';
import { COMPONENT_LABEL } from '@cairn/plugin-platform-common';
import { FormSelect } from '@cairn/plugin-platform-react';

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
    <FormSelect
      id="request-component"
      label="For component"
      secondaryLabel="Optional"
      options={[{ value: none, label: 'None in particular' }, ...components]}
      value={props.value ?? none}
      onChange={value => props.onChange(value === none ? undefined : value)}
      problem={props.problem}
      hint="The database is then shown on its page, too."
    />
  );
}
