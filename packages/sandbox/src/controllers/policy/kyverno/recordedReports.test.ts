import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../runtime';
import {
  buildReport,
  orderResults,
  sameResults,
  type ReportGroup,
} from './buildReport';
import { compilePolicySet, evaluateSubject, type PolicySet } from './PolicySet';
import type { PolicyException, ReportResult, ValidatingPolicy } from './types';

/** A recording: what was applied, and the reports of Kyverno 1.19.1 (scopes without uids). */
type Recording = {
  about: string;
  manifests: KubernetesObject[];
  reports: (KubernetesObject & {
    scope: { apiVersion: string; kind: string; name: string };
    results: ReportResult[];
  })[];
};

const folder = join(__dirname, '../__fixtures__/kyverno-reports');
const recordings = readdirSync(folder).map(
  file =>
    [
      file.replace('.yaml', ''),
      parse(readFileSync(join(folder, file), 'utf8')) as Recording,
    ] as const,
);

const plurals: Record<string, string> = {
  CronJob: 'cronjobs',
  Deployment: 'deployments',
  Namespace: 'namespaces',
  Pod: 'pods',
  ReplicaSet: 'replicasets',
};

function policiesOf({ manifests }: Recording): PolicySet {
  const of = (...kinds: string[]) =>
    manifests.filter(it => kinds.includes(it.kind));
  return compilePolicySet({
    policies: of(
      'ValidatingPolicy',
      'NamespacedValidatingPolicy',
    ) as unknown as ValidatingPolicy[],
    exceptions: of('PolicyException') as unknown as PolicyException[],
    admissionPolicies: of('ValidatingAdmissionPolicy'),
    bindings: of('ValidatingAdmissionPolicyBinding'),
  });
}

/** What was written, or what the controllers made of a Deployment. */
function subjectOf(
  { manifests }: Recording,
  scope: Recording['reports'][number]['scope'],
): KubernetesObject {
  const own = manifests.find(
    it => it.kind === scope.kind && it.metadata.name === scope.name,
  );
  if (own) return own;
  const deployment = manifests.find(
    it =>
      it.kind === 'Deployment' && scope.name.startsWith(`${it.metadata.name}-`),
  );
  const template = deployment?.spec?.template as
    | { metadata: object; spec: KubernetesObject['spec'] }
    | undefined;
  if (!deployment || !template) throw new Error(`no subject ${scope.name}`);
  const { namespace } = deployment.metadata;
  const { apiVersion, kind, name } = scope;
  return scope.kind === 'Pod'
    ? {
        apiVersion,
        kind,
        metadata: { ...template.metadata, name, namespace },
        spec: template.spec,
      }
    : {
        apiVersion,
        kind,
        metadata: { name, namespace },
        spec: deployment.spec,
      };
}

function isSubject({ kind }: KubernetesObject): boolean {
  return kind in plurals;
}

describe('recorded reports', () => {
  it.each(recordings)('%s', (name, recording) => {
    const group: ReportGroup = name.startsWith('openreports-')
      ? 'openreports.io'
      : 'wgpolicyk8s.io';
    const policies = policiesOf(recording);
    const evaluate = (subject: KubernetesObject) => {
      const { namespace } = subject.metadata;
      return orderResults(
        evaluateSubject(policies, {
          object: subject,
          resource: plurals[subject.kind],
          namespaceObject: namespace
            ? {
                apiVersion: 'v1',
                kind: 'Namespace',
                metadata: {
                  name: namespace,
                  labels: { 'kubernetes.io/metadata.name': namespace },
                },
              }
            : undefined,
          now: new Date(0),
        }),
      );
    };

    for (const recorded of recording.reports) {
      const subject = subjectOf(recording, recorded.scope);
      const results = evaluate(subject);
      const report = buildReport(group, subject, results);
      expect(report).toMatchObject({
        ...recorded,
        metadata: {
          ...recorded.metadata,
          ownerReferences: [
            expect.objectContaining(recorded.metadata.ownerReferences?.[0]),
          ],
        },
        results: expect.anything(),
      });
      expect(results.map(({ timestamp: _timestamp, ...rest }) => rest)).toEqual(
        recorded.results,
      );
      expect(sameResults(results, evaluate(subject))).toBe(true);
    }

    const reported = recording.reports.map(({ scope }) => scope.name);
    const silent = recording.manifests.filter(
      it => isSubject(it) && !reported.includes(it.metadata.name ?? ''),
    );
    for (const subject of silent) expect(evaluate(subject)).toEqual([]);
  });
});
