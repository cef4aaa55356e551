import {
  shortRevision,
  type DeliveryDetail,
} from '@cairn/plugin-delivery-common';
import { RelativeTime } from '@cairn/plugin-platform-react';
import type { ReactNode } from 'react';
import { OperationLine } from './OperationLine';
import { RevisionList } from './RevisionList';
import styles from './ApplicationFacts.module.css';

function automationOf({ automated, selfHeal }: DeliveryDetail): string {
  if (!automated) return 'by hand';
  return selfHeal
    ? 'automatic, changes past git are undone'
    : 'automatic, changes past git stay';
}

function factsOf(detail: DeliveryDetail): [label: string, value: ReactNode][] {
  const { destination, follows } = detail;
  return [
    [
      'Runs',
      <>
        <RevisionList revisions={detail.deployed} />
        {detail.deployedAt && (
          <>
            , deployed <RelativeTime instant={detail.deployedAt} />
          </>
        )}
      </>,
    ],
    ['Git holds', <RevisionList revisions={detail.desired} />],
    [
      'Where',
      `${destination.namespace ?? 'no namespace'} on ${
        destination.cluster ?? destination.server
      }`,
    ],
    ['Sync', `${detail.sync}, ${automationOf(detail)}`],
    ['Health', detail.health],
    [
      'Follows',
      follows
        .map(({ targetRevision, path }) =>
          [shortRevision(targetRevision), path].filter(Boolean).join(', '),
        )
        .join('; ') || '–',
    ],
    ['Last compared', <RelativeTime instant={detail.lastCompared} />],
    ['Last operation', <OperationLine operation={detail.operation} />],
  ];
}

/** What is known of an Application, name and value. */
export function ApplicationFacts({ detail }: { detail: DeliveryDetail }) {
  return (
    <dl className={styles.facts}>
      {factsOf(detail).map(([label, value]) => (
        <div key={label} className={styles.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
