import type { ArgoParts } from '../ArgoParts';
import { patchBetween } from '../compare/patchBetween';
import { argoApiVersion, type Application } from '../types';

/**
 * Writes what differs between two states of an Application, and nothing else:
 * another controller may be writing other fields.
 *
 * @returns the Application as it is now
 */
export async function writeApplication(
  { client, applications }: ArgoParts,
  before: Application,
  after: Application,
): Promise<Application> {
  const patch = patchBetween(before, after);
  if (!patch) return before;
  const { namespace, name = '' } = before.metadata;
  const written = await client.patch<Application>(
    { apiVersion: argoApiVersion, kind: 'Application', namespace, name },
    patch.body,
    { fieldManager: 'argocd-controller' },
  );
  return applications.remember(written);
}

/** A copy of an Application with other parts of its status. */
export function withStatus(
  app: Application,
  status: Application['status'],
): Application {
  return { ...app, status: { ...app.status, ...status } };
}
