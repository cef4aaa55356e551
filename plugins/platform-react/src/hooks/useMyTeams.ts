import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import useAsync from 'react-use/esm/useAsync';

/**
 * Entity references of the groups the signed-in person owns things through; undefined until known.
 * The identity is at hand in the browser, a failure means no teams.
 */
export function useMyTeams(): string[] | undefined {
  const identityApi = useApi(identityApiRef);
  const { value, error } = useAsync(async () => {
    const identity = await identityApi.getBackstageIdentity();
    return identity.ownershipEntityRefs
      .map(ref => parseEntityRef(ref))
      .filter(ref => ref.kind.toLocaleLowerCase('en-US') === 'group')
      .map(ref => stringifyEntityRef(ref));
  }, [identityApi]);
  return error ? [] : value;
}
