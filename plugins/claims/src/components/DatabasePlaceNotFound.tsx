import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { EmptyState, PageFrame } from '@cairn/plugin-platform-react';
import { rootRouteRef } from '../routes';

/** What a person sees who may not see it, or where nothing is: the two look the same. */
export function DatabasePlaceNotFound() {
  const listHref = useRouteRef(rootRouteRef)?.() ?? '/databases';
  return (
    <PageFrame title="Nothing to show here">
      <EmptyState
        title="There is no such database, or it is not yours to see."
        action={
          <ButtonLink variant="secondary" href={listHref}>
            All my databases
          </ButtonLink>
        }
      >
        You can see this when you belong to the owning team.
      </EmptyState>
    </PageFrame>
  );
}
