import { useState } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { Button, Link } from '@backstage/ui';
import type { UpdateStatus } from '@cairn/plugin-golden-paths-common';
import {
  Card,
  FailurePanel,
  SkeletonRows,
  StateBadge,
  refName,
} from '@cairn/plugin-platform-react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { goldenPathsApiRef } from '../api/GoldenPathsApi';
import { UpdatePanel } from './UpdatePanel';
import { originSentence, originState } from './originWords';
import styles from './OriginCard.module.css';

function TemplateLink({ status }: { status: UpdateStatus }) {
  const entityHref = useRouteRef(entityRouteRef);
  const { template, version } = status;
  if (!template) return <>a golden path</>;
  const href = entityHref?.(entityRouteParams(template.ref)) ?? '';
  return (
    <>
      <Link href={href}>{template.title ?? refName(template.ref)}</Link>
      {version && ` ${version}`}
    </>
  );
}

/** What a component was made from, and what has happened to that since. */
export function OriginCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const goldenPathsApi = useApi(goldenPathsApiRef);
  const [open, setOpen] = useState(false);
  const { value, error, loading, retry } = useAsyncRetry(
    () => goldenPathsApi.getUpdate(entityRef),
    [goldenPathsApi, entityRef],
  );
  return (
    <Card title="Golden path">
      {loading && !value && (
        <div className={styles.body}>
          <SkeletonRows rows={1} height={40} label="Loading its golden path" />
        </div>
      )}
      {error && (
        <div className={styles.body}>
          <FailurePanel
            title="Whether it is behind its golden path could not be read."
            error={error}
            onRetry={retry}
          />
        </div>
      )}
      {value && (
        <div className={styles.body}>
          <div className={styles.head}>
            <p className={styles.made}>
              Made from <TemplateLink status={value} />. {originSentence(value)}
            </p>
            <StateBadge state={originState(value.state)} />
          </div>
          {value.state === 'behind' && value.mayUpdate && (
            <Button
              variant="secondary"
              size="small"
              aria-expanded={open}
              onPress={() => setOpen(!open)}
            >
              {open ? 'Hide the changes' : 'See what changes'}
            </Button>
          )}
          {value.state === 'behind' && !value.mayUpdate && (
            <p className={styles.quiet}>
              The owning team can have a pull request opened.
            </p>
          )}
          {open && value.newest && (
            <UpdatePanel entityRef={entityRef} newest={value.newest} />
          )}
        </div>
      )}
    </Card>
  );
}
