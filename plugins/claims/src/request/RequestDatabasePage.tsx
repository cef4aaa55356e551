import { useCallback, useState } from 'react';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  FailurePanel,
  PageFrame,
  SkeletonRows,
  SourceNotes,
} from '@cairn/plugin-platform-react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { claimsApiRef } from '../api/ClaimsApi';
import { databaseOffering } from '../databaseOffering';
import { rootRouteRef } from '../routes';
import { emptyDraft, requestOf, type DatabaseDraft } from './databaseDraft';
import { RequestForm } from './RequestForm';
import { useNameCheck } from './useNameCheck';
import { usePreflight } from './usePreflight';
import { useSubmit } from './useSubmit';
import { WhatWillHappen } from './WhatWillHappen';
import styles from './RequestDatabasePage.module.css';

/** Asks for a database: the form, and beside it what would come of it. */
export function RequestDatabasePage() {
  const claimsApi = useApi(claimsApiRef);
  const listHref = useRouteRef(rootRouteRef)?.() ?? '/databases';
  const [draft, setDraft] = useState<DatabaseDraft>(emptyDraft);
  const change = useCallback(
    (part: Partial<DatabaseDraft>) =>
      setDraft(before => ({ ...before, ...part })),
    [],
  );
  const { value, error, loading, retry } = useAsyncRetry(async () => {
    const [targets, offerings] = await Promise.all([
      claimsApi.listTargets(databaseOffering),
      claimsApi.listOfferings(),
    ]);
    const items = targets.items;
    // With one namespace there is nothing to choose.
    if (items.length === 1) change({ target: items[0] });
    return {
      targets,
      offerings: offerings.items.filter(item => item.id === databaseOffering),
    };
  }, [claimsApi, change]);

  const request = requestOf(draft);
  const nameCheck = useNameCheck(draft.name, draft.target);
  const preflight = usePreflight(request);
  const submit = useSubmit(JSON.stringify(request ?? draft));
  const offering =
    value?.offerings.find(item => item.cluster === draft.target?.cluster) ??
    value?.offerings[0];

  const content = () => {
    if (loading && !value) {
      return <SkeletonRows rows={5} height={72} label="Loading the form" />;
    }
    if (error) {
      return (
        <FailurePanel
          title="The form could not be prepared."
          advice="It is not known where you may request a database. Databases you have keep running."
          error={error}
          onRetry={retry}
        />
      );
    }
    if (!offering?.available) {
      return (
        <EmptyState title="Databases cannot be requested right now.">
          {offering?.reason ??
            'No cluster of this platform offers them yet. The platform team can change that.'}
        </EmptyState>
      );
    }
    if (value?.targets.items.length === 0) {
      return (
        <EmptyState title="There is no namespace where you may request a database.">
          You need to belong to a team that has one. Ask your team lead to add
          you, or the platform team for a namespace.
        </EmptyState>
      );
    }
    return (
      <div className={styles.columns}>
        <RequestForm
          draft={draft}
          onChange={change}
          targets={value?.targets.items ?? []}
          offering={offering}
          nameCheck={nameCheck}
          preflight={preflight}
          submit={submit}
        />
        <div className={styles.side}>
          <WhatWillHappen preflight={preflight} placed={Boolean(request)} />
        </div>
      </div>
    );
  };

  return (
    <PageFrame
      title="Request a database"
      sentence="A database of your team's own, with a login nobody else has."
      back={{ href: listHref, label: 'Databases' }}
    >
      <SourceNotes sources={value?.targets.sources ?? []} />
      {content()}
    </PageFrame>
  );
}
