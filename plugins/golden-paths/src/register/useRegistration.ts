import { useState } from 'react';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';

/** What stands at an address. */
export interface FoundEntities {
  address: string;
  refs: string[];
  /** The catalog reads this address already. */
  exists: boolean;
  registered: boolean;
}

/** Looks at an address, and registers it; what fails changes nothing. */
export function useRegistration() {
  const catalogApi = useApi(catalogApiRef);
  const [pending, setPending] = useState<'look' | 'register'>();
  const [found, setFound] = useState<FoundEntities>();
  const [error, setError] = useState<Error>();
  const ask = async (address: string, register: boolean) => {
    setPending(register ? 'register' : 'look');
    setError(undefined);
    try {
      const answer = await catalogApi.addLocation({
        type: 'url',
        target: address,
        dryRun: !register,
      });
      setFound(before => ({
        address,
        refs:
          register && before?.address === address
            ? before.refs
            : answer.entities.map((entity: Entity) =>
                stringifyEntityRef(entity),
              ),
        exists: answer.exists ?? false,
        registered: register,
      }));
    } catch (caught) {
      if (!register) setFound(undefined);
      setError(toError(caught));
    } finally {
      setPending(undefined);
    }
  };
  return { ask, pending, found, error };
}
