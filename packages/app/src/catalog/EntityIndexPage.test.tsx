import type { Entity } from '@backstage/catalog-model';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityIndexPage } from './EntityIndexPage';

function component(name: string, title: string, owner: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', title },
    spec: { type: 'service', lifecycle: 'production', owner },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  };
}

function renderIndex(path = '/catalog') {
  return renderInTestApp(
    <EntityIndexPage title="Catalog" kinds={['Component', 'System']} />,
    {
      apis: [
        catalogApiMock({
          entities: [
            component('ledger', 'Ledger service', 'payments'),
            component('routing', 'Route planner', 'logistics'),
          ],
        }),
        mockApis.identity({
          userEntityRef: 'user:default/ada',
          ownershipEntityRefs: ['user:default/ada', 'group:default/payments'],
        }),
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [path],
    },
  );
}

describe('EntityIndexPage', () => {
  it("shows the person's own first and everything on request", async () => {
    renderIndex();
    expect(
      await screen.findByRole('row', { name: /Ledger service/ }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('row', { name: /Route planner/ })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: /My teams, remove/ }),
    );
    expect(
      await screen.findByRole('row', { name: /Route planner/ }),
    ).toBeInTheDocument();
  });

  it('takes whose and which words from the address', async () => {
    renderIndex('/catalog?teams=all&q=planner');
    expect(
      await screen.findByRole('row', { name: /Route planner/ }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('row', { name: /Ledger service/ })).toBeNull();
    expect(screen.getByRole('searchbox')).toHaveValue('planner');
  });

  it('says why nothing is there, and how to see more', async () => {
    renderIndex('/catalog?q=nothing-is-called-so');
    expect(
      await screen.findByText('Nothing answers the search.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Show all teams' }),
    ).toBeInTheDocument();
  });
});
