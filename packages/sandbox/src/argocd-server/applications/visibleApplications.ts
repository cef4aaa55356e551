import type { Application } from '../../controllers/argocd';
import type { Subject } from '../auth/Subject';
import { may, type ServerContext } from '../ServerContext';
import { isEnabledNamespace, rbacNameOf } from './findApplication';

/** Whether somebody may know of an Application. */
export async function isVisible(
  context: ServerContext,
  subject: Subject,
  app: Application,
): Promise<boolean> {
  return (
    isEnabledNamespace(context, app.metadata.namespace ?? '') &&
    (await may(
      context,
      subject,
      'applications',
      'get',
      rbacNameOf(context, app),
    ))
  );
}

/** The Applications that somebody may know of, by name. */
export async function visibleApplications(
  context: ServerContext,
  subject: Subject,
): Promise<Application[]> {
  const seen: Application[] = [];
  for (const app of context.argo.applications.list()) {
    if (await isVisible(context, subject, app)) seen.push(app);
  }
  const name = ({ metadata }: Application) =>
    `${metadata.name} ${metadata.namespace}`;
  return seen.sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** The newest state that any of the Applications has; a stream may begin there. */
export function newestVersion({ argo }: ServerContext): string {
  return String(
    argo.applications
      .list()
      .map(({ metadata }) => BigInt(metadata.resourceVersion ?? 0))
      .reduce((a, b) => (b > a ? b : a), 0n),
  );
}
