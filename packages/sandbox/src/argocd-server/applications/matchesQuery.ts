import {
  matchesLabels,
  parseLabelSelector,
} from '../../apiserver/selectors/labelSelector';
import type { Application } from '../../controllers/argocd';
import { hasSeveralSources, sourcesOf } from '../../controllers/argocd';
import { ApiError } from '../http/ApiError';
import { type Call, query, queryList } from '../http/Call';

/**
 * The filter of a list or a stream: projects, name, label selector, repository,
 * namespace.
 *
 * @throws ApiError 400 for a selector that cannot be read
 */
export function matchesQuery(call: Call): (app: Application) => boolean {
  const projects = queryList(call, 'projects', 'project').filter(Boolean);
  const name = query(call, 'name');
  const repo = query(call, 'repo');
  const namespace = query(call, 'appNamespace');
  const text = query(call, 'selector');
  let selects: (labels: Record<string, string>) => boolean = () => true;
  if (text) {
    try {
      const requirements = parseLabelSelector(text);
      selects = labels => matchesLabels(requirements, labels);
    } catch (error) {
      throw new ApiError(
        'InvalidArgument',
        `error parsing the selector: ${(error as Error).message}`,
      );
    }
  }
  return app => {
    const { metadata, spec } = app;
    return (
      (!projects.length || projects.includes(spec.project || 'default')) &&
      (!name || metadata.name === name) &&
      (!namespace || metadata.namespace === namespace) &&
      (!repo || hasRepository(app, repo)) &&
      selects(metadata.labels ?? {})
    );
  };
}

function hasRepository(app: Application, repo: string): boolean {
  const [first] = sourcesOf(app);
  return hasSeveralSources(app)
    ? sourcesOf(app).some(it => it.repoURL === repo)
    : first?.repoURL === repo;
}
