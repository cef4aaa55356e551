import { EmptyState } from '@cairn/plugin-platform-react';
import type { ScopeMetrics } from '../api/types';

/** Why there are no numbers, and what would bring them; nothing where there are some. */
export function NeverDeployed({ metrics }: { metrics: ScopeMetrics }) {
  const { value, reason } = metrics.current.metrics.deploymentFrequency;
  if (value > 0 || reason === null) return null;
  return (
    <EmptyState title="Nothing of it was deployed to production in this window.">
      Deployments are found by Argo CD Applications with its{' '}
      <code>backstage.io/kubernetes-id</code>, by its repository, or by its name
      in what CI reports (<code>cairn dora deploy</code>).
    </EmptyState>
  );
}
