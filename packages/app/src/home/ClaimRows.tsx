import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { ClaimSummary } from '@cairn/plugin-claims-common';
import { claimRouteRef, databaseOffering } from '@cairn/plugin-claims';
import {
  CardRow,
  CardRows,
  RelativeTime,
  StateBadge,
} from '@cairn/plugin-platform-react';

/** Where a request is shown: a database on its own page, anything else on that of what it is for. */
function useClaimHref(): (claim: ClaimSummary) => string {
  const claimHref = useRouteRef(claimRouteRef);
  const entityHref = useRouteRef(entityRouteRef);
  return ({ cluster, offering, namespace, name, component, owner }) => {
    if (offering === databaseOffering) {
      return claimHref?.({ cluster, namespace, name }) ?? '';
    }
    const shownOn = component
      ? { kind: 'component', namespace: 'default', name: component }
      : parseEntityRef(owner);
    return entityHref?.(shownOn) ?? '';
  };
}

/** Requests in one line each: what it is, what is the case, since when. */
export function ClaimRows({ claims }: { claims: ClaimSummary[] }) {
  const hrefOf = useClaimHref();
  return (
    <CardRows>
      {claims.map(claim => (
        <CardRow
          key={claim.uid}
          href={hrefOf(claim)}
          title={claim.name}
          text={
            <>
              {claim.offering !== databaseOffering && `${claim.kind} · `}
              {claim.namespace}
              {claim.state.state !== 'ready' &&
                ` · ${claim.state.sentence.replace(/\.$/, '')}`}
              {' · '}
              <RelativeTime instant={claim.state.since ?? claim.createdAt} />
            </>
          }
          aside={<StateBadge state={claim.state.state} />}
        />
      ))}
    </CardRows>
  );
}
