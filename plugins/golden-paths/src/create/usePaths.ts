import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  type CatalogApi,
} from '@backstage/plugin-catalog-react';
import {
  readGoldenPath,
  type GoldenPath,
} from '@cairn/plugin-golden-paths-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { goldenPathsApiRef } from '../api/GoldenPathsApi';

/** A path; who uses it is left out where that is not known. */
export type KnownPath = Omit<GoldenPath, 'adoption'> &
  Partial<Pick<GoldenPath, 'adoption'>>;

/** The paths one can begin with. */
export interface KnownPaths {
  items: KnownPath[];
  /** Why adoption is not known; the paths then come from the catalog alone. */
  partial?: Error;
}

const mostPaths = 200;

async function pathsOfCatalog(catalogApi: CatalogApi): Promise<KnownPath[]> {
  const { items } = await catalogApi.queryEntities({
    filter: { kind: 'Template' },
    limit: mostPaths,
  });
  return items.map(entity => readGoldenPath(entity));
}

function byTitle(one: KnownPath, other: KnownPath): number {
  return one.title.localeCompare(other.title, 'en-GB');
}

/** Reads the paths; from the catalog alone where the golden paths part does not answer. */
export function usePaths() {
  const goldenPathsApi = useApi(goldenPathsApiRef);
  const catalogApi = useApi(catalogApiRef);
  return useAsyncRetry(async (): Promise<KnownPaths> => {
    try {
      const { items } = await goldenPathsApi.listPaths();
      return { items: [...items].sort(byTitle) };
    } catch (error) {
      const items = await pathsOfCatalog(catalogApi);
      return { items: items.sort(byTitle), partial: toError(error) };
    }
  }, [goldenPathsApi, catalogApi]);
}
