import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { ClaimSummary } from '@cairn/plugin-claims-common';
import { claimRouteRef } from '@cairn/plugin-claims';
import {
  CardRow,
  CardRows,
  RelativeTime,
  StateBadge,
} from '@cairn/plugin-platform-react';

/** Requests in one line each: what it is, what is the case, since when. */
export function ClaimRows({ claims }: { claims: ClaimSummary[] }) {
  const hrefOf = useRouteRef(claimRouteRef);
  return (
    <CardRows>
      {claims.map(claim => (
        <CardRow
          key={claim.uid}
          href={
            hrefOf?.({
              cluster: claim.cluster,
              namespace: claim.namespace,
              name: claim.name,
            }) ?? ''
          }
          title={claim.name}
          text={
            <>
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
