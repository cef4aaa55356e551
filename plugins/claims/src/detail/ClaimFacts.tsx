import { parseEntityRef } from '@backstage/catalog-model';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { ClaimDetail } from '@cairn/plugin-claims-common';
import { CopyButton, Panel, RelativeTime } from '@cairn/plugin-platform-react';
import type { ReactNode } from 'react';
import { engineName, specText } from '../format/claimWords';
import { sizes } from '../request/databaseFacts';
import styles from './ClaimFacts.module.css';

function isRef(text: string): boolean {
  try {
    return Boolean(parseEntityRef(text).name);
  } catch {
    return false;
  }
}

function Ref({ value }: { value: string | undefined }) {
  if (!value) return <span title="Nobody is named on the request">–</span>;
  if (!isRef(value)) return <>{value}</>;
  return <EntityRefLink entityRef={value} hideIcon />;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}

function storageText(spec: Record<string, unknown>): string {
  if (typeof spec.storageGB === 'number') {
    return `${spec.storageGB.toLocaleString('en-GB')} GB`;
  }
  const size = sizes.find(candidate => candidate.value === spec.size);
  return size ? `${size.storageGB} GB` : '–';
}

function backupText(spec: Record<string, unknown>): string {
  const backup = record(spec.backup);
  if (backup.enabled === false) return 'Off';
  const days = backup.retentionDays ?? 7;
  return `Daily, kept ${specText(days)} days`;
}

/** The facts of a database, key and value. */
export function ClaimFacts({ claim }: { claim: ClaimDetail }) {
  const { spec } = claim;
  const size = sizes.find(candidate => candidate.value === spec.size);
  const facts: Array<[string, ReactNode]> = [
    ['Owner', <Ref key="owner" value={claim.owner} />],
    ...(claim.component
      ? [['For component', claim.component] as [string, ReactNode]]
      : []),
    ['Environment', claim.environment ?? '–'],
    ['Engine', `${engineName(spec.engine)} ${specText(spec.version)}`],
    ['Size', size?.title ?? specText(spec.size)],
    ['Storage', storageText(spec)],
    ['Backups', backupText(spec)],
    ['High availability', spec.highAvailability === true ? 'On' : 'Off'],
    ['Cluster', claim.cluster],
    ['Namespace', claim.namespace],
    ['Requested by', <Ref key="by" value={claim.requestedBy} />],
    ['Requested', <RelativeTime key="at" instant={claim.createdAt} />],
  ];
  return (
    <Panel title="Facts">
      <dl className={styles.facts}>
        {facts.map(([key, value]) => (
          <div key={key} className={styles.fact}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {claim.connection && (
          <div className={styles.fact}>
            <dt>Secret</dt>
            <dd className={styles.copyable}>
              <code>{claim.connection.secretName}</code>
              <CopyButton
                text={claim.connection.secretName}
                label="Copy the Secret's name"
                compact
              />
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}
