import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import useAsync from 'react-use/esm/useAsync';

/**
 * Whether the person can see at least one template. False until it is known, and when the catalog
 * does not answer: an entry that appears late disturbs less than one that leads nowhere.
 */
export function useGoldenPathsExist(): boolean {
  const catalogApi = useApi(catalogApiRef);
  const { value } = useAsync(async () => {
    const { totalItems } = await catalogApi.queryEntities({
      filter: { kind: 'Template' },
      fields: ['kind'],
      limit: 1,
    });
    return totalItems > 0;
  }, [catalogApi]);
  return value ?? false;
}
