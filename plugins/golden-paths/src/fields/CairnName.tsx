import { useState, type ReactNode } from 'react';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { NameCheck, NameReport } from '@cairn/plugin-golden-paths-common';
import { FormText } from '@cairn/plugin-platform-react';
import {
  answersOf,
  labelsOf,
  repositoryOf,
  textOf,
  type FieldProps,
} from './fieldProps';
import { repositoryHosts } from './repositoryHosts';
import { useNameReport, type NameState } from './useNameReport';

/** What has the name, with the way to it. */
function Taken({ check }: { check: NameCheck }) {
  const entityHref = useRouteRef(entityRouteRef);
  const href = check.entityRef
    ? entityHref?.(entityRouteParams(check.entityRef))
    : check.url;
  return (
    <>
      {check.message} {href && <Link href={href}>Look at it</Link>}
    </>
  );
}

function problemOf(report: NameReport): ReactNode {
  const refusal = report.checks.find(
    ({ verdict }) => verdict === 'taken' || verdict === 'invalid',
  );
  if (!refusal) return undefined;
  return <Taken check={refusal} />;
}

function hintOf(state: NameState, description: string | undefined): ReactNode {
  if (state === undefined) return description;
  if (state === 'checking') return 'Checking whether the name is free…';
  if (state === 'unreachable') {
    return 'Whether the name is free could not be checked just now; it is checked again before anything is made.';
  }
  const unasked = state.checks.filter(({ verdict }) => verdict === 'unknown');
  if (unasked.length > 0) return unasked.map(check => check.message).join(' ');
  return 'Free in the catalog, at the git host and in the cluster, as far as you have said where.';
}

/** The name of what is made, looked up in the catalog, at the git host and in the cluster as it is typed. */
export function CairnName(props: FieldProps<string>) {
  const { formData = '', onChange, rawErrors, required, disabled } = props;
  const { id, label, description } = labelsOf(props);
  const integrations = useApi(scmIntegrationsApiRef);
  const [left, setLeft] = useState(false);
  const answers = answersOf(props);
  const owner = textOf(answers, 'owner');
  const repository = repositoryOf(answers);
  const name = formData.trim();
  const state = useNameReport({
    name,
    owner,
    repoHost: repository.host ?? repositoryHosts(integrations)[0]?.host,
    repoOwner: repository.owner ?? owner,
  });
  const report = typeof state === 'object' ? state : undefined;
  const settled = report?.name === name ? report : undefined;
  const [error] = rawErrors ?? [];
  const problem =
    (settled && problemOf(settled)) ??
    (state !== 'checking' || left ? error : undefined);
  return (
    <FormText
      id={id}
      label={label}
      value={formData}
      onChange={text => onChange(text === '' ? undefined : text)}
      onBlur={() => setLeft(true)}
      isRequired={required}
      isDisabled={disabled}
      problem={problem}
      hint={hintOf(state, description)}
    />
  );
}
