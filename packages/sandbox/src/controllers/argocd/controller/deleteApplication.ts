import type { GroupVersionKind } from '../../runtime';
import { hasSyncOption, resourcesFinalizer } from '../annotations';
import type { ArgoParts } from '../ArgoParts';
import type { StateComparer } from '../compare/StateComparer';
import { deleteObject } from '../sync/runTasks';
import type { Application } from '../types';
import { writeApplication } from './writeApplication';

/**
 * Takes an Application's resources away, if its finalizer says so, then lets the
 * Application go.
 *
 * @param report - Writes how the Application stands once deletion has begun.
 * @returns whether it is done
 */
export async function deleteApplication(
  parts: ArgoParts,
  comparer: StateComparer,
  app: Application,
  report: () => Promise<unknown>,
): Promise<boolean> {
  const own = (app.metadata.finalizers ?? []).filter(it =>
    it.startsWith(resourcesFinalizer),
  );
  if (own.length === 0) return true;
  const { live } = parts;
  await live.watch(kindsOf(app));
  const objects = live
    .ofInstance(comparer.instanceOf(app))
    .filter(it => !hasSyncOption(it, undefined, 'Delete=false'));
  const background = own.some(it => it.endsWith('/background'));
  for (const object of objects) {
    if (object.metadata.deletionTimestamp) continue;
    await deleteObject(parts, object, background ? 'Background' : 'Foreground');
  }
  await report();
  const left = live
    .ofInstance(comparer.instanceOf(app))
    .filter(it => !hasSyncOption(it, undefined, 'Delete=false'));
  if (left.length > 0) return false;
  const finalizers = app.metadata.finalizers?.filter(it => !own.includes(it));
  await writeApplication(parts, app, {
    ...app,
    metadata: { ...app.metadata, finalizers },
  });
  return true;
}

function kindsOf({ status }: Application): GroupVersionKind[] {
  const results = status?.operationState?.syncResult?.resources ?? [];
  return [...(status?.resources ?? []), ...results].map(
    ({ group, version = '', kind }) => ({
      apiVersion: group ? `${group}/${version}` : version,
      kind,
    }),
  );
}
