import { argoApiVersion } from '../argocd/types';
import type { JsonObject, KubernetesClient } from '../runtime';
import type { ApplicationSet, GeneratedApplication } from './types';

const IN_CLUSTER = 'https://kubernetes.default.svc';

/**
 * What is wrong with generated Applications, by their names: one named twice,
 * a project or a destination that does not exist.
 */
export async function validateApplications(
  client: KubernetesClient,
  set: ApplicationSet,
  generated: GeneratedApplication[],
): Promise<Map<string, string>> {
  const problems = new Map<string, string>();
  const seen = new Set<string>();
  const projects = new Map<string, boolean>();
  for (const { metadata, spec } of generated) {
    const { name, namespace } = metadata;
    if (seen.has(name)) {
      problems.set(
        name,
        `ApplicationSet ${set.metadata.name} contains applications with duplicate name: ${name}`,
      );
      continue;
    }
    seen.add(name);
    const project = String(spec.project);
    if (!projects.has(project)) {
      const found = await client.find({
        apiVersion: argoApiVersion,
        kind: 'AppProject',
        namespace,
        name: project,
      });
      projects.set(project, found !== undefined);
    }
    if (!projects.get(project)) {
      problems.set(
        name,
        `application references project ${project} which does not exist`,
      );
      continue;
    }
    const problem = await destinationProblem(
      client,
      namespace,
      (spec.destination ?? {}) as JsonObject,
    );
    if (problem) {
      problems.set(name, `application destination spec is invalid: ${problem}`);
    }
  }
  return problems;
}

async function destinationProblem(
  client: KubernetesClient,
  namespace: string,
  destination: JsonObject,
): Promise<string | undefined> {
  const { server, name } = destination as { server?: string; name?: string };
  if (server && name) {
    return `application destination can't have both name and server defined: ${name} ${server}`;
  }
  if (server === IN_CLUSTER || name === 'in-cluster') return undefined;
  if (!server && !name) return 'destination server missing from app spec';
  const { items } = await client.list('v1', 'Secret', {
    namespace,
    labelSelector: 'argocd.argoproj.io/secret-type=cluster',
  });
  const wanted = Buffer.from(server ?? name ?? '').toString('base64');
  const known = items.some(item => {
    const data = (item.data ?? {}) as Record<string, string>;
    return (server ? data.server : data.name) === wanted;
  });
  if (known) return undefined;
  return server
    ? `error getting cluster by server "${server}": rpc error: code = NotFound desc = cluster "${server}" not found`
    : `unable to find destination server: there are no clusters with this name: ${name}`;
}
