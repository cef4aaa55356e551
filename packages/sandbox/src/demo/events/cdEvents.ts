import type { Deployment } from '../history/types';
import { digestOf, uuidOf } from '../organisation/Random';
import type { ServiceRepository } from '../repository/types';
import { imageOf, namespaceOf } from '../repository/manifests';
import type { DemoEvent } from './DemoEvent';
import { sourceVersion } from './githubEvents';

/** What a service's pipeline tells by CDEvents, over CloudEvents' HTTP binding, in no order. */
export function cdEvents(
  repository: ServiceRepository,
  options: { gitUrl: string; prefix: string; now: number },
): DemoEvent[] {
  const { history, versions } = repository;
  const { service } = history;
  const source = `/fernhill/${service.owner}/${service.name}`;
  const page = `${options.gitUrl}/${service.owner}/${service.name}`;
  const events: DemoEvent[] = [];
  const tell = (
    at: number,
    type: string,
    key: string,
    subject: { id: string; content: Record<string, unknown> },
    chain: string,
  ) => {
    if (at > options.now) return;
    const name = `${options.prefix}/${service.name}`;
    const id = uuidOf(`${name}/${type}/${key}`);
    const fullType = `dev.cdevents.${type}.0.3.0`;
    const time = new Date(at).toISOString();
    events.push({
      id,
      at,
      source: 'cdevents',
      component: service.name,
      render: () => ({
        headers: {
          'content-type': 'application/json',
          'ce-specversion': '1.0',
          'ce-id': id,
          'ce-source': source,
          'ce-type': fullType,
          'ce-time': time,
          'ce-subject': subject.id,
        },
        body: JSON.stringify({
          context: {
            specversion: '0.6.0-draft',
            id,
            chainId: uuidOf(`${name}/chain/${chain}`),
            source,
            type: fullType,
            timestamp: time,
          },
          subject: { ...subject, source },
        }),
      }),
    });
  };
  const artifact = (version: string) => {
    const digest = digestOf(`image/${imageOf(service, version)}`);
    return `pkg:oci/${service.name}@sha256%3A${digest}?tag=${version}`;
  };
  const environmentOf = ({ environment }: Deployment) => ({
    id: namespaceOf(service, environment),
    source: '/fernhill/clusters/main',
  });

  for (const { entry, after } of repository.moves) {
    if (entry.kind !== 'change') continue;
    const content = {
      repository: { id: `${service.owner}/${service.name}`, source: page },
    };
    const subject = { id: after, content };
    tell(entry.at, 'change.merged', entry.version, subject, entry.version);
  }
  for (const run of history.runs) {
    if (run.result !== 'success') continue;
    const change = { id: versions.get(run.version), source: page };
    const subject = { id: artifact(run.version), content: { change } };
    tell(
      run.finishedAt,
      'artifact.packaged',
      run.version,
      subject,
      run.version,
    );
  }
  const seen = new Set<string>();
  for (const deployment of history.deployments) {
    const { key, environment, version, finishedAt, result } = deployment;
    const environmentRef = environmentOf(deployment);
    if (result === 'failure') {
      tell(
        finishedAt,
        'pipelinerun.finished',
        key,
        {
          id: `deploy-${service.name}-${environment}-${key}`,
          content: {
            pipelineName: `deploy-${service.name}-${environment}`,
            outcome: deployment.touched ? 'failure' : 'error',
            environment: environmentRef,
            artifactId: artifact(version),
          },
        },
        sourceVersion(deployment),
      );
      continue;
    }
    let verb = seen.has(environment) ? 'upgraded' : 'deployed';
    if (deployment.task === 'rollback') verb = 'rolledback';
    seen.add(environment);
    const content = {
      environment: environmentRef,
      artifactId: artifact(version),
    };
    const subject = { id: service.name, content };
    tell(
      finishedAt,
      `service.${verb}`,
      key,
      subject,
      sourceVersion(deployment),
    );
  }
  for (const incident of history.incidents) {
    const { key, startedAt, resolvedAt, title, cause } = incident;
    const content = {
      description: title,
      environment: {
        id: namespaceOf(service, 'prod'),
        source: '/fernhill/clusters/main',
      },
      service: { id: service.name, source },
      ...(cause && { artifactId: artifact(cause.version) }),
    };
    const subject = { id: `${service.name}-${key}`, content };
    tell(startedAt, 'incident.detected', key, subject, key);
    if (resolvedAt !== undefined) {
      tell(resolvedAt, 'incident.resolved', key, subject, key);
    }
  }
  return events;
}
