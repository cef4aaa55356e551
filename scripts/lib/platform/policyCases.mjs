// For each of the platform's policies, objects it lets pass and objects it finds fault with.

const STANDARD = [
  ...['LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_SERVICE_NAME'],
  ...['SERVICE_ENVIRONMENT', 'SERVICE_NAME'],
];

/** What every policy lets pass, with `change` applied to its container, pod and metadata. */
function workload({ kind = 'Deployment', container, pod, labels } = {}) {
  const name = 'checked';
  const template = {
    metadata: { labels: { app: name } },
    spec: {
      ...(kind === 'CronJob' && { restartPolicy: 'Never' }),
      ...pod,
      containers: [
        {
          name: 'app',
          image: 'registry.example:5000/app:1.2.3',
          env: STANDARD.map(name => ({ name, value: 'x' })),
          resources: {
            requests: { cpu: '50m', memory: '64Mi' },
            limits: { cpu: '100m', memory: '64Mi' },
          },
          securityContext: {
            runAsNonRoot: true,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
          readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
          livenessProbe: { httpGet: { path: '/live', port: 8080 } },
          ...container,
        },
      ],
    },
  };
  const metadata = {
    name,
    labels: { 'cairn.dev/owner': 'payments', ...labels },
  };
  if (kind === 'CronJob') {
    return {
      apiVersion: 'batch/v1',
      kind,
      metadata,
      spec: { schedule: '0 6 * * 1', jobTemplate: { spec: { template } } },
    };
  }
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata,
    spec: { selector: { matchLabels: { app: name } }, template },
  };
}

const namespace = labels => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'cairn-checked', labels },
});

const noLimits = { resources: { requests: { cpu: '50m', memory: '64Mi' } } };
const initContainer = { name: 'migrate', image: 'registry.example/app:1.2.3' };

/** Named the same in development and in production, where it is a condition. */
const floating = {
  passes: {
    'a version': workload(),
    'a digest': workload({
      container: { image: `registry.example/app@sha256:${'0'.repeat(64)}` },
    }),
  },
  fails: {
    latest: {
      object: workload({ container: { image: 'registry.example/app:latest' } }),
      says: /Name a version instead of latest: registry\.example\/app:latest\./,
    },
    'no tag behind a port': {
      object: workload({ container: { image: 'registry.example:5000/app' } }),
      says: /Name a version instead of latest: registry\.example:5000\/app\./,
    },
    'a CronJob': {
      object: workload({ kind: 'CronJob', container: { image: 'app:latest' } }),
      says: /Name a version instead of latest: app:latest\./,
    },
  },
};

const resources = {
  passes: {
    both: workload(),
    'both in a CronJob': workload({ kind: 'CronJob' }),
  },
  fails: {
    'no limits': {
      object: workload({ container: noLimits }),
      says: /Set CPU and memory requests and limits for app\./,
    },
    'a container that prepares': {
      object: workload({ pod: { initContainers: [initContainer] } }),
      says: /Set CPU and memory requests and limits for migrate\./,
    },
  },
};

/** A container whose security context differs in one field. */
const secured = change =>
  workload({
    container: {
      securityContext: {
        ...workload().spec.template.spec.containers[0].securityContext,
        ...change,
      },
    },
  });

/**
 * @typedef {object} PolicyCases
 * @property {'dev' | 'prod'} environment of the namespace
 * @property {Record<string, object>} passes objects by what they show
 * @property {Record<string, { object: object, says: RegExp }>} fails and what is said
 */

/** @type {Record<string, PolicyCases>} by the name of the policy */
export const POLICY_CASES = {
  'disallow-latest-tag': { environment: 'dev', ...floating },
  'disallow-latest-tag-prod': { environment: 'prod', ...floating },
  'require-resources': { environment: 'dev', ...resources },
  'require-resources-prod': { environment: 'prod', ...resources },
  'require-owner-label': {
    environment: 'dev',
    passes: { 'the owner of the namespace': workload() },
    fails: {
      'no label': {
        object: workload({ labels: { 'cairn.dev/owner': undefined } }),
        says: /The label cairn\.dev\/owner is missing; it has to be payments\./,
      },
      'another team': {
        object: workload({ labels: { 'cairn.dev/owner': 'logistics' } }),
        says: /is logistics, but the namespace belongs to payments\./,
      },
    },
  },
  'require-namespace-owner': {
    environment: 'dev',
    passes: {
      'an owner': namespace({
        'cairn.dev/environment': 'dev',
        'cairn.dev/owner': 'payments',
      }),
    },
    fails: {
      'no owner': {
        object: namespace({ 'cairn.dev/environment': 'dev' }),
        says: /The label cairn\.dev\/owner is missing\./,
      },
    },
  },
  'require-probes': {
    environment: 'dev',
    passes: { both: workload() },
    fails: {
      'no readiness probe': {
        object: workload({ container: { readinessProbe: undefined } }),
        says: /There is no readiness probe for app\./,
      },
      'no liveness probe': {
        object: workload({ container: { livenessProbe: undefined } }),
        says: /There is no liveness probe for app\./,
      },
    },
  },
  'require-standard-environment': {
    environment: 'dev',
    passes: {
      'the standard variables': workload(),
      'what cannot be seen': workload({
        container: {
          env: undefined,
          envFrom: [{ configMapRef: { name: 'a' } }],
        },
      }),
      'a program of others': workload({
        container: { env: undefined },
        labels: { 'app.kubernetes.io/component': 'cache' },
      }),
    },
    fails: {
      'no variables': {
        object: workload({ container: { env: undefined } }),
        says: /Set the standard variables of app: LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, SERVICE_ENVIRONMENT, SERVICE_NAME\./,
      },
      'all but one in a CronJob': {
        object: workload({
          kind: 'CronJob',
          container: {
            env: STANDARD.slice(1).map(name => ({ name, value: 'x' })),
          },
        }),
        says: /Set the standard variables of app: LOG_LEVEL\./,
      },
    },
  },
  'restrict-security-context': {
    environment: 'prod',
    passes: {
      'a restricted container': workload(),
      'what the pod says for all': workload({
        pod: {
          securityContext: {
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
        container: {
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
        },
      }),
    },
    fails: {
      root: {
        object: secured({ runAsNonRoot: undefined }),
        says: /Containers must not run as root\./,
      },
      privileges: {
        object: secured({ allowPrivilegeEscalation: undefined }),
        says: /Containers must not be able to gain privileges\./,
      },
      capabilities: {
        object: secured({ capabilities: { drop: ['NET_RAW'] } }),
        says: /Containers must drop all capabilities\./,
      },
      'every system call': {
        object: secured({ seccompProfile: { type: 'Unconfined' } }),
        says: /Containers must use the runtime's system call filter\./,
      },
    },
  },
};

/**
 * Policies without cases, and cases without a policy.
 *
 * @param {string[]} names of the policies there are
 * @returns {import('./definitionChecks.mjs').Result[]} one for each mistake
 */
export function unmatchedCases(names) {
  const missing = names.filter(name => !POLICY_CASES[name]);
  const stale = Object.keys(POLICY_CASES).filter(name => !names.includes(name));
  return [
    ...missing.map(name => `policy ${name} has no cases`),
    ...stale.map(name => `the cases of ${name} have no policy`),
  ].map(name => ({
    name,
    ok: false,
    detail: 'see scripts/lib/platform/policyCases.mjs',
  }));
}
