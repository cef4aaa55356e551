import type { ComposedResource } from '@cairn/plugin-claims-common';
import { StateBadge } from '@cairn/plugin-platform-react';
import styles from './ComposedTree.module.css';

function Branch({ resources }: { resources: ComposedResource[] }) {
  return (
    <ul className={styles.branch}>
      {resources.map(resource => (
        <li key={`${resource.apiVersion}/${resource.kind}/${resource.name}`}>
          <div className={styles.resource}>
            <div className={styles.name}>
              <span className={styles.kind}>{resource.kind}</span>{' '}
              <code>{resource.name}</code>
              {resource.state.state !== 'ready' && (
                <p className={styles.sentence}>{resource.state.sentence}</p>
              )}
            </div>
            <StateBadge state={resource.state.state} />
          </div>
          {resource.children.length > 0 && (
            <Branch resources={resource.children} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** What the platform has made for the request, each part with its own state. */
export function ComposedTree({ resources }: { resources: ComposedResource[] }) {
  if (resources.length === 0) {
    return <p className={styles.none}>Nothing has been made for it yet.</p>;
  }
  return <Branch resources={resources} />;
}
