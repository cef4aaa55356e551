// How Kyverno's controllers are started, outside of the cluster they watch.
import fs from 'node:fs';
import path from 'node:path';
import { applyFolder, ask, oncePerVersion } from './kube.mjs';

const NAMESPACE = 'kyverno';
const SERVICE = 'kyverno-svc';
const MANAGED = 'labelSelector=webhook.kyverno.io%2Fmanaged-by%3Dkyverno';
const secretName = kind => `${SERVICE}.${NAMESPACE}.svc.kyverno-tls-${kind}`;

function environment({ envFor }, part, controller) {
  return {
    ...envFor(),
    KYVERNO_NAMESPACE: NAMESPACE,
    KYVERNO_SERVICEACCOUNT_NAME: controller,
    KYVERNO_DEPLOYMENT: controller,
    KYVERNO_POD_NAME: `${controller}-0`,
    KYVERNO_ROLE_NAME: controller,
    KYVERNO_SVC: SERVICE,
    INIT_CONFIG: 'kyverno',
    METRICS_CONFIG: 'kyverno-metrics',
  };
}

const COMMON = [
  '--metricsHost=127.0.0.1',
  '--leaderElectionRetryPeriod=1s',
  '--clientRateLimitQPS=50',
  '--clientRateLimitBurst=50',
];

/** @param {import('./context.mjs').Context} context */
export function reports(context) {
  const { bin, ports, inData } = context;
  return {
    name: 'kyverno-reports',
    // It finds no policies any more once the API server was away.
    follows: 'api-server',
    command: () => ({
      command: bin['reports-controller'],
      args: [
        `--kubeconfig=${inData('kubeconfigs', 'kyverno-reports')}`,
        `--metricsPort=${ports.kyvernoReportsMetrics}`,
        '--backgroundScanInterval=30s',
        ...COMMON,
      ],
      env: environment(
        context,
        'kyverno-reports',
        'kyverno-reports-controller',
      ),
    }),
    isReady: async () =>
      (await ask(`http://127.0.0.1:${ports.kyvernoReportsMetrics}/metrics`))
        ?.status === 200,
    farewell: 5000,
  };
}

/** @param {import('./context.mjs').Context} context */
export function admission(context) {
  const { bin, ports, inData, kube } = context;
  return {
    name: 'kyverno-admission',
    command: () => ({
      command: bin.kyverno,
      args: [
        `--kubeconfig=${inData('kubeconfigs', 'kyverno-admission')}`,
        `--metricsPort=${ports.kyvernoMetrics}`,
        '--controllerRuntimeMetricsAddress=0',
        // Webhooks are registered by address rather than by Service: there is no cluster network.
        `--serverIP=127.0.0.1:${ports.kyvernoWebhooks}`,
        '--webhookServerHost=127.0.0.1',
        `--webhookServerPort=${ports.kyvernoWebhooks}`,
        `--caSecretName=${secretName('ca')}`,
        `--tlsSecretName=${secretName('pair')}`,
        '--backgroundServiceAccountName=system:serviceaccount:kyverno:kyverno-background-controller',
        '--reportsServiceAccountName=system:serviceaccount:kyverno:kyverno-reports-controller',
        ...COMMON,
      ],
      env: environment(
        context,
        'kyverno-admission',
        'kyverno-admission-controller',
      ),
    }),
    isReady: async () => {
      const answer = await ask(
        `https://127.0.0.1:${ports.kyvernoWebhooks}/health/readiness`,
        // Its certificate is its own, in a Secret that comes about while it starts.
        { rejectUnauthorized: false },
      );
      return (
        answer?.status === 200 &&
        (await registered(kube, 'kyverno-policy-validating-webhook-cfg'))
      );
    },
    farewell: 5000,
  };
}

async function registered(kube, name) {
  const found = await kube.get(
    `/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/${name}`,
  );
  return Boolean(found);
}

/**
 * Webhooks of an earlier run would refuse requests while nobody answers them; Kyverno makes them anew
 * when it starts.
 */
export async function forgetWebhooks(kube) {
  for (const kind of ['validating', 'mutating'])
    await kube.delete(
      `/apis/admissionregistration.k8s.io/v1/${kind}webhookconfigurations?${MANAGED}`,
    );
}

/** Definitions and settings. */
export async function setUpKyverno(context) {
  const { kube, modules } = context;
  const crds = path.join(modules.kyverno, 'config', 'crds');
  await kube.namespace(NAMESPACE);
  await oncePerVersion(
    kube,
    'kyverno',
    path.basename(modules.kyverno),
    async () => {
      for (const name of fs.readdirSync(crds).sort())
        await applyFolder(kube, path.join(crds, name));
    },
  );
  for (const name of ['kyverno', 'kyverno-metrics'])
    await kube.apply(`/api/v1/namespaces/${NAMESPACE}/configmaps/${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: NAMESPACE },
    });
  await kube.served('policies.kyverno.io/v1', ['validatingpolicies']);
  await kube.served('wgpolicyk8s.io/v1alpha2', ['policyreports']);
}
