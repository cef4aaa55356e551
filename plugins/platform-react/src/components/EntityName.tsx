import { useEntityPresentation } from '@backstage/plugin-catalog-react';

/** What people call an entity of the catalog, for example "Payments" for `group:default/payments`. */
export function EntityName({ entityRef }: { entityRef: string }) {
  const { primaryTitle } = useEntityPresentation(entityRef);
  return <>{primaryTitle}</>;
}
