import type { JsonObject, KubernetesObject } from '../../runtime';
import type { ReportResult, ResultStatus } from './types';

/** The API group reports are written in. */
export type ReportGroup = 'wgpolicyk8s.io' | 'openreports.io';

const kinds = {
  'wgpolicyk8s.io': {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    namespaced: 'PolicyReport',
    cluster: 'ClusterPolicyReport',
  },
  'openreports.io': {
    apiVersion: 'openreports.io/v1alpha1',
    namespaced: 'Report',
    cluster: 'ClusterReport',
  },
} as const;

/** How Kyverno marks what it made. */
export const managedByKyverno = { 'app.kubernetes.io/managed-by': 'kyverno' };

/** Version and kind of the reports for subjects with or without a namespace. */
export function reportKind(group: ReportGroup, namespace: string | undefined) {
  const { apiVersion, namespaced, cluster } = kinds[group];
  return { apiVersion, kind: namespace ? namespaced : cluster };
}

/** The report of one subject, as Kyverno writes it; results ordered by policy. */
export function buildReport(
  group: ReportGroup,
  subject: KubernetesObject,
  results: readonly ReportResult[],
): KubernetesObject {
  const { namespace, name = '', uid = '' } = subject.metadata;
  const { apiVersion, kind } = subject;
  return {
    ...reportKind(group, namespace),
    metadata: {
      name: uid,
      ...(namespace && { namespace }),
      labels: managedByKyverno,
      ownerReferences: [{ apiVersion, kind, name, uid }],
    },
    ...(group === 'openreports.io' && { source: '' }),
    scope: { apiVersion, kind, name, ...(namespace && { namespace }), uid },
    summary: summarise(results),
    results: results as unknown as JsonObject[],
  };
}

/** How many results there are of each status; all five are always there. */
export function summarise(
  results: readonly { result: ResultStatus }[],
): Record<ResultStatus, number> {
  const summary = { error: 0, fail: 0, pass: 0, skip: 0, warn: 0 };
  for (const { result } of results) summary[result] += 1;
  return summary;
}

/** The order in which results stand in a report. */
export function orderResults(results: ReportResult[]): ReportResult[] {
  const key = ({ policy, rule = '', source }: ReportResult) =>
    `${policy}\n${rule}\n${source}`;
  return [...results].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Whether two lists of results say the same, whenever they were found. */
export function sameResults(
  one: readonly ReportResult[],
  other: readonly ReportResult[],
): boolean {
  const essence = (list: readonly ReportResult[]) =>
    JSON.stringify(
      list.map(({ timestamp: _timestamp, properties, ...rest }) => [
        Object.entries(rest).sort(),
        Object.entries(properties ?? {}).sort(),
      ]),
    );
  return one.length === other.length && essence(one) === essence(other);
}
