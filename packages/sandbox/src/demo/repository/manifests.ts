import { stringify } from 'yaml';
import type { Environment } from '../organisation/profiles';
import type { Service } from '../organisation/organisation';

type Manifest = Record<string, unknown>;

/** Where built images are. */
const REGISTRY = 'registry.fernhill.example';

/** The image of a service's version. */
export function imageOf(service: Service, version: string): string {
  return `${REGISTRY}/${service.owner}/${service.name}:${version}`;
}

/** The namespace of a team in an environment. */
export function namespaceOf(service: Service, environment: Environment) {
  return `${service.owner}-${environment}`;
}

/** Stands for the version in a manifest that is written once for all versions. */
const ANY_VERSION = '0.0.0-any';
const written = new WeakMap<Service, Map<Environment, string>>();

/**
 * The file of a service that names the version an environment runs; for what is
 * not in the cluster it is a plain note.
 */
export function versionFile(
  service: Service,
  environment: Environment,
  version: string,
): [path: string, text: string] {
  const { kind } = service.shape;
  const path = `deploy/${environment}/${kind}.yaml`;
  const known = written.get(service) ?? new Map<Environment, string>();
  written.set(service, known);
  let text = known.get(environment);
  if (text === undefined) {
    text =
      kind === 'store'
        ? `version: ${ANY_VERSION}\ntrack: ${environment}\n`
        : stringify(workload(service, environment, ANY_VERSION));
    known.set(environment, text);
  }
  return [path, text.replaceAll(ANY_VERSION, version)];
}

/** All of `deploy/<environment>` of a service. */
export function manifestsOf(
  service: Service,
  environment: Environment,
  version: string,
): [path: string, text: string][] {
  const { name, shape } = service;
  const files = [versionFile(service, environment, version)];
  if (shape.kind === 'store') return files;
  const add = (file: string, manifest: Manifest) =>
    files.push([`deploy/${environment}/${file}.yaml`, stringify(manifest)]);
  const metadata = { name, labels: labels(service) };
  add('config', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: {
      LOG_LEVEL: environment === 'dev' ? 'debug' : 'info',
      ENVIRONMENT: environment,
    },
  });
  if (shape.kind === 'deployment') {
    add('service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: { 'app.kubernetes.io/name': name },
        ports: [{ name: 'http', port: 80, targetPort: 'http' }],
      },
    });
    if (shape.ingress) add('ingress', ingress(service, environment));
    if (shape.autoscaled && environment === 'prod') {
      add('autoscaler', autoscaler(service));
    }
  }
  if (shape.database?.environments.includes(environment)) {
    add('database', database(service, environment));
  }
  return files;
}

function labels(service: Service): Record<string, string> {
  return {
    'app.kubernetes.io/name': service.name,
    'app.kubernetes.io/part-of': service.system,
    'backstage.io/kubernetes-id': service.name,
    'cairn.dev/owner': service.owner,
  };
}

function workload(
  service: Service,
  environment: Environment,
  version: string,
): Manifest {
  const { name, shape } = service;
  const quirk = environment === 'dev' ? shape.devQuirk : undefined;
  const requests = { cpu: shape.cpu, memory: shape.memory };
  const container = {
    name,
    image: imageOf(service, version),
    envFrom: [
      { configMapRef: { name } },
      ...(shape.database
        ? [
            {
              secretRef: {
                name: `${shape.database.name}-connection`,
                optional: true,
              },
            },
          ]
        : []),
    ],
    ...(shape.kind === 'deployment' && {
      ports: [{ name: 'http', containerPort: 8080 }],
      readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      ...(!shape.flaws.includes('no-liveness-probe') && {
        livenessProbe: { tcpSocket: { port: 'http' } },
      }),
    }),
    resources:
      quirk === 'no-limits'
        ? { requests }
        : {
            requests,
            limits: { memory: shape.memory, cpu: doubled(shape.cpu) },
          },
    securityContext: {
      allowPrivilegeEscalation: false,
      ...(!shape.flaws.includes('runs-as-root') && { runAsNonRoot: true }),
      capabilities: { drop: ['ALL'] },
      ...(!shape.flaws.includes('no-call-filter') && {
        seccompProfile: { type: 'RuntimeDefault' },
      }),
    },
  };
  const metadata = { name, labels: labels(service) };
  const podLabels = {
    ...labels(service),
    'app.kubernetes.io/version': version,
  };
  if (shape.kind === 'cronjob') {
    return {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule: environment === 'dev' ? '0 6 * * 1' : '*/30 * * * *',
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        ...(environment === 'dev' && { suspend: true }),
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: podLabels },
              spec: { restartPolicy: 'Never', containers: [container] },
            },
          },
        },
      },
    };
  }
  const scaledByItself = shape.autoscaled && environment === 'prod';
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      ...(!scaledByItself && {
        replicas: environment === 'dev' ? 1 : shape.replicas,
      }),
      ...(quirk === 'paused' && { paused: true }),
      ...(quirk === 'missing-image' && { progressDeadlineSeconds: 60 }),
      revisionHistoryLimit: 3,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: {
        metadata: { labels: podLabels },
        spec: { containers: [container] },
      },
    },
  };
}

/** Twice a CPU quantity of the demo: `100m` or `1`. */
function doubled(cpu: string): string {
  return cpu.endsWith('m') ? `${Number(cpu.slice(0, -1)) * 2}m` : `${+cpu * 2}`;
}

function ingress(service: Service, environment: Environment): Manifest {
  const suffix = environment === 'dev' ? '.dev' : '';
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: service.name, labels: labels(service) },
    spec: {
      rules: [
        {
          host: `${service.shape.ingress}${suffix}.fernhill.example`,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: {
                  service: { name: service.name, port: { name: 'http' } },
                },
              },
            ],
          },
        },
      ],
    },
  };
}

function autoscaler(service: Service): Manifest {
  const { name, shape } = service;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, labels: labels(service) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: shape.replicas,
      maxReplicas: shape.replicas * 3,
      metrics: [
        {
          type: 'Resource',
          // A mistake somebody made: this is not a resource, so that nothing measures it.
          resource: {
            name: 'requests-per-second',
            target: { type: 'AverageValue', averageValue: '200' },
          },
        },
      ],
    },
  };
}

function database(service: Service, environment: Environment): Manifest {
  const { database: wanted } = service.shape;
  return {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    kind: 'Database',
    metadata: { name: wanted?.name, labels: labels(service) },
    spec: {
      ...(wanted?.engine === 'mongodb'
        ? { engine: 'mongodb', version: '8.0' }
        : { engine: 'postgres', version: '18' }),
      size: environment === 'dev' ? 'small' : wanted?.size,
    },
  };
}
