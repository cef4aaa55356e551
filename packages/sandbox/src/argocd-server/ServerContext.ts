import type { ArgoService } from '../controllers/argocd';
import type {
  EventRecorder,
  KubernetesClient,
  Log,
} from '../controllers/runtime';
import type { ServerSettings } from './auth/ServerSettings';
import type { Subject } from './auth/Subject';
import { ApiError } from './http/ApiError';

/** What the parts of the server share. */
export interface ServerContext {
  argo: ArgoService;
  client: KubernetesClient;
  settings: ServerSettings;
  recorder: EventRecorder;
  log: Log;
}

/** Whether a subject may do something. */
export async function may(
  { settings }: ServerContext,
  { name }: Subject,
  resource: string,
  action: string,
  object: string,
): Promise<boolean> {
  const { policy } = await settings.read();
  return policy.allows(name, resource, action, object);
}

/** Lets through who may. @throws ApiError 403 that says what is missing */
export async function requireRight(
  context: ServerContext,
  subject: Subject,
  resource: string,
  action: string,
  object: string,
): Promise<void> {
  if (await may(context, subject, resource, action, object)) return;
  const issued = new Date(subject.issuedAt * 1000).toISOString();
  throw new ApiError(
    'PermissionDenied',
    `permission denied: ${resource}, ${action}, ${object}, sub: ${
      subject.name
    }, iat: ${issued.replace('.000', '')}`,
  );
}
