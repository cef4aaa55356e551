import {
  eventually,
  startTestApi,
  type TestApi,
} from '../../../__testUtils__/testApi';
import type { KubernetesObject, Log } from '../../runtime';
import { type PolicyEngines, type PolicyOptions, startPolicy } from '..';
import { reportKind, type ReportGroup } from '../kyverno/buildReport';
import {
  policyWebhooks,
  resourceWebhooks,
} from '../kyverno/webhookConfigurations';
import { type RawAnswer, rawRequest } from './rawRequest';
import type { ReportResult } from '../kyverno/types';

/** Delays that make tests fast. */
const timing = {
  enqueueDelayMs: 20,
  aggregationDelayMs: 20,
  auditIntervalMs: 200,
};

/** A report as the tests look at it. */
export type Report = KubernetesObject & {
  summary: Record<string, number>;
  results: ReportResult[];
};

/** The engines on a Kubernetes API of their own. */
export class PolicyWorld {
  /** Everything that was logged above debug. */
  readonly lines: string[] = [];
  private engines: PolicyEngines | undefined;

  private constructor(readonly api: TestApi) {}

  static async start(options: Partial<PolicyOptions> = {}) {
    const world = new PolicyWorld(await startTestApi());
    await world.startEngines(options);
    return world;
  }

  get client() {
    return this.api.client;
  }

  async startEngines(options: Partial<PolicyOptions> = {}): Promise<void> {
    const log: Log = (level, message, fields) => {
      if (level !== 'debug') {
        this.lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
      }
    };
    this.engines = await startPolicy({
      kubeconfig: this.api.kubeconfig,
      log,
      signal: new AbortController().signal,
      timing,
      ...options,
    });
    await this.engines.synced;
  }

  async stopEngines(): Promise<void> {
    await this.engines?.stop();
    this.engines = undefined;
  }

  async stop(): Promise<void> {
    await this.stopEngines();
    await this.api.stop();
  }

  async namespace(
    name: string,
    labels: Record<string, string> = {},
  ): Promise<void> {
    await this.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    });
  }

  /** Writes what the policies' own webhook would refuse. */
  async letBrokenIn(policy: KubernetesObject): Promise<void> {
    await this.client.delete({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      name: policyWebhooks,
    });
    await this.client.create(policy);
  }

  /** Creates an object and answers all that a client sees. */
  async post(object: KubernetesObject, dryRun = false): Promise<RawAnswer> {
    const { apiVersion, kind, metadata } = object;
    const { plural } = await this.client.discovery.resourceOf(apiVersion, kind);
    const root = apiVersion.includes('/') ? 'apis' : 'api';
    const scope = metadata.namespace ? `/namespaces/${metadata.namespace}` : '';
    const path = `/${root}/${apiVersion}${scope}/${plural}`;
    return this.raw('POST', `${path}${dryRun ? '?dryRun=All' : ''}`, object);
  }

  /** Sends any request; patches are merge patches. */
  raw(method: string, path: string, body: unknown): Promise<RawAnswer> {
    return rawRequest(this.api.kubeconfig, {
      method,
      path,
      body,
      ...(method === 'PATCH' && {
        contentType: 'application/merge-patch+json',
      }),
    });
  }

  /** Waits until webhooks ask about all these policies. */
  async enforced(policies: string[]): Promise<void> {
    if (policies.length === 0) return;
    await eventually(async () => {
      const found = await this.client.find<KubernetesObject>({
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        name: resourceWebhooks,
      });
      const urls = JSON.stringify(found?.webhooks ?? []);
      return policies.every(it => new RegExp(`/${it}[/"]`).test(urls));
    });
  }

  /** Waits until the report of an object says something of that kind. */
  async report(
    subject: KubernetesObject,
    holds: (report: Report) => boolean,
    group: ReportGroup = 'wgpolicyk8s.io',
  ): Promise<Report> {
    const { uid = '', namespace } = subject.metadata;
    return eventually(async () => {
      const found = await this.client.find<Report>({
        ...reportKind(group, namespace),
        ...(namespace && { namespace }),
        name: uid,
      });
      return found && holds(found) ? found : undefined;
    });
  }
}

/** A Deployment with or without limits. */
export function deployment(
  namespace: string,
  name: string,
  limits?: Record<string, string>,
): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'main',
              image: 'registry.example/app:1.0',
              ...(limits && { resources: { limits } }),
            },
          ],
        },
      },
    },
  };
}

/** A policy that wants CPU limits in Deployments of a namespace. */
export function cpuPolicy(
  namespace: string,
  name: string,
  spec: KubernetesObject['spec'] = {},
): KubernetesObject {
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ValidatingPolicy',
    metadata: {
      name,
      annotations: { 'policies.kyverno.io/severity': 'medium' },
    },
    spec: {
      validationActions: ['Audit'],
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['apps'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['deployments'],
          },
        ],
        namespaceSelector: {
          matchLabels: { 'kubernetes.io/metadata.name': namespace },
        },
      },
      validations: [
        {
          expression:
            "object.spec.template.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && 'cpu' in c.resources.limits)",
          message: 'Every container needs a CPU limit.',
        },
      ],
      ...spec,
    },
  };
}
