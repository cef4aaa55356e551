import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  identityApiRef,
  useApi,
  useApiHolder,
} from '@backstage/core-plugin-api';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import useAsync from 'react-use/esm/useAsync';

/** A group the signed-in person owns things through. */
export interface PersonTeam {
  /** Entity reference, for example `group:default/payments`. */
  ref: string;
  /** As people call it, for example "Payments". */
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
  const presentation = useApiHolder().get(entityPresentationApiRef);
  const { value } = useAsync(async (): Promise<Person> => {
    const [identity, profile] = await Promise.all([
      identityApi.getBackstageIdentity(),
      identityApi.getProfileInfo(),
    ]);
    // The catalog's own titles, which it keeps; the bare name while it does not answer.
    const teams = await Promise.all(
      identity.ownershipEntityRefs
        .map(ref => parseEntityRef(ref))
        .filter(ref => ref.kind.toLocaleLowerCase('en-US') === 'group')
        .map(async group => {
          const ref = stringifyEntityRef(group);
          const shown = await presentation?.forEntity(ref).promise;
          return { ref, name: shown?.primaryTitle ?? group.name };
        }),
    );
    return {
      userRef: identity.userEntityRef,
      name: profile.displayName ?? parseEntityRef(identity.userEntityRef).name,
      email: profile.email,
      teams,
    };
  }, [identityApi, presentation]);
  return value;
}
