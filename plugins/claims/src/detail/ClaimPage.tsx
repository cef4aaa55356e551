import { useState } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { ClaimDetail } from '@cairn/plugin-claims-common';
import { Button, ButtonLink } from '@backstage/ui';
import {
  EmptyState,
  FailurePanel,
  Freshness,
  isNotFound,
  type Live,
  PageFrame,
  Panel,
  SkeletonRows,
  SourceNotes,
  StateBadge,
  Timeline,
} from '@cairn/plugin-platform-react';
import { RiDeleteBinLine } from '@remixicon/react';
import { useParams } from 'react-router-dom';
import { DatabasePlaceNotFound } from '../components/DatabasePlaceNotFound';
import { databaseOffering } from '../databaseOffering';
import { specText } from '../format/claimWords';
import { useClaim } from '../hooks/useClaim';
import { rootRouteRef } from '../routes';
import { ClaimDetails } from './ClaimDetails';
import { ClaimFacts } from './ClaimFacts';
import { ComposedTree } from './ComposedTree';
import { ConnectPanel } from './ConnectPanel';
import { DeleteDialog } from './DeleteDialog';
import { Warnings } from './Warnings';
import styles from './ClaimPage.module.css';

/** One database: how it is, what has happened to it, how to use it. */
export function ClaimPage() {
  const { cluster = '', namespace = '', name = '' } = useParams();
  const live = useClaim({
    cluster,
    offering: databaseOffering,
    namespace,
    name,
  });
  const listHref = useRouteRef(rootRouteRef)?.() ?? '/databases';
  const back = { href: listHref, label: 'Databases' };
  const gone = isNotFound(live.error);

  if (live.value) {
    return gone ? (
      <PageFrame title={name} back={back}>
        <EmptyState
          title="This database has been deleted."
          action={
            <ButtonLink variant="secondary" href={listHref}>
              All my databases
            </ButtonLink>
          }
        />
      </PageFrame>
    ) : (
      <ClaimView claim={live.value} live={live} back={back} />
    );
  }
  if (gone) return <DatabasePlaceNotFound />;
  return (
    <PageFrame title={name} back={back} sentence="">
      {live.error ? (
        <FailurePanel
          title="This database could not be read."
          advice="The database itself is not affected; only this page is."
          error={live.error}
          onRetry={live.reload}
        />
      ) : (
        <SkeletonRows rows={5} height={72} label="Loading the database" />
      )}
    </PageFrame>
  );
}

interface ClaimViewProps {
  claim: ClaimDetail;
  live: Live<ClaimDetail>;
  back: { href: string; label: string };
}

function ClaimView({ claim, live, back }: ClaimViewProps) {
  const [deleting, setDeleting] = useState(false);
  const { state } = claim.state;
  return (
    <PageFrame
      title={claim.name}
      back={back}
      badge={<StateBadge state={state} />}
      sentence={<span role="status">{claim.state.sentence}</span>}
      action={
        claim.permissions.delete &&
        state !== 'deleting' && (
          <Button
            variant="secondary"
            iconStart={<RiDeleteBinLine size={16} />}
            onPress={() => setDeleting(true)}
          >
            Delete
          </Button>
        )
      }
    >
      <div className={styles.freshness}>
        <Freshness
          asOf={live.asOf}
          sources={claim.sources}
          failing={Boolean(live.error)}
        />
      </div>
      <SourceNotes sources={claim.sources} />
      {live.error && (
        <FailurePanel
          title="The newest state could not be read."
          advice="What is shown is the last that was known."
          error={live.error}
          onRetry={live.reload}
        />
      )}
      <Warnings warnings={claim.warnings} />
      <div className={styles.columns}>
        <div className={styles.story}>
          {claim.connection?.ready && (
            <ConnectPanel
              engine={specText(claim.spec.engine)}
              connection={claim.connection}
            />
          )}
          <Panel title="Timeline">
            <Timeline steps={claim.timeline} />
          </Panel>
          <Panel
            title="What it is made of"
            sentence="Made by the platform for this request, each part with its own state."
          >
            <ComposedTree resources={claim.composed} />
          </Panel>
          <ClaimDetails claim={claim} />
        </div>
        <ClaimFacts claim={claim} />
      </div>
      <DeleteDialog
        claim={claim}
        open={deleting}
        onOpenChange={setDeleting}
        onDeleted={live.reload}
      />
    </PageFrame>
  );
}
