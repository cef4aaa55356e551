import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import useAsync from 'react-use/esm/useAsync';

/** A group the signed-in person owns things through. */
export interface PersonTeam {
  /** Entity reference, for example `group:default/payments`. */
  ref: string;
  name: string;
}

/** Who is signed in, as the identity provider and the catalog see them. */
export interface Person {
  userRef: string;
  name: string;
  email?: string;
  teams: PersonTeam[];
}

/** The signed-in person; undefined while it is being found out. */
export function usePerson(): Person | undefined {
  const identityApi = useApi(identityApiRef);
  const { value } = useAsync(async (): Promise<Person> => {
    const [identity, profile] = await Promise.all([
      identityApi.getBackstageIdentity(),
      identityApi.getProfileInfo(),
    ]);
    const teams = identity.ownershipEntityRefs
      .map(ref => parseEntityRef(ref))
      .filter(ref => ref.kind.toLocaleLowerCase('en-US') === 'group')
      .map(ref => ({ ref: stringifyEntityRef(ref), name: ref.name }));
    return {
      userRef: identity.userEntityRef,
      name: profile.displayName ?? parseEntityRef(identity.userEntityRef).name,
      email: profile.email,
      teams,
    };
  }, [identityApi]);
  return value;
}
