import { useRouteRef } from '@backstage/frontend-plugin-api';
import { requestRouteRef } from '@cairn/plugin-claims';
import { HomeCard, HomeRow, HomeRows } from './HomeCard';

/** What people come to do most. */
export function QuickStartsCard() {
  const requestHref = useRouteRef(requestRouteRef)?.() ?? '/databases/request';
  return (
    <HomeCard title="Quick starts">
      <HomeRows>
        <HomeRow
          href={requestHref}
          title="Request a database"
          text="PostgreSQL in your team's namespace, ready in about a minute."
        />
        <HomeRow
          href="/catalog?teams=all"
          title="Find a service"
          text="Everything the organisation runs, with its owner."
        />
        <HomeRow
          href="/api-docs?teams=all"
          title="Find an API"
          text="What other teams offer, with its definition."
        />
      </HomeRows>
    </HomeCard>
  );
}
