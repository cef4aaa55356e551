import { Button } from '@backstage/ui';
import {
  EntityName,
  RelativeTime,
  countOf,
  formatDuration,
} from '@cairn/plugin-platform-react';
import type { Deployment } from '../api/types';
import { ruleWords } from '../words/metricWords';
import styles from './PlainTable.module.css';
import { PlainTable } from './PlainTable';

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

const kinds: Record<Deployment['kind'], string> = {
  standard: '',
  rollback: 'rollback',
  rollforward: 'roll-forward',
  redeploy: 'the same again',
};

/** What people call it: the commit, else the release, without who told of it and as short as git. */
function versionOf({ revision, releaseId }: Deployment): string {
  const name = (revision ?? releaseId ?? '–').replace(/^argocd\//, '');
  return /^[0-9a-f]{40}$/.test(name) ? name.slice(0, 10) : name;
}

function recoveryOf({ recovery }: Deployment): string {
  if (!recovery) return '';
  if (recovery.state === 'open') return 'not over yet';
  if (recovery.state === 'clock_skew' || recovery.duration === undefined) {
    return 'not known: the clocks disagree';
  }
  return `put right after ${formatDuration(recovery.duration)}`;
}

function Outcome({
  deployment,
  counts,
}: {
  deployment: Deployment;
  counts: 'succeeded' | 'failed' | 'rework';
}) {
  const why = counts === 'rework' ? deployment.rework : deployment.evidence;
  const recovery = recoveryOf(deployment);
  return (
    <>
      <span
        className={styles.word}
        data-kind={deployment.failed ? 'failed' : 'well'}
      >
        {deployment.failed ? 'Failed' : 'Went well'}
      </span>
      {kinds[deployment.kind] && `, ${kinds[deployment.kind]}`}
      {why.length > 0 && (
        <div className={styles.quiet}>
          {[...new Set(why.map(({ rule }) => ruleWords(rule)))].join('; ')}
        </div>
      )}
      {recovery && <div className={styles.quiet}>{recovery}</div>}
    </>
  );
}

interface DeploymentTableProps {
  deployments: Deployment[];
  counts: 'succeeded' | 'failed' | 'rework';
  onCorrect: (deployment: Deployment) => void;
}

/** Deployments with what was found about them. */
export function DeploymentTable(props: DeploymentTableProps) {
  return (
    <PlainTable
      label="Deployments"
      columns={[
        'Deployed',
        'Component',
        'Version',
        'Outcome, and why',
        <span className={styles.quiet}>Wrong?</span>,
      ]}
    >
      {props.deployments.map(deployment => (
        <tr key={deployment.id}>
          <td>
            <RelativeTime instant={iso(deployment.finishedAt)} />
            <div className={styles.quiet}>
              {(deployment.environments ?? []).join(', ')}
            </div>
          </td>
          <td>
            <EntityName entityRef={deployment.component} />
          </td>
          <td>
            <span className={styles.code}>{versionOf(deployment)}</span>
            <div className={styles.quiet}>
              {countOf(deployment.changes.length, 'change', 'changes')}
            </div>
          </td>
          <td>
            <Outcome deployment={deployment} counts={props.counts} />
          </td>
          <td>
            <Button
              variant="tertiary"
              size="small"
              aria-label={`Correct the verdict on the deployment of ${iso(
                deployment.finishedAt,
              )}`}
              onPress={() => props.onCorrect(deployment)}
            >
              Correct
            </Button>
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
