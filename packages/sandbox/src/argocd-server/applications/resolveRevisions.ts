import {
  type Application,
  hasSeveralSources,
  SourceError,
  sourcesOf,
} from '../../controllers/argocd';
import { ApiError } from '../http/ApiError';
import type { ServerContext } from '../ServerContext';

/**
 * The commits that a synchronisation is to bring out.
 *
 * @returns a SHA per source, and how messages show them
 * @throws ApiError 400 when there is no such revision, or automated synchronisation is set to another
 */
export async function resolveRevisions(
  { argo }: ServerContext,
  app: Application,
  asked: {
    revision?: string;
    revisions?: string[];
    /** Numbers, from 1, of the sources that `revisions` are for. */
    positions: number[];
    dryRun: boolean;
  },
): Promise<{ revisions: string[]; displayed: string }> {
  const automated = app.spec.syncPolicy?.automated;
  const isAutomated = automated !== undefined && automated.enabled !== false;
  const several = hasSeveralSources(app);
  const revisions: string[] = [];
  const shown: string[] = [];
  for (const [index, source] of sourcesOf(app).entries()) {
    const target = source.targetRevision || 'HEAD';
    const position = asked.positions.indexOf(index + 1);
    const wanted = several
      ? asked.revisions?.[asked.positions.length ? position : index]
      : asked.revision;
    if (wanted && wanted !== target && isAutomated && !asked.dryRun) {
      throw new ApiError(
        'FailedPrecondition',
        `Cannot sync to ${wanted}: auto-sync currently set to ${target}`,
      );
    }
    const name = wanted || target;
    let sha: string;
    try {
      sha = await argo.repositories.resolveRevision(source.repoURL, name);
    } catch (error) {
      const code = error instanceof SourceError ? error.code : 'Unknown';
      throw new ApiError(
        'FailedPrecondition',
        `error resolving repo revision: rpc error: code = ${code} desc = ${
          (error as Error).message
        }`,
      );
    }
    revisions.push(sha);
    shown.push(name === sha ? sha : `${name} (${sha})`);
  }
  return { revisions, displayed: shown.join(', ') };
}
