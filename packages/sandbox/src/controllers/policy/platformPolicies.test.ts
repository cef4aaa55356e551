import { join } from 'node:path';
import { readPlatformManifests } from '../../demo/platformManifests';
import type { KubernetesObject } from '../runtime';
import { deployment } from './__testUtils__/PolicyWorld';
import { compilePolicySet, evaluateSubject } from './kyverno/PolicySet';
import type { ReportResult, ValidatingPolicy } from './kyverno/types';

const folder = join(__dirname, '../../../../../platform/policies');

/** A container as the golden paths make it. */
const container = {
  name: 'main',
  image: 'registry.example/app:1.0',
  env: [
    'LOG_LEVEL',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_SERVICE_NAME',
    'SERVICE_ENVIRONMENT',
    'SERVICE_NAME',
  ].map(name => ({ name, value: 'x' })),
  resources: {
    requests: { cpu: '100m', memory: '64Mi' },
    limits: { cpu: '200m', memory: '64Mi' },
  },
  readinessProbe: { httpGet: { path: '/healthz', port: 8080 } },
  livenessProbe: { httpGet: { path: '/livez', port: 8080 } },
  securityContext: {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

function workload(change: object = {}, owner = 'payments'): KubernetesObject {
  const made = deployment('payments-dev', 'web');
  made.metadata.labels = { 'cairn.dev/owner': owner };
  const spec = { containers: [{ ...container, ...change }] };
  return { ...made, spec: { ...made.spec, template: { spec } } };
}

describe('platform/policies', () => {
  let policies: ValidatingPolicy[];
  beforeAll(async () => {
    policies = (await readPlatformManifests(
      folder,
    )) as unknown as ValidatingPolicy[];
  });

  function findings(object: KubernetesObject, environment = 'dev') {
    const set = compilePolicySet({
      policies,
      exceptions: [],
      admissionPolicies: [],
      bindings: [],
    });
    const results = evaluateSubject(set, {
      object,
      resource: `${object.kind.toLowerCase()}s`,
      namespaceObject: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: `payments-${environment}`,
          labels: {
            'cairn.dev/owner': 'payments',
            'cairn.dev/environment': environment,
          },
        },
      },
      now: new Date(0),
    });
    const said = ({ policy, message }: ReportResult) => `${policy}: ${message}`;
    return {
      passed: results.filter(it => it.result === 'pass').map(it => it.policy),
      found: results.filter(it => it.result !== 'pass').map(said),
    };
  }

  it('says of each policy what it is for and how to comply', () => {
    for (const { metadata, spec } of policies) {
      expect(metadata.annotations).toEqual({
        'policies.kyverno.io/title': expect.any(String),
        'policies.kyverno.io/description': expect.any(String),
        'policies.kyverno.io/category': expect.any(String),
        'policies.kyverno.io/severity':
          expect.stringMatching(/^(high|medium|low)$/),
        'policies.kyverno.io/subject': expect.any(String),
        'policies.kyverno.io/minversion': expect.any(String),
        'cairn.dev/remediation': expect.any(String),
      });
      expect(spec?.validationActions).toHaveLength(1);
    }
    expect(
      policies
        .filter(it => it.spec?.validationActions?.includes('Deny'))
        .map(it => it.metadata.name),
    ).toEqual(['disallow-latest-tag-prod', 'require-resources-prod']);
  });

  it('finds nothing in a workload that does all it should', () => {
    const own = [
      'disallow-latest-tag',
      'require-owner-label',
      'require-probes',
      'require-resources',
      'require-standard-environment',
      'restrict-security-context',
    ];
    expect(findings(workload())).toEqual({ passed: own, found: [] });
    expect(findings(workload(), 'prod')).toEqual({
      passed: [
        'disallow-latest-tag-prod',
        'require-owner-label',
        'require-probes',
        'require-resources-prod',
        'require-standard-environment',
        'restrict-security-context',
      ],
      found: [],
    });
  });

  it.each([
    [
      { resources: { requests: container.resources.requests } },
      'require-resources: Set CPU and memory requests and limits for main.',
    ],
    [
      { image: 'registry.example:5000/app' },
      'disallow-latest-tag: Name a version instead of latest: registry.example:5000/app.',
    ],
    [
      { image: 'app:latest' },
      'disallow-latest-tag: Name a version instead of latest: app:latest.',
    ],
    [
      { env: container.env.slice(1) },
      'require-standard-environment: Set the standard variables of main: LOG_LEVEL.',
    ],
    [
      { livenessProbe: undefined },
      'require-probes: There is no liveness probe for main.',
    ],
    [
      { securityContext: undefined },
      'restrict-security-context: Containers must not run as root.',
    ],
    [
      { securityContext: { ...container.securityContext, seccompProfile: {} } },
      "restrict-security-context: Containers must use the runtime's system call filter.",
    ],
  ])('finds %j', (change, found) => {
    expect(findings(workload(change)).found).toEqual([found]);
  });

  it('knows digests, owners and jobs by schedule', () => {
    const digest = `app@sha256:${'0'.repeat(64)}`;
    expect(findings(workload({ image: digest })).found).toEqual([]);
    expect(findings(workload({}, 'logistics')).found).toEqual([
      'require-owner-label: The label cairn.dev/owner is logistics, but the namespace belongs to payments.',
    ]);
    const nightly: KubernetesObject = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'payments-dev' },
      spec: {
        jobTemplate: {
          spec: {
            template: { spec: { containers: [{ name: 'job', image: 'job' }] } },
          },
        },
      },
    };
    expect(findings(nightly).found).toEqual([
      'disallow-latest-tag: Name a version instead of latest: job.',
      'require-owner-label: The label cairn.dev/owner is missing; it has to be payments.',
      'require-resources: Set CPU and memory requests and limits for job.',
      'require-standard-environment: Set the standard variables of job: LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, SERVICE_ENVIRONMENT, SERVICE_NAME.',
      'restrict-security-context: Containers must not run as root.',
    ]);
  });
});
