import { useApi } from '@backstage/frontend-plugin-api';
import { Panel, countOf } from '@cairn/plugin-platform-react';
import { useState } from 'react';
import { doraApiRef } from '../api/DoraApi';
import type {
  Change,
  Deployment,
  Incident,
  MetricName,
  WindowQuery,
} from '../api/types';
import { usePages } from '../view/usePages';
import { ChangeTable } from './ChangeTable';
import { DeploymentTable } from './DeploymentTable';
import { IncidentTable } from './IncidentTable';
import { PagedRows } from './PagedRows';
import { VerdictDialog } from './VerdictDialog';

interface EvidenceProps {
  name: MetricName;
  scope: string;
  window: WindowQuery;
  windowKey: string;
}

/** Which deployments a metric counted, and what they are called. */
const counted: Record<
  Exclude<MetricName, 'changeLeadTime'>,
  {
    counted: 'succeeded' | 'failed' | 'rework';
    title: string;
    sentence: string;
  }
> = {
  deploymentFrequency: {
    counted: 'succeeded',
    title: 'The deployments counted',
    sentence: 'What succeeded in production, the latest first.',
  },
  changeFailRate: {
    counted: 'failed',
    title: 'The deployments that failed',
    sentence:
      'Each with the rule that counted it. Where a rule is wrong, say so: a person has the last word.',
  },
  failedDeploymentRecoveryTime: {
    counted: 'failed',
    title: 'The deployments that failed, and how long it took',
    sentence: 'From the failed deployment until what put it right.',
  },
  deploymentReworkRate: {
    counted: 'rework',
    title: 'The deployments that put something right',
    sentence: 'Not planned, but made because an earlier one failed.',
  },
};

function Deployments(
  props: EvidenceProps & { name: Exclude<MetricName, 'changeLeadTime'> },
) {
  const { name, scope, window, windowKey } = props;
  const api = useApi(doraApiRef);
  const [corrected, setCorrected] = useState<Deployment>();
  const [saved, setSaved] = useState(false);
  const which = counted[name];
  const pages = usePages<Deployment>({
    key: JSON.stringify([name, scope, windowKey]),
    load: cursor =>
      api.listDeployments({
        scope,
        window,
        counted: which.counted,
        cursor,
        limit: 25,
      }),
  });
  return (
    <Panel
      title={
        pages.total === undefined
          ? which.title
          : `${which.title} (${pages.total.toLocaleString('en-GB')})`
      }
      sentence={which.sentence}
    >
      {saved && <p role="status">Noted. The numbers follow in a moment.</p>}
      <PagedRows pages={pages} what="deployments">
        <DeploymentTable
          deployments={pages.items}
          counts={which.counted}
          onCorrect={setCorrected}
        />
      </PagedRows>
      {corrected && (
        <VerdictDialog
          deployment={corrected}
          onClose={() => setCorrected(undefined)}
          onSaved={() => {
            setCorrected(undefined);
            setSaved(true);
            pages.reload();
          }}
        />
      )}
    </Panel>
  );
}

function Changes({ scope, window, windowKey }: EvidenceProps) {
  const api = useApi(doraApiRef);
  const pages = usePages<Change>({
    key: JSON.stringify([scope, windowKey]),
    load: cursor => api.listChanges({ scope, window, cursor, limit: 25 }),
  });
  return (
    <Panel
      title={
        pages.total === undefined
          ? 'The changes counted'
          : `The changes counted (${pages.total.toLocaleString('en-GB')})`
      }
      sentence="Each commit with the deployment that brought it to production, those of the latest deployment first."
    >
      <PagedRows pages={pages} what="changes">
        <ChangeTable changes={pages.items} />
      </PagedRows>
    </Panel>
  );
}

function Incidents({ scope, window, windowKey }: EvidenceProps) {
  const api = useApi(doraApiRef);
  const pages = usePages<Incident>({
    key: JSON.stringify([scope, windowKey]),
    load: cursor => api.listIncidents({ scope, window, cursor, limit: 25 }),
  });
  return (
    <Panel
      title={
        pages.total === undefined
          ? 'Incidents'
          : countOf(pages.total, 'incident', 'incidents')
      }
      sentence="And the deployments they are held against, if any."
    >
      <PagedRows pages={pages} what="incidents">
        <IncidentTable incidents={pages.items} />
      </PagedRows>
    </Panel>
  );
}

/** Every single thing that a metric counted. */
export function EvidencePanel(props: EvidenceProps) {
  const { name } = props;
  if (name === 'changeLeadTime') return <Changes {...props} />;
  const hasIncidents =
    name === 'changeFailRate' || name === 'failedDeploymentRecoveryTime';
  return (
    <>
      <Deployments {...props} name={name} />
      {hasIncidents && <Incidents {...props} />}
    </>
  );
}
