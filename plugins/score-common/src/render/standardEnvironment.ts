import type { ScoreEnvironment } from '../types';

/**
 * An environment as the platform sets it up: `prod` runs two to six pods and keeps a tenth of the
 * traces, any other one pod and all of them.
 *
 * @param options - The environment's name, the owning team as in the label `cairn.dev/owner`, whose
 * namespace is `<owner>-<name>`, and the domain hosts are made below.
 * @public
 */
export function standardEnvironment(options: {
  name: string;
  owner: string;
  domain?: string;
}): ScoreEnvironment {
  const { name, owner, domain = `${name}.cairn.example` } = options;
  const production = name === 'prod';
  return {
    name,
    namespace: `${owner}-${name}`,
    production,
    domain,
    replicas: production ? { min: 2, max: 6 } : { min: 1, max: 1 },
    logLevel: production ? 'info' : 'debug',
    telemetry: {
      endpoint: 'http://otel-collector.observability.svc.cluster.local:4318',
      sampleRatio: production ? 0.1 : 1,
    },
    ingress: { className: 'nginx', namespace: 'ingress-nginx' },
    monitoringNamespace: 'observability',
  };
}
