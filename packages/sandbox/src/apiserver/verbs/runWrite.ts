import { requestOptions } from '../admission';
import type { ApiContext } from '../http/ApiContext';
import { setWarnings } from '../http/respond';
import type { Draft } from '../storage/Draft';
import type { StoredObject } from '../storage/StoredObject';
import type { ResourceType } from '../types';
import { sendStored } from './read';
import type { WriteContext } from './WriteContext';
import type { WriteOptions } from './writeOptions';

/** Outcome of a create, update or patch. */
export interface Written {
  stored: StoredObject;
  created: boolean;
}

/** Runs a write, for real or dry, and sends the object that came of it. */
export async function runWrite(
  context: ApiContext,
  type: ResourceType,
  options: WriteOptions,
  write: (context: WriteContext) => Written,
): Promise<void> {
  const { stored, created } = await inDraft(context, type, options, write);
  sendStored(context, created ? 201 : 200, type, stored);
}

/** Runs a write, for real or dry, and answers what came of it. */
export async function inDraft<T>(
  context: ApiContext,
  type: ResourceType,
  options: WriteOptions,
  write: (context: WriteContext) => T,
): Promise<T> {
  const { services, user, info } = context;
  const warn = (text: string) => context.warnings.push(text);
  const admission = services.admission.session({
    user,
    dryRun: options.dryRun,
    options: requestOptions(context.query),
    warn,
  });
  const run = (draft: Draft) =>
    write({
      services,
      draft,
      type,
      user,
      namespace: type.namespaced ? info.namespace : '',
      subresource: info.subresource,
      options,
      admission,
      warn,
    });
  try {
    return await admission.settle(() =>
      options.dryRun ? services.store.dryRun(run) : services.store.write(run),
    );
  } catch (error) {
    // Whoever is refused is warned all the same.
    setWarnings(context);
    throw error;
  }
}
