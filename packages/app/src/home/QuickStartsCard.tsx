import { useRouteRef } from '@backstage/frontend-plugin-api';
import { requestRouteRef } from '@cairn/plugin-claims';
import { Card, CardRow, CardRows } from '@cairn/plugin-platform-react';

/** What people come to do most. */
export function QuickStartsCard() {
  const requestHref = useRouteRef(requestRouteRef)?.() ?? '/databases/request';
  return (
    <Card title="Quick starts">
      <CardRows>
        <CardRow
          href={requestHref}
          title="Request a database"
          text="PostgreSQL in your team's namespace, ready in about a minute."
        />
        <CardRow
          href="/catalog?teams=all"
          title="Find a service"
          text="Everything the organisation runs, with its owner."
        />
        <CardRow
          href="/api-docs?teams=all"
          title="Find an API"
          text="What other teams offer, with its definition."
        />
      </CardRows>
    </Card>
  );
}
