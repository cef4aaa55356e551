import { OWNER_LABEL } from '@cairn/plugin-platform-common';
import { manifestsToYaml } from '../render/canonical';
import { alertRules } from './alertRules';
import { DEFAULT_INTERVAL } from './renderDashboard';
import type { WatchedWorkload } from './types';

/**
 * A PrometheusRule for each environment of a workload, as one YAML stream: not available, error and latency
 * budgets that burn, pods that restart or are full, and what it depends on; for a pipeline its runs. In
 * production what cannot wait has the severity `page`, everything else is a `ticket`. Each alert links to
 * its heading in the runbook.
 *
 * @public
 */
export function renderAlerts(workload: WatchedWorkload): string {
  const { name, owner, interval = DEFAULT_INTERVAL, runbookUrl } = workload;
  return manifestsToYaml(
    workload.environments.map(environment => ({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: {
        name,
        namespace: environment.namespace,
        labels: {
          'app.kubernetes.io/name': name,
          'app.kubernetes.io/managed-by': 'cairn',
          [OWNER_LABEL]: owner,
        },
      },
      spec: {
        groups: [
          {
            name: `${name}.${environment.name}`,
            rules: alertRules(workload, environment.namespace, interval).map(
              ({ urgent, summary, description, runbook, ...rule }) => ({
                ...rule,
                labels: {
                  severity:
                    urgent && environment.production ? 'page' : 'ticket',
                  service: name,
                  owner,
                  environment: environment.name,
                  namespace: environment.namespace,
                },
                annotations: {
                  summary,
                  description,
                  ...(runbookUrl && {
                    runbook_url: `${runbookUrl}#${runbook}`,
                  }),
                },
              }),
            ),
          },
        ],
      },
    })),
  );
}
