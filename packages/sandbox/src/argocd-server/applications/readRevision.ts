import { type Application, sourcesOf } from '../../controllers/argocd';
import { ApiError } from '../http/ApiError';
import type { ServerContext } from '../ServerContext';

/**
 * Who made a commit, when and why.
 *
 * @throws ApiError 500, as the real one, for what is no whole hash and for a commit that is not there
 */
export async function readRevision(
  { argo }: ServerContext,
  app: Application,
  asked: { revision: string; sourceIndex: number },
) {
  const { revision, sourceIndex } = asked;
  if (!/^[0-9a-f]{40}$/.test(revision)) {
    throw new ApiError('Unknown', `revision ${revision} must be resolved`);
  }
  const source = sourcesOf(app)[sourceIndex];
  if (!source) {
    throw new ApiError(
      'InvalidArgument',
      `source index ${sourceIndex} not found`,
    );
  }
  const commit = await argo.repositories.commit(source.repoURL, revision);
  if (!commit) {
    throw new ApiError(
      'Unknown',
      `error acquiring repo lock: failed to initialize repository resources: rpc error: code = Internal desc = Failed to checkout revision ${revision}: \`git fetch origin ${revision} --tags --force --prune\` failed exit status 128: fatal: remote error: upload-pack: not our ref ${revision}\nfatal: git upload-pack: not our ref ${revision}`,
    );
  }
  return {
    author: commit.author,
    date: new Date(commit.date).toISOString().replace('.000', ''),
    ...(commit.tags.length && { tags: commit.tags }),
    message: commit.message.trimEnd(),
  };
}
