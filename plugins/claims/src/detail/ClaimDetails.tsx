import type { ClaimDetail, ClaimEvent } from '@cairn/plugin-claims-common';
import type { Condition } from '@cairn/plugin-platform-common';
import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { CodeBlock, Panel, RelativeTime } from '@cairn/plugin-platform-react';
import styles from './ClaimDetails.module.css';

function Conditions({ conditions }: { conditions: Condition[] }) {
  if (conditions.length === 0) {
    return (
      <p className={styles.none}>
        No controller has said anything about it yet.
      </p>
    );
  }
  return (
    <div className={styles.conditions}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Condition</th>
            <th scope="col">Status</th>
            <th scope="col">Reason</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {conditions.map(condition => (
            <tr key={condition.type}>
              <th scope="row">{condition.type}</th>
              <td>{condition.status}</td>
              <td className={styles.reason}>
                {condition.reason ?? '–'}
                {condition.message && (
                  <span className={styles.message}>{condition.message}</span>
                )}
              </td>
              <td>
                <RelativeTime instant={condition.lastTransitionTime} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Events({ events }: { events: ClaimEvent[] }) {
  if (events.length === 0) {
    return (
      <p className={styles.none}>
        No events. The cluster keeps them for an hour or so.
      </p>
    );
  }
  return (
    <ul className={styles.events}>
      {events.map(event => (
        <li
          key={`${event.regarding.kind}/${event.regarding.name}/${event.reason}/${event.message}`}
          data-type={event.type}
        >
          <div>
            <strong>
              {event.type === 'Warning' ? 'Warning: ' : ''}
              {event.reason}
            </strong>{' '}
            <span className={styles.regarding}>
              {event.regarding.kind} {event.regarding.name}
            </span>
            <p>{event.message}</p>
          </div>
          <span className={styles.when}>
            <RelativeTime instant={event.lastSeen} />
            {event.count > 1 &&
              `, ${event.count.toLocaleString('en-GB')} times`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The upstream's own words, for whoever wants to look closer. */
export function ClaimDetails({ claim }: { claim: ClaimDetail }) {
  return (
    <Panel title="Details">
      <Tabs>
        <TabList aria-label="Details">
          <Tab id="conditions">Conditions</Tab>
          <Tab id="events">Events</Tab>
          <Tab id="yaml">YAML</Tab>
        </TabList>
        <TabPanel id="conditions">
          <Conditions conditions={claim.conditions} />
        </TabPanel>
        <TabPanel id="events">
          <Events events={claim.events} />
        </TabPanel>
        <TabPanel id="yaml">
          <div className={styles.yaml}>
            <CodeBlock text={claim.yaml} label="YAML" maxHeight={480} />
          </div>
        </TabPanel>
      </Tabs>
    </Panel>
  );
}
