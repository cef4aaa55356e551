import { useEffect } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import { FormSelect, FormText } from '@cairn/plugin-platform-react';
import { answersOf, labelsOf, textOf, type FieldProps } from './fieldProps';
import { repositoryHosts } from './repositoryHosts';
import styles from './CairnRepository.module.css';

/** Where the code is kept. */
export interface RepositoryValue {
  host?: string;
  owner?: string;
}

/** The git host and the organisation there; at first the only host, and the team's organisation. */
export function CairnRepository(props: FieldProps<RepositoryValue>) {
  const { formData = {}, onChange, rawErrors, errorSchema, disabled } = props;
  const { id, label, description } = labelsOf(props);
  const hosts = repositoryHosts(useApi(scmIntegrationsApiRef));
  const answers = answersOf(props);
  const team = textOf(answers, 'owner');
  const name = textOf(answers, 'name');
  const { host, owner } = formData;
  useEffect(() => {
    const begin = {
      host: host ?? hosts[0]?.host,
      owner: owner ?? team,
    };
    if (begin.host !== host || begin.owner !== owner) onChange(begin);
    // Once: what the person changes afterwards stays.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const problemOf = (part: 'host' | 'owner') =>
    errorSchema?.[part]?.__errors?.[0];
  const [error] = rawErrors ?? [];
  return (
    <fieldset className={styles.fields}>
      <legend>{label}</legend>
      {description && <p className={styles.description}>{description}</p>}
      <FormSelect
        id={`${id}_host`}
        label="Git host"
        isRequired
        isDisabled={disabled}
        placeholder="Choose a git host"
        options={hosts.map(option => ({
          value: option.host,
          label: option.title,
        }))}
        value={host}
        onChange={value => onChange({ ...formData, host: value })}
        problem={
          hosts.length === 0
            ? 'No git host is set up. The platform team configures them under integrations.'
            : problemOf('host') ?? error
        }
      />
      <FormText
        id={`${id}_owner`}
        label="Organisation"
        isRequired
        isDisabled={disabled}
        value={owner ?? ''}
        onChange={value =>
          onChange({ ...formData, owner: value === '' ? undefined : value })
        }
        problem={problemOf('owner')}
        hint={
          host && owner && name
            ? `The repository will be ${host}/${owner}/${name}.`
            : 'The organisation, group or person at the git host.'
        }
      />
    </fieldset>
  );
}
