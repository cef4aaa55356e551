import type { DeliveryResource } from '@cairn/plugin-delivery-common';
import styles from './PlainTable.module.css';

function verdictOf(resource: DeliveryResource): string {
  const parts = [
    resource.requiresPruning ? 'no longer in git' : resource.sync,
    resource.health,
  ];
  return parts.filter(Boolean).join(', ') || '–';
}

/** The resources that are not as git says, or not healthy. */
export function ResourceTable({
  resources,
  label,
}: {
  resources: DeliveryResource[];
  label: string;
}) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Resource</th>
          <th scope="col">State</th>
          <th scope="col">What Argo CD says</th>
        </tr>
      </thead>
      <tbody>
        {resources.map(resource => {
          const { group, kind, namespace, name } = resource;
          return (
            <tr key={[group, kind, namespace, name].join('|')}>
              <td title={group ? `${kind}.${group}` : kind}>
                {kind} {name}
              </td>
              <td>{verdictOf(resource)}</td>
              <td>{resource.message ?? '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
