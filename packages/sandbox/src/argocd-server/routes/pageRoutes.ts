import type { Application } from '../../controllers/argocd';
import { isEnabledNamespace } from '../applications/findApplication';
import type { Route } from '../http/Call';
import {
  applicationPage,
  applicationsPage,
  missingPage,
} from '../pages/applicationPage';
import type { ServerContext } from '../ServerContext';

/**
 * Pages for people who follow a link. They show what an Application's status
 * says to everybody on this computer, and nothing can be done on them.
 */
export function pageRoutes(context: ServerContext): Route[] {
  const { argo } = context;
  const audience = 'everybody';
  const show = (namespace: string, name: string) => {
    const app = isEnabledNamespace(context, namespace)
      ? argo.applications.get({ namespace, name })
      : undefined;
    return app ? applicationPage(app) : missingPage();
  };
  const overview = async () => {
    const nameOf = ({ metadata }: Application) => metadata.name ?? '';
    const all = argo.applications
      .list()
      .filter(app => isEnabledNamespace(context, app.metadata.namespace ?? ''))
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    return applicationsPage(all);
  };
  return [
    { method: 'GET', pattern: '/', audience, handler: overview },
    { method: 'GET', pattern: '/applications', audience, handler: overview },
    {
      method: 'GET',
      pattern: '/applications/:name',
      audience,
      handler: async ({ params }) => show(argo.namespace, params.name ?? ''),
    },
    {
      method: 'GET',
      pattern: '/applications/:namespace/:name',
      audience,
      handler: async ({ params }) =>
        show(params.namespace ?? '', params.name ?? ''),
    },
  ];
}
