import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DeliveryRouter } from '../DeliveryRouter';
import { InMemoryDelivery, detail } from '../__testUtils__/InMemoryDelivery';
import { renderDelivery } from '../__testUtils__/renderDelivery';

const patience = { timeout: 20_000 };

function someApplications(): InMemoryDelivery {
  const delivery = new InMemoryDelivery();
  delivery.items = [
    detail(),
    detail({
      name: 'web-prod',
      environment: 'prod',
      sync: 'OutOfSync',
      state: { state: 'waiting', sentence: 'Somebody has to sync it.' },
    }),
    detail({
      name: 'routes-dev',
      owner: 'group:default/logistics',
      state: { state: 'failed', sentence: 'The last sync failed.' },
    }),
  ];
  return delivery;
}

describe('the Applications a person may see', () => {
  it('answers first, shows my teams, and all teams on request', async () => {
    renderDelivery(<DeliveryRouter />, { delivery: someApplications() });
    expect(
      await screen.findByText(
        '2 Applications, 1 in motion or waiting.',
        undefined,
        patience,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('row', { name: /routes-dev/ })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: /My teams, remove/ }),
    );
    const failed = await screen.findByRole(
      'row',
      { name: /routes-dev/ },
      patience,
    );
    expect(within(failed).getByText('Failed')).toBeVisible();
    expect(
      screen.getByText(
        '3 Applications, 1 needs attention, 1 in motion or waiting.',
      ),
    ).toBeVisible();
  }, 30_000);

  it('narrows by the address, says so, and lets go', async () => {
    renderDelivery(<DeliveryRouter />, {
      delivery: someApplications(),
      path: '/delivery?sync=OutOfSync&environment=dev',
    });
    expect(
      await screen.findByText(
        'No Application answers these filters.',
        undefined,
        patience,
      ),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByRole('row', { name: /web-prod/ }, patience),
    ).toBeVisible();
  }, 30_000);

  it('has a page for each, and one answer for what is missing or foreign', async () => {
    const delivery = someApplications();
    const view = renderDelivery(<DeliveryRouter />, {
      delivery,
      path: '/delivery/hub/argocd/web-prod',
    });
    expect(
      await screen.findByText('Somebody has to sync it.', undefined, patience),
    ).toBeVisible();
    expect(
      screen.getByRole('heading', { name: 'web-prod', level: 1 }),
    ).toBeVisible();
    view.unmount();
    renderDelivery(<DeliveryRouter />, {
      delivery,
      path: '/delivery/hub/argocd/nothing',
    });
    expect(
      await screen.findByText(
        'There is no such Application, or you may not see it.',
        undefined,
        patience,
      ),
    ).toBeVisible();
  }, 30_000);
});
