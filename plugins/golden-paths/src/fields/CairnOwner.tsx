import { useEffect } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { FormSelect, refName, useMyTeams } from '@cairn/plugin-platform-react';
import useAsync from 'react-use/esm/useAsync';
import { labelsOf, type FieldProps } from './fieldProps';

/** Which team owns what is made: one of the person's own. */
export function CairnOwner(props: FieldProps<string>) {
  const { formData, onChange, rawErrors, required, disabled } = props;
  const { id, label, description } = labelsOf(props);
  const catalogApi = useApi(catalogApiRef);
  const teams = useMyTeams();
  // Without an answer teams go by the names they have in references.
  const { value: titles } = useAsync(async () => {
    if (!teams?.length) return undefined;
    const { items } = await catalogApi.getEntitiesByRefs({
      entityRefs: teams,
      fields: ['kind', 'metadata', 'spec.profile'],
    });
    return new Map(
      teams.map((ref, index) => {
        const entity = items[index];
        const profile = entity?.spec?.profile as
          | { displayName?: string }
          | undefined;
        return [ref, profile?.displayName ?? entity?.metadata.title];
      }),
    );
  }, [catalogApi, teams?.join()]);
  const only = teams?.length === 1 ? refName(teams[0]) : undefined;
  useEffect(() => {
    if (only && !formData) onChange(only);
    // Once, when it is known that there is no choice; not again when the person empties it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [only]);
  const [error] = rawErrors ?? [];
  const none = teams?.length === 0;
  return (
    <FormSelect
      id={id}
      label={label}
      isRequired={required}
      isDisabled={disabled || none}
      placeholder="Choose a team"
      options={(teams ?? []).map(ref => ({
        value: refName(ref),
        label: titles?.get(ref) ?? refName(ref),
      }))}
      value={formData}
      onChange={onChange}
      problem={
        none
          ? 'You belong to no team yet. A team lead or the platform team can add you.'
          : error
      }
      hint={description}
    />
  );
}
