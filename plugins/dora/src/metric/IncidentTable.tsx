import {
  EntityName,
  RelativeTime,
  formatDuration,
} from '@cairn/plugin-platform-react';
import type { Incident } from '../api/types';
import { ruleWords } from '../words/metricWords';
import styles from './PlainTable.module.css';
import { PlainTable } from './PlainTable';

function lastedOf({ openedAt, endedAt }: Incident): string {
  if (openedAt === undefined) return 'not known since when';
  return endedAt === undefined
    ? 'not over yet'
    : formatDuration(endedAt - openedAt);
}

/** Incidents and what they are held against. */
export function IncidentTable({ incidents }: { incidents: Incident[] }) {
  return (
    <PlainTable
      label="Incidents"
      columns={['Began', 'Lasted', 'Component', 'From', 'Held against']}
    >
      {incidents.map(incident => (
        <tr key={incident.key}>
          <td>
            <RelativeTime
              instant={
                incident.openedAt === undefined
                  ? undefined
                  : new Date(incident.openedAt).toISOString()
              }
            />
          </td>
          <td>{lastedOf(incident)}</td>
          <td>
            {incident.component ? (
              <EntityName entityRef={incident.component} />
            ) : (
              '–'
            )}
          </td>
          <td>
            {incident.source}
            <div className={`${styles.quiet} ${styles.code}`}>
              {incident.externalId}
            </div>
          </td>
          <td>
            {incident.blames.length === 0 ? (
              <span className={styles.quiet}>no deployment</span>
            ) : (
              incident.blames.map(({ deployment, rule }) => (
                <div key={`${deployment}/${rule}`}>{ruleWords(rule)}</div>
              ))
            )}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
