import type { Application } from '../../controllers/argocd';
import { ApiError, permissionDenied } from '../http/ApiError';
import { type Call, query, subjectOf } from '../http/Call';
import { may, type ServerContext } from '../ServerContext';

/** Whether Applications of a namespace are served at all. */
export function isEnabledNamespace(
  { argo }: ServerContext,
  namespace: string,
): boolean {
  return (
    namespace === argo.namespace ||
    argo.parts.applicationNamespaces.includes(namespace)
  );
}

/** An Application in rights: `project/name`, or `project/namespace/name` outside Argo CD's own namespace. */
export function rbacName(
  { argo }: ServerContext,
  application: { project: string; namespace: string; name: string },
): string {
  const { project, namespace, name } = application;
  return namespace === argo.namespace || !namespace
    ? `${project}/${name}`
    : `${project}/${namespace}/${name}`;
}

/** {@link rbacName} of an Application that is there. */
export function rbacNameOf(
  context: ServerContext,
  { metadata, spec }: Application,
): string {
  return rbacName(context, {
    project: spec.project || 'default',
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
  });
}

/** `namespace/name`, as messages have it. */
export function qualifiedName({ metadata }: Application): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/**
 * The Application of a request's path. What is not there and what the caller may
 * not do look alike, unless the caller names a project where it may: then 404.
 *
 * @param action - what the caller needs the right to do
 * @throws ApiError 403 or 404
 */
export async function findApplication(
  context: ServerContext,
  call: Call,
  action = 'get',
): Promise<Application> {
  const subject = subjectOf(call);
  const { name = '' } = call.params;
  const project = query(call, 'project');
  const namespace = query(call, 'appNamespace') ?? context.argo.namespace;
  const allowed = (object: string) =>
    may(context, subject, 'applications', action, object);
  if (
    project &&
    !(await allowed(rbacName(context, { project, namespace, name })))
  ) {
    throw permissionDenied();
  }
  const refusal = project
    ? new ApiError('NotFound', `applications.argoproj.io "${name}" not found`)
    : permissionDenied();
  const found = isEnabledNamespace(context, namespace)
    ? context.argo.applications.get({ namespace, name })
    : undefined;
  if (!found || !(await allowed(rbacNameOf(context, found)))) throw refusal;
  if (project && (found.spec.project || 'default') !== project) throw refusal;
  return found;
}
