import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  Change,
  ComponentRow,
  Deployment,
  Incident,
  MetricName,
  Page,
  ScopeMetrics,
  ScopeSummary,
  Series,
  Source,
  WindowQuery,
} from './types';

/** What is asked of whom: an entity reference or `organisation`, and which days. */
export interface ScopeQuery {
  scope: string;
  window: WindowQuery;
}

export interface PageQuery extends ScopeQuery {
  cursor?: string;
  limit?: number;
}

/** The DORA backend, as the signed-in person. Failures reject with the error the backend named. */
export interface DoraApi {
  listScopes(): Promise<{ items: ScopeSummary[] }>;
  getMetrics(query: ScopeQuery & { compare: boolean }): Promise<ScopeMetrics>;
  getSeries(
    query: ScopeQuery & { unit: 'day' | 'week' | 'month' },
  ): Promise<Series>;
  listComponents(
    query: PageQuery & {
      sort?: MetricName | 'title';
      order?: 'asc' | 'desc';
      q?: string;
    },
  ): Promise<Page<ComponentRow>>;
  listDeployments(
    query: PageQuery & { counted?: 'all' | 'succeeded' | 'failed' | 'rework' },
  ): Promise<Page<Deployment>>;
  listChanges(query: PageQuery): Promise<Page<Change>>;
  listIncidents(query: PageQuery): Promise<Page<Incident>>;
  /** Says that a deployment did or did not fail. */
  createVerdict(verdict: {
    deployment: string;
    failed: boolean;
    note?: string;
  }): Promise<void>;
  listSources(): Promise<{ items: Source[] }>;
}

export const doraApiRef = createApiRef<DoraApi>().with({
  id: 'plugin.dora.client',
  pluginId: 'dora',
});
