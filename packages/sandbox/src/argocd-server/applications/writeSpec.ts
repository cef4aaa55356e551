import type { Application, ApplicationSpec } from '../../controllers/argocd';
import { type JsonObject, KubernetesApiError } from '../../controllers/runtime';
import { ApiError } from '../http/ApiError';
import type { ServerContext } from '../ServerContext';
import { changeApplication } from './changeApplication';

/** Replaces an Application's spec and, where given, its labels, annotations and finalizers. */
export function writeSpec(
  context: ServerContext,
  app: Application,
  spec: ApplicationSpec,
  marks?: Application['metadata'],
): Promise<Application> {
  return refused(
    changeApplication(context, app, current => ({
      ...(marks && {
        metadata: {
          labels: replaced(current.metadata.labels, marks.labels),
          annotations: replaced(
            current.metadata.annotations,
            marks.annotations,
          ),
          finalizers: marks.finalizers ?? null,
        },
      }),
      spec: replaced(current.spec as never, spec as never),
    })),
  );
}

/** A merge patch that leaves nothing of the old content. */
function replaced(
  old: JsonObject | undefined,
  now: JsonObject | undefined,
): JsonObject {
  const gone = Object.keys(old ?? {}).filter(key => now?.[key] === undefined);
  const nested = Object.entries(now ?? {}).map(([key, value]) => {
    const before = old?.[key];
    const both = [before, value].every(
      it => typeof it === 'object' && it !== null && !Array.isArray(it),
    );
    return [
      key,
      both ? replaced(before as JsonObject, value as JsonObject) : value,
    ];
  });
  return {
    ...Object.fromEntries(gone.map(key => [key, null])),
    ...Object.fromEntries(nested),
  };
}

/**
 * Refuses what the project forbids.
 *
 * @throws ApiError 400
 */
export function validate(
  context: ServerContext,
  app: Application,
  wanted: boolean,
) {
  if (!wanted) return;
  const problems = context.argo.permitted(app);
  if (!problems.length) return;
  throw new ApiError(
    'InvalidArgument',
    `application spec for ${app.metadata.name} is invalid: ${problems
      .map(text => `InvalidSpecError: ${text}`)
      .join(';')}`,
  );
}

/** What the cluster refuses is the caller's to mend. */
export async function refused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof KubernetesApiError && error.code < 500) {
      throw new ApiError('InvalidArgument', error.message);
    }
    throw error;
  }
}
