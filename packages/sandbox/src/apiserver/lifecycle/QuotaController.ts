import { formatAmount } from '../admission/resources/quantities';
import { usedOf } from '../admission/resources/quotaUsage';
import type { Services } from '../Services';
import type { Change } from '../storage/Change';
import type { Draft } from '../storage/Draft';
import { parseStored } from '../storage/StoredObject';

const QUOTAS = 'resourcequotas';

/** Writes into the status of ResourceQuotas what their namespaces use. */
export class QuotaController {
  private readonly waiting = new Set<string>();

  constructor(private readonly services: Services) {}

  /** Brings all quotas up to date and starts to follow changes. */
  start(): void {
    const { store } = this.services;
    for (const quota of store.list(QUOTAS)) this.countSoon(quota.namespace);
    store.subscribe(changes => this.follow(changes));
  }

  private follow(changes: readonly Change[]): void {
    const limited = new Set<string>();
    for (const { namespace } of this.services.store.list(QUOTAS)) {
      limited.add(namespace);
    }
    if (limited.size === 0) return;
    for (const { object } of changes) {
      if (limited.has(object.namespace)) this.countSoon(object.namespace);
    }
  }

  private countSoon(namespace: string): void {
    if (this.waiting.has(namespace)) return;
    this.waiting.add(namespace);
    this.services.store
      .write(draft => {
        this.waiting.delete(namespace);
        this.count(draft, namespace);
      })
      .catch(error =>
        this.services.log('error', 'Cannot count what a namespace uses', {
          namespace,
          cause: String(error),
        }),
      );
  }

  private count(draft: Draft, namespace: string): void {
    for (const stored of [...draft.list(QUOTAS, namespace)]) {
      const quota = parseStored(stored);
      const { hard = {} } = (quota.spec ?? {}) as {
        hard?: Record<string, string>;
      };
      const amounts = usedOf(draft, quota);
      const used = Object.fromEntries(
        Object.keys(hard).map(name => [name, formatAmount(amounts[name])]),
      );
      const status = { hard, used };
      if (JSON.stringify(quota.status) === JSON.stringify(status)) continue;
      quota.status = status;
      draft.put(QUOTAS, quota);
    }
  }
}
