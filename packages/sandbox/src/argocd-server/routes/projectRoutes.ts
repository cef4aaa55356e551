import type { AppProject } from '../../controllers/argocd';
import type { KubernetesObject } from '../../controllers/runtime';
import { metadataWire } from '../applications/applicationWire';
import { selectFields } from '../applications/selectFields';
import { ApiError } from '../http/ApiError';
import { type Call, query, type Route, subjectOf } from '../http/Call';
import { may, requireRight, type ServerContext } from '../ServerContext';

const IN_CLUSTER = 'https://kubernetes.default.svc';
const SECRET_TYPE = 'argocd.argoproj.io/secret-type';

/** Projects, repositories and clusters, for reading. */
export function projectRoutes(context: ServerContext): Route[] {
  const { argo } = context;
  const allowed = async <T>(
    call: Call,
    resource: string,
    items: T[],
    nameOf: (item: T) => string,
  ) => {
    const seen: T[] = [];
    for (const item of items) {
      const name = nameOf(item);
      if (await may(context, subjectOf(call), resource, 'get', name)) {
        seen.push(item);
      }
    }
    return seen.length ? seen : null;
  };
  const answer = (call: Call, body: object) => {
    const fields = query(call, 'fields');
    return { json: fields ? selectFields(body, fields) : body };
  };
  return [
    {
      method: 'GET',
      pattern: '/api/v1/projects',
      handler: async call => {
        const projects = argo.projects.list(argo.namespace).map(projectWire);
        const nameOf = (it: { metadata: { name?: string } }) =>
          it.metadata.name ?? '';
        projects.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
        const items = await allowed(call, 'projects', projects, nameOf);
        return answer(call, { metadata: {}, items });
      },
    },
    {
      method: 'GET',
      pattern: '/api/v1/projects/:name',
      handler: async call => {
        const { name = '' } = call.params;
        await requireRight(context, subjectOf(call), 'projects', 'get', name);
        const { namespace } = argo;
        const project = argo.projects.get({ namespace, name });
        if (!project) {
          throw new ApiError(
            'NotFound',
            `appprojects.argoproj.io "${name}" not found`,
          );
        }
        return { json: projectWire(project) };
      },
    },
    {
      method: 'GET',
      pattern: '/api/v1/clusters',
      handler: async call => {
        const others = (await secretsOf(context, 'cluster')).map(data => ({
          server: data.server ?? '',
          name: data.name ?? '',
        }));
        const all = [{ server: IN_CLUSTER, name: 'in-cluster' }, ...others];
        const items = await allowed(call, 'clusters', all, it => it.server);
        return { json: { metadata: {}, items } };
      },
    },
    {
      method: 'GET',
      pattern: '/api/v1/repositories',
      handler: async call => {
        const all = (await secretsOf(context, 'repository')).map(data => ({
          repo: data.url ?? '',
          type: data.type || 'git',
          ...(data.name && { name: data.name }),
          ...(data.project && { project: data.project }),
        }));
        const nameOf = (it: (typeof all)[number]) =>
          it.project ? `${it.project}/${it.repo}` : it.repo;
        const items = await allowed(call, 'repositories', all, nameOf);
        return { json: { metadata: {}, items } };
      },
    },
  ];
}

function projectWire({ metadata, spec, ...rest }: AppProject) {
  return {
    metadata: metadataWire(metadata),
    spec,
    status: (rest as KubernetesObject).status ?? {},
  };
}

/** Secrets that describe something to Argo CD; passwords in them are not handed on. */
async function secretsOf(
  { argo, client }: ServerContext,
  type: string,
): Promise<Record<string, string>[]> {
  const { items } = await client.list('v1', 'Secret', {
    namespace: argo.namespace,
    labelSelector: `${SECRET_TYPE}=${type}`,
  });
  return items.map(({ data }) =>
    Object.fromEntries(
      Object.entries((data ?? {}) as Record<string, string>)
        .filter(([key]) =>
          ['url', 'type', 'name', 'project', 'server'].includes(key),
        )
        .map(([key, value]) => [
          key,
          Buffer.from(value, 'base64').toString('utf8'),
        ]),
    ),
  );
}
