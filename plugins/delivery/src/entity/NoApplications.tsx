import type { EntityDelivery } from '@cairn/plugin-delivery-common';
import { EmptyState } from '@cairn/plugin-platform-react';

/** Why there is nothing to show, and what changes it. */
export function NoApplications({ delivery }: { delivery: EntityDelivery }) {
  const { selector, sources } = delivery;
  if (!selector) {
    return (
      <EmptyState title="Nothing says what this component runs as.">
        Add the annotation <code>argocd/app-selector</code> (labels of its
        Applications, for example{' '}
        <code>backstage.io/kubernetes-id=my-service</code>) or{' '}
        <code>argocd/app-name</code> to its catalog-info.yaml.
      </EmptyState>
    );
  }
  if (sources.length > 0 && sources.every(source => source.missing)) {
    return (
      <EmptyState title="Argo CD is on none of the clusters.">
        The platform team installs it; Applications then show here by
        themselves.
      </EmptyState>
    );
  }
  const wanted = selector.labels
    ? Object.entries(selector.labels)
        .map(pair => pair.join('='))
        .join(', ')
    : selector.name;
  return (
    <EmptyState title="No Application to show.">
      None that you may see {selector.labels ? 'carries' : 'is called'}{' '}
      <code>{wanted}</code>, as its annotation <code>{selector.from}</code>{' '}
      says. You see what your team owns.
    </EmptyState>
  );
}
