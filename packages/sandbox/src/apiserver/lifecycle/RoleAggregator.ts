import { aggregatedRules } from '../auth/aggregatedRules';
import type { Services } from '../Services';
import { parseStored } from '../storage/StoredObject';
import type { KubeObject } from '../types';

const CLUSTER_ROLES = 'clusterroles.rbac.authorization.k8s.io';

/**
 * Writes the rules of aggregated ClusterRoles into them, as a controller does on
 * a real cluster. Access does not wait for it: see `aggregatedRules`.
 */
export class RoleAggregator {
  constructor(private readonly services: Services) {}

  start(): void {
    this.services.store.subscribe(changes => {
      const touched = changes.some(
        change => change.object.resource === CLUSTER_ROLES,
      );
      if (touched) this.reconcileSoon();
    });
    this.reconcileSoon();
  }

  private reconcileSoon(): void {
    this.reconcile().catch(error =>
      this.services.log('error', 'Could not aggregate cluster roles', {
        cause: String(error),
      }),
    );
  }

  private async reconcile(): Promise<void> {
    if (this.outdated().length === 0) return;
    await this.services.store.write(draft => {
      for (const role of this.outdated()) draft.put(CLUSTER_ROLES, role);
    });
  }

  /** Aggregated roles whose rules are others by now, with the new ones. */
  private outdated(): KubeObject[] {
    const roles = [...this.services.store.list(CLUSTER_ROLES)].map(parseStored);
    return roles.flatMap(role => {
      if (!role.aggregationRule) return [];
      const rules = aggregatedRules(role, () => roles);
      return JSON.stringify(rules) === JSON.stringify(role.rules ?? [])
        ? []
        : [{ ...role, rules }];
    });
  }
}
