import { NotFoundError } from '@backstage/errors';

/**
 * The one answer for what is missing, foreign or forbidden: made from nothing but the question, so that
 * the three cannot be told apart.
 */
export function claimNotFound(ref: {
  cluster: string;
  namespace: string;
  name: string;
}): NotFoundError {
  return new NotFoundError(
    `There is no request "${ref.name}" in namespace "${ref.namespace}" on cluster "${ref.cluster}", or you may not see it. You can see it when you belong to the owning team.`,
  );
}
