import { useApi } from '@backstage/core-plugin-api';
import {
  CATALOG_FILTER_EXISTS,
  catalogApiRef,
  entityRouteParams,
} from '@backstage/plugin-catalog-react';
import {
  EmptyState,
  FailurePanel,
  PageFrame,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { EntityTable } from './EntityTable';

/** The largest page the catalog is asked for. */
const pageSize = 500;

/** Everything that brings documents of its own. */
export function DocsIndexPage() {
  const catalogApi = useApi(catalogApiRef);
  const { value, error, retry } = useAsyncRetry(async () => {
    const { items } = await catalogApi.queryEntities({
      filter: {
        'metadata.annotations.backstage.io/techdocs-ref': CATALOG_FILTER_EXISTS,
      },
      orderFields: { field: 'metadata.name', order: 'asc' },
      fields: ['kind', 'metadata', 'spec', 'relations'],
      limit: pageSize,
    });
    return items;
  }, [catalogApi]);
  return (
    <PageFrame
      title="Docs"
      sentence="Documents that live beside the code they describe."
    >
      {error && (
        <FailurePanel
          title="The documents could not be listed."
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && (
        <SkeletonRows rows={4} height={60} label="Loading documents" />
      )}
      {value && (
        <EntityTable
          entities={value}
          ownable
          hrefOf={entity => {
            const { namespace, kind, name } = entityRouteParams(entity, {
              encodeParams: true,
            });
            return `/docs/${namespace}/${kind}/${name}`;
          }}
          empty={
            <EmptyState title="No documents yet.">
              A service brings its documents with the annotation
              backstage.io/techdocs-ref in its catalog-info.yaml.
            </EmptyState>
          }
        />
      )}
    </PageFrame>
  );
}
